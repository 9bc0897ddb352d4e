// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PREFLIGHT_STEPS, type Preflight, type PreflightStep } from "../../../shared/contracts/preflight.ts";
import { PreflightCard } from "../../../ui-extension/cards/connection/preflight/preflight-card.tsx";
import { preflightView } from "../../../ui-extension/cards/connection/preflight/preflight-view.ts";
import { PREFLIGHT_WORDS } from "../../../ui-extension/cards/connection/preflight/words/book.ts";
import { de } from "../../../ui-extension/cards/connection/preflight/words/de.ts";
import { en } from "../../../ui-extension/cards/connection/preflight/words/en.ts";
import { es } from "../../../ui-extension/cards/connection/preflight/words/es.ts";
import { AT } from "./connection-sample.ts";
import { framePage } from "./framed-page.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const locale = { language: "en-GB", timeZone: "America/New_York" };
const NOTHING = { at: null, people: null, gaps: [], signIn: null };

function buildPreflight(
  changes: Partial<Record<PreflightStep["step"], Partial<PreflightStep>>> = {},
): Preflight {
  return {
    checkedAt: AT,
    steps: PREFLIGHT_STEPS.map((step) => ({ step, state: "done", evidence: NOTHING, ...changes[step] })),
  };
}

const viewOf = (preflight: Preflight) => preflightView(preflight, { words: en, locale });
const rowOf = (preflight: Preflight, step: PreflightStep["step"]) =>
  viewOf(preflight).rows.find((row) => row.step === step);

describe("the steps in Salesforce", () => {
  it("have a title, a reason, a menu and a state in every language", () => {
    for (const words of [en, de, es]) {
      const states = ["done", "to_do", "cannot_tell"] as const;
      for (const state of states) {
        const steps = PREFLIGHT_STEPS.map((step) => ({ step, state, evidence: NOTHING }));
        const { rows } = preflightView({ checkedAt: null, steps }, { words, locale });
        expect(rows.map(({ step }) => step)).toEqual([...PREFLIGHT_STEPS]);
        for (const { title, reason, where, status } of rows) {
          expect([title, reason, status.label].every((text) => text.length > 3)).toBe(true);
          expect(where === null).toBe(state === "done");
        }
      }
    }
  });

  it("say what is left, and when Salesforce was asked", () => {
    expect(viewOf(buildPreflight()).summary).toBe(en.allDone);
    const one = buildPreflight({ ping: { state: "to_do" }, refresh_policy: { state: "cannot_tell" } });
    expect(viewOf(one)).toMatchObject({
      summary: "One step is left",
      checked: expect.stringContaining("20 Nov 2026, 14:31"),
    });
    expect(viewOf({ ...one, checkedAt: null }).checked).toBe(en.neverChecked);
  });

  it("name what their state was told by", () => {
    const gaps = [
      { feature: "deal", scopes: [], fields: ["Opportunity.Amount", "Opportunity.Type"] },
      { feature: "splits", scopes: [], fields: [] },
      { feature: "something_new", scopes: ["View X"], fields: [] },
    ];
    const preflight = buildPreflight({
      field_access: { state: "to_do", evidence: { ...NOTHING, gaps } },
      permission_sets: { state: "to_do", evidence: { ...NOTHING, people: 0 } },
      integration_user: { state: "to_do", evidence: { ...NOTHING, signIn: "consent" } },
      refresh_policy: { evidence: { ...NOTHING, signIn: "key" } },
      ping: { evidence: { ...NOTHING, at: AT } },
    });
    expect(rowOf(preflight, "field_access")?.evidence).toEqual([
      "Opportunities: Opportunity.Amount, Opportunity.Type",
      "Splits cannot be read",
      "something_new: View X",
    ]);
    expect(rowOf(preflight, "permission_sets")?.evidence).toEqual([en.evidence.nobody]);
    expect(rowOf(preflight, "integration_user")?.evidence).toEqual([en.evidence.keyRefused]);
    expect(rowOf(preflight, "refresh_policy")?.evidence).toEqual([en.evidence.byKey]);
    expect(rowOf(preflight, "ping")?.evidence).toEqual(["Last seen on 20 Nov 2026, 14:31"]);
    const two = buildPreflight({ permission_sets: { evidence: { ...NOTHING, people: 2 } } });
    expect(rowOf(two, "permission_sets")?.evidence).toEqual(["2 people hold Standings Admin"]);
  });
});

describe("the list on the page Connection", () => {
  const open = (answers: Readonly<Record<string, unknown>>, keyMadeAt: string | null = null) => {
    const onKeyMade = vi.fn();
    const framed = framePage(
      { role: "admin", answers, books: [PREFLIGHT_WORDS] },
      <PreflightCard pings={{ keyMadeAt, lastAt: null }} onKeyMade={onKeyMade} />,
    );
    return framed.then((frame) => ({ ...frame, onKeyMade }));
  };

  it("asks Salesforce again when it is told to", async () => {
    const { asked } = await open({ "connection/preflight": buildPreflight({ ping: { state: "to_do" } }) });
    await screen.findByText("One step is left");
    const items = screen.getAllByRole("listitem");
    expect(items).toHaveLength(PREFLIGHT_STEPS.length);
    expect(within(items[6] ?? document.body).getByText("To do")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Check again" }));
    await waitFor(() => expect(asked).toContain("POST connection/preflight"));
    await screen.findByRole("button", { name: "Check again" });
  });

  it("shows a new key until it is put away, and says that a former one ends", async () => {
    const { onKeyMade } = await open(
      { "connection/preflight": buildPreflight(), "connection/ping-key": { key: "secret-key", madeAt: AT } },
      AT,
    );
    await screen.findByText(/A new key ends the one before/);
    fireEvent.click(screen.getByRole("button", { name: "Replace the key" }));
    const field = await screen.findByLabelText<HTMLInputElement>("Key of the change notices");
    expect([field.value, field.readOnly]).toEqual(["secret-key", true]);
    expect(onKeyMade).toHaveBeenCalledOnce();
    fireEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(screen.queryByLabelText("Key of the change notices")).toBeNull();
  });

  it("says so when it cannot be asked", async () => {
    await open({ "connection/preflight": 403 });
    expect(await screen.findByRole("button", { name: /Try again/ })).toBeTruthy();
  });
});

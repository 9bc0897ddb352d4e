// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DATA_CHECKS } from "../../../shared/contracts/data-checks.ts";
import { RECONCILIATION_STEPS } from "../../../shared/contracts/reconciliation.ts";
import { checkedRow, checkRows } from "../../../ui-extension/cards/connection/checks-view.ts";
import {
  allowanceView,
  faultViews,
  needingSomebody,
  readingView,
  syncRows,
} from "../../../ui-extension/cards/connection/connection-view.ts";
import ConnectionPage from "../../../ui-extension/cards/connection/page.tsx";
import { CONNECTION_WORDS } from "../../../ui-extension/cards/connection/words/book.ts";
import { de as deConnection } from "../../../ui-extension/cards/connection/words/de.ts";
import { en } from "../../../ui-extension/cards/connection/words/en.ts";
import { es as esConnection } from "../../../ui-extension/cards/connection/words/es.ts";
import InstallPage from "../../../ui-extension/cards/install/page.tsx";
import { ReceiptNote } from "../../../ui-extension/cards/install/receipt-note.tsx";
import {
  isFresh,
  receiptSentence,
  receiptView,
  stepDetail,
} from "../../../ui-extension/cards/install/receipt-view.ts";
import { INSTALL_WORDS } from "../../../ui-extension/cards/install/words/book.ts";
import { de as deInstall } from "../../../ui-extension/cards/install/words/de.ts";
import { en as enInstall } from "../../../ui-extension/cards/install/words/en.ts";
import { es as esInstall } from "../../../ui-extension/cards/install/words/es.ts";
import { AT, buildBridged, buildChecks, buildConnection, buildReconciliation } from "./connection-sample.ts";
import { type Answers, framePage } from "./framed-page.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  localStorage.clear();
});

const locale = { language: "en-GB", timeZone: "America/New_York" };
const wording = { words: en, locale };
const receiptWording = { words: enInstall, locale, crm: "hubspot" } as const;
/** Browsers differ in which spaces they set. */
const plain = (text: string | null | undefined) => text?.replaceAll(/\s/gu, " ");

describe("the first reading", () => {
  it("says counts, what is done and what is left of each kind, and nothing that is not known", () => {
    const { title, bar, left, rows } = readingView(buildConnection(), AT, wording);
    expect([title, bar, left]).toEqual(["First reading", null, en.reading.leftUnknown]);
    expect(rows.map(({ label, count, left: still }) => [label, count, still])).toEqual([
      ["Deals", "18,412 of 18,412", "Done"],
      ["Calls", "52,870 of 67,300", "4 min left"],
      ["Emails", "0", "Waiting"],
    ]);
    expect(rows[1]?.bar).toMatchObject({ label: "Calls: 78% read", tone: "quiet" });
  });

  it("names the end on the account's clock, and rounds the share down", () => {
    const progress = [{ kind: "deal", done: 829, expected: 1000, secondsLeft: 530 }];
    const view = readingView({ progress, secondsLeft: 530 }, AT, wording);
    expect([view.title, view.left]).toEqual(["First reading: 82%", "About 9 minutes left, done near 14:39"]);
    expect(readingView({ progress, secondsLeft: 12 }, AT, wording).left).toBe(
      "About a minute left, done near 14:31",
    );
  });
});

describe("syncing, faults and allowance", () => {
  it("has a row for each kind, and a way out for what is not granted", () => {
    const rows = syncRows(buildConnection(), AT, wording);
    expect(rows.map(({ label, last, state, action }) => [label, plain(last), state.label, action])).toEqual([
      ["Deals", "14:31", "Live", null],
      ["Calls", "Not yet", "Reading", null],
      ["Emails", "19 Nov 2026, 10:00", "Needs a permission", "reconnect"],
    ]);
  });

  it("lists the kinds in one order, deals first, whatever order they are stored in", () => {
    const { kinds } = buildConnection();
    const rows = syncRows({ kinds: [...kinds].reverse() }, AT, wording);
    expect(rows.map(({ label }) => label)).toEqual(["Deals", "Calls", "Emails"]);
    const unknown = { kind: "new_kind", state: "live", at: AT, read: 1 } as const;
    const [, ...others] = syncRows({ kinds: [unknown, ...kinds] }, AT, wording);
    expect(others.at(-1)?.label).toBe("new_kind");
  });

  it("puts what passes by itself behind what needs somebody, with the words of the viewer", () => {
    const faults = faultViews(buildConnection(), wording);
    expect(faults.map(({ tone, title, action }) => [tone, title, action?.kind])).toEqual([
      ["warn", "Goals cannot be read", "reconnect"],
      ["info", "The CRM does not answer", undefined],
    ]);
    expect(faults[0]?.remedy).toContain("crm.objects.goals.read");
    expect(plain(faults[1]?.since)).toBe("Since 20 Nov 2026, 14:31 · 3 times");
    expect(needingSomebody(faults)).toBe(1);
    const german = faultViews(buildConnection(), { words: deConnection, locale });
    expect(german[0]?.title).toBe("Ziele: nicht lesbar");
  });

  it("shows a fault that it has no words for as the Worker says it", () => {
    const fault = {
      type: "new_trouble",
      subject: "deal:7",
      since: AT,
      count: 1,
      detail: "",
      remedy: "Do this.",
    };
    expect(faultViews({ faults: [fault] }, wording)).toMatchObject([
      { title: "new_trouble", remedy: "Do this.", action: null },
    ]);
    const unreadable = { ...fault, type: "record_unreadable", detail: "properties.amount" };
    expect(faultViews({ faults: [unreadable] }, wording)[0]?.title).toBe("Deal 7 cannot be read");
    const unanswered = { ...unreadable, detail: "not_answered" };
    expect(faultViews({ faults: [unanswered] }, wording)[0]?.remedy).toMatch(/^Nothing to do: .*every hour/);
  });

  it("says what is left of ten seconds, and nothing before the CRM did", () => {
    expect(allowanceView(buildConnection(), wording)).toMatchObject({
      left: "99 left",
      of: "of 110 in 10 seconds",
      bar: { percent: 90 },
    });
    const nothing = { limit: null, remaining: null, windowSeconds: null };
    expect(allowanceView({ allowance: nothing }, wording)).toBeNull();
  });
});

describe("the data checks", () => {
  it("tick what is well and count what is not", () => {
    expect(checkRows(buildChecks(), wording)).toMatchObject([
      { tone: "warn", label: "Won deals without an amount", count: "3 of 236" },
      { tone: "good", label: "Won deals have an owner", count: "None", openLabel: null },
    ]);
  });

  it("say of a record what tells it apart", () => {
    const record = {
      kind: "deal",
      id: "7",
      title: null,
      url: "https://crm.test/7",
      day: "2026-11-03",
      amount: { minor: 120_000, currency: "CAD" },
      person: "Grace Holm",
      deals: null,
    } as const;
    const { title, facts } = checkedRow(record, wording);
    expect([title, facts.map(plain)]).toEqual(["Without a name", ["3 Nov 2026", "CA$1,200", "Grace Holm"]]);
    expect(checkedRow({ ...record, day: null, amount: null, person: null, deals: 1 }, wording).facts).toEqual(
      ["1 deal"],
    );
  });
});

describe("the receipt", () => {
  it("says in a sentence that both totals are the same", () => {
    const view = receiptView(buildReconciliation(), receiptWording);
    expect(view.sentence).toBe("Q4 in HubSpot: 236 deals, $2.41M. Standings: the same");
    expect(view).toMatchObject({ tone: "good", hint: null, steps: [] });
    expect(plain(view.title)).toMatch(/^Totals of Q4, 1 Oct ?– ?31 Dec 2026$/);
  });

  it("leads from one total to the other step by step, to the cent, and hides nothing", () => {
    const view = receiptView(buildBridged(), receiptWording);
    expect(view.sentence).toBe("Q4 in HubSpot: 236 deals, $2.41M. Standings: 233 deals, $2.40M");
    expect(view.tone).toBe("warn");
    expect([view.theirs, view.ours].map(({ count, amount }) => [count, amount])).toEqual([
      ["236", "$2,410,000.00"],
      ["233", "$2,400,000.50"],
    ]);
    expect(view.steps.map(({ label, deals, count, amount }) => [label, deals, count, amount])).toEqual([
      ["Pipeline does not count", "2 deals", "−2", "−$9,900.00"],
      ["Converted at the rate of the close date", "1 deal", "–", "+$1.50"],
      ["Credited to the owner at the win", "12 deals", "–", "No difference"],
      ["Not explained", "1 deal", "−1", "−$101.00"],
    ]);
    expect(view.notes).toEqual([enInstall.receipt.mended("2", 2), enInstall.receipt.nightly]);
  });

  it("is fresh for a day, and only once it is the last word", () => {
    const now = Date.parse(AT);
    expect(isFresh(buildReconciliation(), now)).toBe(true);
    expect(isFresh(buildReconciliation({ final: false }), now)).toBe(false);
    expect(isFresh(buildReconciliation(), now + 86_400_000)).toBe(false);
  });

  it.each([
    ["en", enInstall],
    ["de", deInstall],
    ["es", esInstall],
  ])("has a name and a meaning for every step in %s", (_language, words) => {
    for (const step of RECONCILIATION_STEPS) {
      expect(words.stepNames[step]).not.toBe("");
      expect(stepDetail(step, words)).not.toBe("");
    }
    expect(receiptSentence(buildReconciliation(), { ...receiptWording, words })).toContain("HubSpot");
  });

  it.each([en, deConnection, esConnection])("has words for every check", (words) => {
    for (const check of DATA_CHECKS) expect(words.checks.remedies[check]).not.toBe("");
  });
});

const BOOKS = [CONNECTION_WORDS, INSTALL_WORDS];

function answersWith(change: Answers = {}): Answers {
  return {
    connection: buildConnection(),
    "connection/checks": buildChecks(),
    reconciliation: { reconciliation: buildBridged(), running: false },
    members: { members: [], teams: [] },
    ...change,
  };
}

describe("the page Connection", () => {
  it("shows the reading, the kinds, what needs somebody, the allowance and the checks", async () => {
    await framePage({ role: "admin", answers: answersWith(), books: BOOKS }, <ConnectionPage />);
    expect(await screen.findByText("Brightline, HubSpot account 8841207")).toBeTruthy();
    expect(screen.getByRole("img", { name: "Calls: 78% read" })).toBeTruthy();
    expect(screen.getByText("One thing needs you")).toBeTruthy();
    expect(screen.getByText("99 left")).toBeTruthy();
    expect(await screen.findByText("Won deals without an amount")).toBeTruthy();
    expect(await screen.findByText("Totals differ from the CRM report")).toBeTruthy();
  });

  it("asks again every two seconds while it reads, and slowly once it is live", async () => {
    vi.useFakeTimers();
    const reading = await framePage(
      { role: "admin", answers: answersWith(), books: BOOKS },
      <ConnectionPage />,
    );
    const asked = () => reading.asked.filter((path) => path === "GET connection").length;
    await vi.advanceTimersByTimeAsync(100);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(6_500);
    expect(asked()).toBe(4);
    cleanup();
    const answers = answersWith({ connection: buildConnection({ state: "live" }) });
    const live = await framePage({ role: "admin", answers, books: BOOKS }, <ConnectionPage />);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(live.asked.filter((path) => path === "GET connection")).toHaveLength(1);
  });

  it("opens the records of a check, with their way into the CRM", async () => {
    const record = {
      kind: "deal",
      id: "7",
      title: "Northwind renewal",
      url: "https://app.hubspot.test/7",
      day: "2026-11-03",
      amount: null,
      person: null,
      deals: null,
    };
    const answers = answersWith({
      "connection/checks/won_without_amount/records": {
        check: "won_without_amount",
        records: [record],
        total: 3,
        next: "more",
      },
    });
    const { asked } = await framePage({ role: "admin", answers, books: BOOKS }, <ConnectionPage />);
    fireEvent.click(await screen.findByRole("button", { name: /Won deals without an amount: 3 of 236/ }));
    const link = await screen.findByRole("link", { name: "Northwind renewal" });
    expect(link.getAttribute("href")).toBe("https://app.hubspot.test/7");
    expect(screen.getByText("1 of 3")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Show more" }));
    await waitFor(() =>
      expect(asked).toContain("GET connection/checks/won_without_amount/records?after=more"),
    );
  });

  it("syncs, and says when that was asked too soon; consent opens beside the page", async () => {
    const answers = answersWith({ connection: buildConnection({ state: "live" }), "connection/sync": 429 });
    const { asked, context } = await framePage({ role: "admin", answers, books: BOOKS }, <ConnectionPage />);
    await screen.findByText("One thing needs you");
    fireEvent.click(screen.getByRole("button", { name: "Sync now" }));
    expect(await screen.findByText(en.tooSoon)).toBeTruthy();
    expect(asked).toContain("POST connection/sync");
    fireEvent.click(screen.getByRole("button", { name: "Grant permission" }));
    expect(context.openRecord).toHaveBeenCalledWith("/install/hubspot");
  });

  it("leads to the settings from wins in a pipeline that does not count", async () => {
    const fault = { subject: "pipeline:9", since: AT, count: 1, detail: "", remedy: "Include it." };
    const connection = buildConnection({ faults: [{ type: "pipeline_not_counted", ...fault }] });
    const answers = answersWith({ connection });
    const { context } = await framePage({ role: "admin", answers, books: BOOKS }, <ConnectionPage />);
    fireEvent.click(await screen.findByRole("button", { name: en.faults.choosePipelines }));
    expect(context.navigate).toHaveBeenCalledWith({ page: "settings", query: { section: "pipelines" } });
  });

  it("says that it was cut off, and shows a problem of the server as one", async () => {
    const answers = answersWith({ connection: buildConnection({ state: "reconnect" }) });
    await framePage({ role: "owner", answers, books: BOOKS }, <ConnectionPage />);
    expect(await screen.findByText(en.cutOff)).toBeTruthy();
    cleanup();
    await framePage(
      { role: "owner", answers: answersWith({ connection: 403 }), books: BOOKS },
      <ConnectionPage />,
    );
    expect(await screen.findByRole("alert")).toBeTruthy();
  });
});

describe("the page after installing", () => {
  it("shows the reading while the receipt is on its way, and what to do next", async () => {
    const answers = answersWith({ reconciliation: 503 });
    const { context } = await framePage({ role: "owner", answers, books: BOOKS }, <InstallPage />);
    expect(await screen.findByText("Standings is connected to Brightline")).toBeTruthy();
    expect(screen.getByText(enInstall.receipt.waiting)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Set quotas" }));
    expect(context.navigate).toHaveBeenCalledWith({ page: "quotas" });
    for (const [name, section] of [
      [enInstall.steps.basicsAction, "pipelines"],
      [enInstall.steps.inviteAction, "people"],
    ] as const) {
      fireEvent.click(screen.getByRole("button", { name }));
      expect(context.navigate).toHaveBeenCalledWith({ page: "settings", query: { section } });
    }
  });

  it("shows the bridge, and opens the deals behind a step", async () => {
    const deal = {
      crmId: "9",
      title: "Harbor deal",
      url: "https://crm.test/9",
      count: -1,
      amountMinor: -10_100,
    };
    const answers = answersWith({
      connection: buildConnection({ state: "live" }),
      "reconciliation/records": { currency: "USD", records: [deal], total: 1, next: null },
    });
    const { asked } = await framePage({ role: "owner", answers, books: BOOKS }, <InstallPage />);
    const table = await screen.findByRole("table");
    expect(within(table).getAllByRole("row")).toHaveLength(7);
    fireEvent.click(screen.getByRole("button", { name: "Not explained 1 deal: show" }));
    expect(await screen.findByText("Harbor deal")).toBeTruthy();
    expect(screen.getByText("−$101.00 · −1 deal")).toBeTruthy();
    expect(asked).toContain("GET reconciliation/records?period=this_quarter&step=unexplained");
    fireEvent.click(screen.getByRole("button", { name: "Quarter before" }));
    await waitFor(() => expect(asked).toContain("GET reconciliation?period=last_quarter"));
  });
});

it("tells of a fresh receipt until it is put away", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(AT) });
  const note = <ReceiptNote reconciliation={buildReconciliation()} />;
  await framePage({ role: "admin", answers: {}, books: BOOKS }, note);
  expect(screen.getByText(/Q4 in HubSpot: 236 deals/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Not again" }));
  expect(screen.queryByText(/Q4 in HubSpot/)).toBeNull();
  cleanup();
  await framePage({ role: "admin", answers: {}, books: BOOKS }, note);
  expect(screen.queryByText(/Q4 in HubSpot/)).toBeNull();
});

it("gives a receipt a tick only where both totals are the same", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(AT) });
  const explained = buildBridged().steps.filter(({ step }) => step !== "unexplained");
  const receipts = [buildReconciliation(), { ...buildBridged(), steps: explained }, buildBridged()];
  const tones: (string | undefined)[] = [];
  for (const reconciliation of receipts) {
    await framePage(
      { role: "admin", answers: {}, books: BOOKS },
      <ReceiptNote reconciliation={reconciliation} />,
    );
    tones.push(screen.getByText(/Q4 in HubSpot/).closest(".note")?.className);
    cleanup();
  }
  expect(tones).toEqual(["note note-good", "note note-info", "note note-warn"]);
});

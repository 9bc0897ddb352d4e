// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OpenDeal, OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { ApiClient } from "../../../ui-extension/cards/host/api-client.ts";
import { withParameter } from "../../../ui-extension/cards/host/use-drawer-address.ts";
import {
  DEALS_PARAMETER,
  type OpenDealsTarget,
  readOpenDeals,
} from "../../../ui-extension/cards/open-deals/deals-address.ts";
import { loadEveryDeal } from "../../../ui-extension/cards/open-deals/deals-pages.ts";
import { dealsCsv, dealsFileName, dealsView } from "../../../ui-extension/cards/open-deals/deals-view.ts";
import OpenDealsDrawer from "../../../ui-extension/cards/open-deals/open-deals-drawer.tsx";
import { OPEN_DEALS_WORDS } from "../../../ui-extension/cards/open-deals/words/book.ts";
import { de } from "../../../ui-extension/cards/open-deals/words/de.ts";
import { en } from "../../../ui-extension/cards/open-deals/words/en.ts";
import { es } from "../../../ui-extension/cards/open-deals/words/es.ts";
import { writeOpenDeals } from "../../../ui-extension/cards/open-deals/write-open-deals.ts";
import { framePage } from "./framed-page.tsx";

afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
});

const wording = { words: en, locale: { language: "en-GB", timeZone: "America/New_York" } };
const TARGET: OpenDealsTarget = { memberId: "m1", from: "2026-11-20", to: "2026-11-30" };

function deal(crmId: string, changes: Partial<OpenDeal> = {}): OpenDeal {
  return {
    crmId,
    title: `Deal of ${crmId}`,
    url: `https://crm.test/0-3/${crmId}`,
    amountMinor: 10_000_00,
    original: null,
    closeDay: "2026-11-27",
    stageLabel: "Proposal",
    pipelineLabel: "New business",
    pastDue: false,
    ...changes,
  };
}

function answer(deals: readonly OpenDeal[], changes: Partial<OpenDeals> = {}): OpenDeals {
  return {
    member: { id: "m1", crmId: "o1", name: "Maya Okafor", teamId: null },
    from: "2026-11-20",
    to: "2026-11-30",
    asOf: "2026-11-20T19:32:00.000Z",
    today: "2026-11-20",
    timeZone: "America/New_York",
    currency: "USD",
    count: deals.length,
    amountMinor: deals.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    deals: [...deals],
    next: null,
    ...changes,
  };
}

describe("the open deals in words", () => {
  const late = deal("2", { closeDay: "2026-11-19", pastDue: true, amountMinor: 51_500_50 });

  it("say how many, how much, and which, the soonest first", () => {
    const view = dealsView(answer([deal("1"), late]), TARGET, wording);
    expect([view.eyebrow, view.title]).toEqual(["Open deals, Maya Okafor", "2 open deals, $61,500.50"]);
    expect(view.list?.total).toEqual({ label: "2 open deals", amount: "$61,500.50" });
    expect(view.list?.rows.map(({ day, title, amount, tags }) => [day, title, amount, ...tags])).toEqual([
      [
        "19 Nov",
        "Deal of 2",
        "$51,500.50",
        { text: "Proposal, New business", tone: "plain" },
        { text: "Close date is past", tone: "warn" },
      ],
      ["27 Nov", "Deal of 1", "$10,000.00", { text: "Proposal, New business", tone: "plain" }],
    ]);
    expect(view.more).toBeNull();
  });

  it("name the close dates, the stage, and deals without a name", () => {
    const rule = (changes: Partial<OpenDeals>, target = TARGET) =>
      dealsView(answer([deal("1")], changes), target, wording).rule.map(({ text }) => text);
    expect(rule({})[1]).toMatch(/^20\s?–\s?30 Nov$/u);
    expect(rule({ from: null, to: null })[1]).toBe("Any day");
    expect(rule({ to: null })[1]).toBe("From 20 Nov on");
    expect(rule({ from: null })[1]).toBe("Until 30 Nov");
    const stage = { pipelineId: "new", stageId: "proposal" };
    expect(rule({}, { memberId: "m1", stage })).toContain("Proposal, New business");
    const odd = [deal("7", { title: " " }), deal("", { title: null, url: null })];
    const titles = dealsView(answer(odd), TARGET, wording).list?.rows.map(({ title }) => title);
    expect(titles).toEqual(["Deal 7", "Erased deal"]);
    expect(dealsView(answer([]), TARGET, wording)).toMatchObject({ title: "No open deals", list: null });
  });

  it("are spoken in every language", () => {
    for (const words of [de, es]) {
      const { title } = dealsView(answer([deal("1")]), TARGET, { ...wording, words });
      expect(title).not.toContain("open");
    }
  });

  it("are a file whose amounts add up, with formulas made harmless", async () => {
    const original = { minor: 9_000, currency: "JPY" };
    const deals = answer([deal("1", { title: "=SUM(A1)", original }), late]);
    const [head, first, second] = dealsCsv(deals, en).split("\r\n");
    expect(head).toContain("Close date,Deal,ID in the CRM,Link,Stage,Pipeline,Amount");
    expect(first).toContain(
      "2026-11-27,'=SUM(A1),1,https://crm.test/0-3/1,Proposal,New business,10000.00,USD,9000,JPY,",
    );
    expect(second).toContain("51500.50,USD,,,yes");
    expect(dealsFileName(deals)).toBe("standings-open-deals-2026-11-20-2026-11-30.csv");
  });

  it("are no file at all where they are too many for one", async () => {
    const endless = () => Promise.resolve(Response.json(answer([deal("1")], { next: "1" })));
    const api = new ApiClient({ fetch: endless, tokenFor: async () => "token" });
    const every = await loadEveryDeal(api, TARGET, answer([deal("1")], { next: "1" }));
    expect(every).toMatchObject({ kind: "problem", problem: { type: "too-many-records" } });
  });
});

describe("the address of the open drawer", () => {
  it("opens the same deals again, and keeps the page's own filters", () => {
    const stage = { pipelineId: "a,b", stageId: "c%" };
    for (const target of [
      TARGET,
      { memberId: "" },
      { memberId: "m,1", stage },
      { memberId: "m", to: "2026-11-30" },
    ]) {
      const search = withParameter("?page=person&member=m1", DEALS_PARAMETER, writeOpenDeals(target));
      expect(search).toContain("?page=person&member=m1&deals=");
      expect(readOpenDeals(search)).toEqual(target);
    }
  });

  it("opens nothing that is no day", () => {
    for (const search of ["", "?deals=m1,yesterday", "?deals=m1,2026-11-20,x"]) {
      expect(readOpenDeals(search)).toBeNull();
    }
  });
});

describe("the drawer", () => {
  const books = [OPEN_DEALS_WORDS];
  const deals = (asked: readonly string[]) => asked.filter((each) => each.startsWith("GET deals/open"));

  it("lists the deals with links, under their total, and goes on where there are more", async () => {
    const first = answer([deal("1")], { count: 2, amountMinor: 30_000_00, next: "after-1" });
    const close = vi.fn();
    const answers = { "deals/open": first };
    const drawn = await framePage(
      { role: "member", answers, books },
      <OpenDealsDrawer target={{ ...TARGET, memberName: "Maya Okafor" }} onClose={close} />,
    );
    await screen.findByRole("heading", { name: "Open deals, Maya Okafor 2 open deals, $30,000" });
    expect(new URLSearchParams(location.search).get("deals")).toBe("m1,2026-11-20,2026-11-30");
    const rows = within(screen.getByRole("table")).getAllByRole("row");
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining("Amount"),
      "2 open deals$30,000",
      expect.stringContaining("Deal of 1"),
    ]);
    expect(screen.getByRole("link", { name: /Deal of 1/ }).getAttribute("href")).toBe(
      "https://crm.test/0-3/1",
    );
    fireEvent.click(screen.getByRole("button", { name: "Show more, 1 of 2" }));
    await vi.waitFor(() => expect(deals(drawn.asked)).toHaveLength(2));
    expect(deals(drawn.asked)).toEqual([
      "GET deals/open?member=m1&from=2026-11-20&to=2026-11-30",
      "GET deals/open?member=m1&from=2026-11-20&to=2026-11-30&after=after-1",
    ]);
    drawn.unmount();
    await vi.waitFor(() => expect(location.search).toBe(""));
  });

  it("opens what the address names, and nothing where that is no day", async () => {
    const close = vi.fn();
    const answers = { "deals/open": answer([deal("1")]) };
    history.replaceState(null, "", "/?deals=m7,,2026-11-30");
    const drawn = await framePage(
      { role: "admin", answers, books },
      <OpenDealsDrawer target="address" onClose={close} />,
    );
    await screen.findByRole("link", { name: /Deal of 1/ });
    expect(deals(drawn.asked)).toEqual(["GET deals/open?member=m7&to=2026-11-30"]);
    expect(close).not.toHaveBeenCalled();
    drawn.unmount();
    history.replaceState(null, "", "/?deals=m7,today");
    await framePage({ role: "admin", answers, books }, <OpenDealsDrawer target="address" onClose={close} />);
    await vi.waitFor(() => expect(close).toHaveBeenCalled());
  });

  it("says why there is nothing, and asks again", async () => {
    const drawn = await framePage(
      { role: "member", answers: { "deals/open": 403 }, books },
      <OpenDealsDrawer target={{ memberId: "m9" }} onClose={() => undefined} />,
    );
    fireEvent.click(await screen.findByRole("button", { name: /again/i }));
    await vi.waitFor(() => expect(deals(drawn.asked)).toHaveLength(2));
    expect(deals(drawn.asked)).toEqual(["GET deals/open?member=m9", "GET deals/open?member=m9"]);
  });
});

/** @jsxImportSource react */
import * as v from "valibot";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { QuotaCardEnvelope, type QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { readExplained } from "../../../ui-extension/cards/explanation/explain-address.ts";
import { readOpenDeals } from "../../../ui-extension/cards/open-deals/deals-address.ts";
import type { QuotaView } from "../../../ui-extension/hubspot/src/app/cards/parts/standings-api.ts";
import {
  buildBar,
  buildCardWithoutQuota,
  buildDealEffect,
  buildHero,
  buildLine,
  buildQuotaCard,
} from "../cards/quota-card-sample.ts";
import { FakeHost } from "./fake-host.ts";

const CARD = "/embed/hubspot/quota-card";
const TICKET = "/embed/hubspot/ticket";
const URL_OF_STANDINGS = "https://standings.test";
const TICKET_ANSWER = {
  ticket: "t1",
  url: `${URL_OF_STANDINGS}/cards/standings/#ticket=t1`,
  expiresAt: "2026-11-20T14:33:00Z",
};

let host = new FakeHost();
const kit = await import("@hubspot/ui-extensions");
const { createRenderer } = await import("@hubspot/ui-extensions/testing");
const { RecordCard } = await import("../../../ui-extension/hubspot/src/app/cards/record-card.tsx");
const { readCard } = await import("../../../ui-extension/hubspot/src/app/cards/parts/standings-api.ts");
const { Alert, Button, EmptyState, ErrorState, LineChart, LoadingSpinner, ProgressBar } = kit;
const { Select, StatisticsItem, StatisticsTrend, StatusTag, Table, TableRow, Text } = kit;

beforeEach(() => {
  host = new FakeHost();
  vi.useRealTimers();
});

/** The card on a deal, and what was drawn once its answer came. */
async function draw(view: QuotaCardView, options: { wide?: boolean; objectTypeId?: string } = {}) {
  host.reply(CARD, { body: { status: "ok", view } });
  const drawn = open(options);
  await drawn.waitFor(() => expect(drawn.maybeFind(LoadingSpinner)).toBeNull());
  return drawn;
}

function open({ wide = false, objectTypeId = "0-3" }: { wide?: boolean; objectTypeId?: string } = {}) {
  const renderer = createRenderer("crm.record.tab");
  const { mocks } = renderer;
  const context = {
    ...mocks.context,
    crm: { objectId: 55, objectTypeId },
    user: { ...mocks.context.user, locale: "en-GB" },
    variables: { STANDINGS_URL: `${URL_OF_STANDINGS}/` },
  };
  renderer.render(<RecordCard context={context} actions={mocks.actions} wide={wide} />);
  return renderer;
}

/** Presses the button that says this. */
function press({ find }: ReturnType<typeof open>, text: string): void {
  find(Button, (button) => button.text === text).trigger("onClick");
}

/** Chooses another period. */
function choose({ find }: ReturnType<typeof open>, grain: string): void {
  find(Select).props.onChange?.(grain);
}

const buttonsOf = ({ findAll }: ReturnType<typeof open>) => findAll(Button).map((button) => button.text);
const textsOf = ({ findAll }: ReturnType<typeof open>) => findAll(Text).map((text) => text.text);

describe("the quota card in HubSpot", () => {
  it("reads the contract, of which it declares a part for itself", () => {
    const envelope = v.parse(QuotaCardEnvelope, { status: "ok", view: buildQuotaCard() });
    // Fails to compile when the contract gives less than the card draws.
    const declared: QuotaView | null = envelope.status === "ok" ? envelope.view : null;
    expect(readCard(JSON.parse(JSON.stringify(envelope)))).toEqual({ kind: "ok", view: declared });
  });

  it("asks for the record, in the language of the person who looks", async () => {
    host.reply(CARD, { body: { status: "ok", view: buildQuotaCard() } });
    const drawn = open();
    expect(drawn.find(LoadingSpinner).props.label).toBe("Loading quota");
    await vi.waitFor(() => expect(host.calls).toHaveLength(1));
    expect(host.calls).toEqual([
      { url: `${URL_OF_STANDINGS}${CARD}`, body: { objectType: "0-3", objectId: "55", locale: "en-GB" } },
    ]);
  });

  it("says the pace beside the bar, which has no marker", async () => {
    const drawn = await draw(buildQuotaCard({ quotas: [] }));
    const bar = drawn.find(ProgressBar);
    expect(bar.props).toMatchObject({
      value: 72,
      maxValue: 100,
      variant: "success",
      "aria-label": "72% of quota, pace today 70%",
    });
    expect(textsOf(drawn)).toContain("72% · Pace 70% · 2 pts ahead of pace");
    expect(drawn.find(StatusTag).text).toBe("On track");
  });

  it("shows every figure: facts with hints, open deals, and rank with its movement", async () => {
    const drawn = await draw(buildQuotaCard());
    expect(drawn.findAll(StatisticsItem).map(({ props }) => [props.label, props.number])).toEqual([
      ["To go", "$33,600"],
      ["Per working day, 6 left", "$5,600"],
      ["Projected finish", "$124,000"],
      ["Chance to reach quota", "68%"],
      ["of 13 in Sales, was #7 on 13 Nov", "#5"],
    ]);
    expect(drawn.find(StatisticsTrend).props).toMatchObject({ value: "up 2", color: "green" });
    expect(textsOf(drawn)).toEqual(
      expect.arrayContaining(["likely", "4 open deals due by 30 Nov", "Synced 14:31"]),
    );
  });

  it("says a fall in words: HubSpot could show it in red alone", async () => {
    const rank = {
      label: "Rank in Sales",
      text: "#10",
      movement: { direction: "down" as const, places: 4, label: "down 4" },
      hint: "of 13 in Sales, was #6 on 13 Nov",
      trend: null,
    };
    const drawn = await draw(buildQuotaCard({ rank }));
    expect(drawn.maybeFind(StatisticsTrend)).toBeNull();
    expect(textsOf(drawn)).toContain("down 4");
  });

  it.each([
    ["at_risk", "warn", "At risk", "warning"],
    ["behind", "bad", "Behind", "danger"],
    ["reached", "good", "Quota reached", "success"],
  ] as const)("shows %s as shape, word and colour", async (state, tone, label, variant) => {
    const status = { state, tone, label };
    const drawn = await draw(buildQuotaCard({ status, bar: buildBar({ tone }), quotas: [] }));
    expect(drawn.find(StatusTag).props.variant).toBe(variant);
    expect(drawn.find(StatusTag).text).toBe(label);
    expect(drawn.find(ProgressBar).props.variant).toBe(variant);
  });

  it("draws a bar beyond the quota on its longer scale", async () => {
    const bar = buildBar({ percent: 131, scale: 125, label: "131% of quota" });
    const drawn = await draw(buildQuotaCard({ bar, quotas: [] }));
    expect(drawn.find(ProgressBar).props).toMatchObject({ value: 125, maxValue: 125 });
  });

  it("says what to do where no quota is set, and still shows result and rank", async () => {
    const drawn = await draw(buildCardWithoutQuota());
    expect(drawn.find(EmptyState).props.title).toBe("No quota set");
    expect(textsOf(drawn)).toContain("Your admin has not set a November quota for you.");
    expect(drawn.maybeFind(ProgressBar)).toBeNull();
    expect(drawn.find(StatisticsItem).props.number).toBe("#5");
  });

  it("lists the other quotas, and leaves out the one that the card is about", async () => {
    const drawn = await draw(buildQuotaCard());
    expect(textsOf(drawn)).toContain("Deals");
    expect(buttonsOf(drawn)).toContain("6 / 8");
    expect(textsOf(drawn)).not.toContain("Revenue");
  });

  it("has a row for every quota, and the way there, on the wide card", async () => {
    const drawn = await draw(buildQuotaCard(), { wide: true });
    expect(drawn.find(Table).findAll(TableRow)).toHaveLength(3);
    const points = drawn.find(LineChart).props.data;
    expect(points).toContainEqual({ day: "9 Nov", value: 86_400, line: "Closed" });
    expect(points).not.toContainEqual(expect.objectContaining({ day: "10 Nov", line: "Closed" }));
    expect(textsOf(drawn)).toContain(
      "$86,400 closed on 9 Nov, projected $124,000 · Likely range $112k–$137k",
    );
  });

  it("opens of a row what the Worker says can be opened, whatever its text looks like", async () => {
    const line = buildLine({ toGo: "2 or so", perWorkingDay: "half a deal" });
    const quotas = [{ ...line, explainEach: { ...line.explainEach, toGo: null } }];
    const drawn = await draw(buildQuotaCard({ quotas }), { wide: true });
    expect(buttonsOf(drawn)).toContain("half a deal");
    expect(buttonsOf(drawn)).not.toContain("2 or so");
    expect(textsOf(drawn)).toContain("2 or so");
  });

  it.each([
    ["stale", "warning"],
    ["reconnect", "warning"],
    ["backfilling", "info"],
  ] as const)("marks figures that are %s", async (state, variant) => {
    const sync = { state, label: "Synced 2 hours ago", at: null };
    const drawn = await draw(buildQuotaCard({ sync }));
    expect(drawn.find(Alert).props).toMatchObject({ title: "Synced 2 hours ago", variant });
  });

  it("says what the deal would change, with what is not won yet in the bar", async () => {
    const drawn = await draw(buildQuotaCard({ deal: buildDealEffect(), quotas: [] }));
    expect(drawn.findAll(StatisticsItem)[0]?.props).toMatchObject({ label: "Quota", number: "72% › 84%" });
    expect(drawn.findAll(ProgressBar)[0]?.props.value).toBe(84);
    expect(textsOf(drawn)).toContain("$19,200 to go after that.");
  });

  it("has the reason alone where the deal changes nothing", async () => {
    const deal = buildDealEffect({
      kind: "not_your_deal",
      amount: null,
      steps: [],
      bar: null,
      sentences: ["No."],
    });
    const drawn = await draw(buildQuotaCard({ deal, quotas: [buildLine()], bar: null }));
    expect(drawn.findAll(ProgressBar)).toHaveLength(1);
    expect(textsOf(drawn)).toContain("No.");
  });
});

describe("what a person does on the card", () => {
  it("opens Standings with a ticket of its own", async () => {
    host.reply(TICKET, { body: TICKET_ANSWER });
    const drawn = await draw(buildQuotaCard());
    press(drawn, "Open standings");
    const { openIframeModal } = drawn.mocks.actions;
    await vi.waitFor(() => expect(openIframeModal.callCount).toBe(1));
    expect(openIframeModal.calls[0]?.[0]).toMatchObject({ uri: TICKET_ANSWER.url, title: "Standings" });
  });

  const amount = { metric: "revenue_closed", memberId: "m1", from: "2026-11-01", to: "2026-11-30" };
  const share = { ...amount, metric: "quota_attainment", quotaMetric: "revenue_closed" };
  const without = buildCardWithoutQuota();
  it.each([
    ["the percentage", buildQuotaCard(), "Why this number?", share],
    ["the amount", buildQuotaCard(), "$86,400 of $120,000", amount],
    ["the amount without a quota", without, "Why this number?", amount],
    ["another quota", buildQuotaCard(), "6 / 8", amount],
  ])("opens the records behind a figure: %s", async (_figure, view, text, asked) => {
    host.reply(TICKET, { body: TICKET_ANSWER });
    const drawn = await draw(view);
    press(drawn, text);
    const { openIframeModal } = drawn.mocks.actions;
    await vi.waitFor(() => expect(openIframeModal.callCount).toBe(1));
    const address = new URL(openIframeModal.calls[0]?.[0].uri ?? "");
    expect(`${address.origin}${address.pathname}${address.hash}`).toBe(
      `${URL_OF_STANDINGS}/cards/standings/#ticket=t1`,
    );
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ page: "person", member: "m1" });
    expect(readExplained(address.search)).toEqual(asked);
  });

  it("opens the deals that are due", async () => {
    host.reply(TICKET, { body: TICKET_ANSWER });
    const drawn = await draw(buildQuotaCard());
    press(drawn, "$61,500");
    const { openIframeModal } = drawn.mocks.actions;
    await vi.waitFor(() => expect(openIframeModal.callCount).toBe(1));
    const address = new URL(openIframeModal.calls[0]?.[0].uri ?? "");
    expect(Object.fromEntries(address.searchParams)).toMatchObject({ page: "person", member: "m1" });
    expect(readOpenDeals(address.search)).toEqual({ memberId: "m1", from: "2026-11-20", to: "2026-11-30" });
  });

  it("is told when Standings cannot be opened", async () => {
    host.reply(TICKET, { status: 403, body: { type: "person-unknown" } });
    const drawn = await draw(buildQuotaCard());
    press(drawn, "Open standings");
    const { addAlert, openIframeModal } = drawn.mocks.actions;
    await vi.waitFor(() => expect(addAlert.callCount).toBe(1));
    expect(addAlert.calls[0]?.[0]).toMatchObject({ type: "danger", title: "Standings could not be opened" });
    expect(openIframeModal.callCount).toBe(0);
  });

  it("chooses another period", async () => {
    const drawn = await draw(buildQuotaCard());
    choose(drawn, "quarter");
    await vi.waitFor(() => expect(host.callsTo(CARD)).toHaveLength(2));
    expect(host.calls[1]?.body).toMatchObject({ grain: "quarter" });
  });

  it("sees the latest choice, even when an earlier one is answered later", async () => {
    const drawn = await draw(buildQuotaCard());
    const late = Promise.withResolvers<{ body: unknown }>();
    host.reply(CARD, late.promise);
    choose(drawn, "quarter");
    const hero = buildHero({ text: "31%", hint: "ahead" });
    host.reply(CARD, { body: { status: "ok", view: buildQuotaCard({ hero }) } });
    choose(drawn, "year");
    await drawn.waitFor(() => expect(textsOf(drawn)).toContain("31% · Pace 70% · ahead"));
    late.resolve({ body: { status: "ok", view: buildQuotaCard() } });
    await late.promise;
    await new Promise(setImmediate);
    expect(textsOf(drawn)).toContain("31% · Pace 70% · ahead");
  });

  it("sees the card move when the deal was changed", async () => {
    const drawn = await draw(buildQuotaCard());
    const subscription = drawn.mocks.actions.onCrmPropertiesUpdate.calls[0];
    expect(subscription?.[0]).toEqual(["amount", "dealstage", "closedate"]);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    subscription?.[1]({ amount: "20000" });
    for (const asked of [2, 3, 4]) {
      await vi.advanceTimersToNextTimerAsync();
      expect(host.callsTo(CARD)).toHaveLength(asked);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it("follows deals alone: nothing else changes a quota from its page", async () => {
    const drawn = await draw(buildQuotaCard(), { objectTypeId: "0-1" });
    expect(drawn.mocks.actions.onCrmPropertiesUpdate.callCount).toBe(0);
  });
});

describe("a card that cannot be had", () => {
  it("can be tried again when nobody answered", async () => {
    host.reply(CARD, "refused");
    const drawn = open();
    await drawn.waitFor(() => drawn.find(ErrorState));
    expect(drawn.find(ErrorState).props.title).toBe("Quota could not be loaded");
    host.reply(CARD, { body: { status: "ok", view: buildQuotaCard() } });
    press(drawn, "Try again");
    await drawn.waitFor(() => drawn.find(StatusTag));
  });

  it("says the problem and what to do next", async () => {
    const problem = {
      status: "problem",
      type: "person-unknown",
      title: "Standings does not know you yet",
      detail: "You are not among the people of the last sync.",
      action: "Ask an admin to run a sync.",
      retry: null,
    };
    host.reply(CARD, { body: v.parse(QuotaCardEnvelope, problem) });
    const drawn = open();
    await drawn.waitFor(() => drawn.find(ErrorState));
    expect(drawn.find(ErrorState).props.title).toBe("Standings does not know you yet");
    expect(textsOf(drawn)).toEqual([problem.detail, problem.action]);
    expect(drawn.maybeFind(Button)).toBeNull();
  });

  it("leaves the figures on screen when they could not be updated, and says so", async () => {
    const drawn = await draw(buildQuotaCard());
    host.reply(CARD, "refused");
    choose(drawn, "quarter");
    await drawn.waitFor(() => drawn.find(Alert));
    expect(drawn.find(Alert).props.title).toBe("These figures could not be updated");
    expect(textsOf(drawn)).toContain("72% · Pace 70% · 2 pts ahead of pace");
    expect(drawn.maybeFind(LoadingSpinner)).toBeNull();
  });

  it.each([[null], [{}], [{ status: "ok" }], [{ status: "ok", view: { facts: [] } }], [{ status: "odd" }]])(
    "counts as not answered when it is %j",
    (raw) => {
      expect(readCard(raw)).toEqual({ kind: "unreachable" });
    },
  );
});

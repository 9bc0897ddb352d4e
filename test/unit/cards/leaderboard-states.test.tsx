// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { SyncState } from "../../../shared/live/freshness.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import { DESIGN_WORDS } from "../../../ui-extension/cards/design/design-words.ts";
import { DIALOG_WORDS } from "../../../ui-extension/cards/leaderboard/dialogs/words/book.ts";
import Page from "../../../ui-extension/cards/leaderboard/page.tsx";
import { hasNothingYet } from "../../../ui-extension/cards/leaderboard/states/nothing-yet.ts";
import { syncText } from "../../../ui-extension/cards/leaderboard/states/sync-note.tsx";
import { BOARD_STATE_WORDS } from "../../../ui-extension/cards/leaderboard/states/words/book.ts";
import { en as stateWords } from "../../../ui-extension/cards/leaderboard/states/words/en.ts";
import { LEADERBOARD_WORDS } from "../../../ui-extension/cards/leaderboard/words/book.ts";
import { framePage } from "./framed-page.tsx";
import { BOARD_DETAILS, buildBoard, buildPrivateRow, buildRow } from "./leaderboard-board.ts";

const BOOKS = [LEADERBOARD_WORDS, DIALOG_WORDS, BOARD_STATE_WORDS, RULE_WORDS, DESIGN_WORDS];
const TEAMS = [{ id: "t2", crmId: "t2", name: "Team t2", parentId: null }];

const answersWith = (leaderboard: Leaderboard) => ({
  leaderboard,
  metrics: { metrics: [] },
  members: { members: [], teams: TEAMS },
});

afterEach(cleanup);

describe("a board without rows that say anything", () => {
  it("names the filters that nobody matches, and clears them", async () => {
    const segments = [{ kind: "type" as const, value: "type:newbusiness", label: "newbusiness" }];
    const details = { ...BOARD_DETAILS, choices: { ...BOARD_DETAILS.choices, segments } };
    const { context } = await framePage(
      { role: "member", answers: answersWith(buildBoard({ rows: [], details })), books: BOOKS },
      <Page
        route={new URLSearchParams("metric=revenue_closed&team=t2&region=APAC&segment=type:newbusiness")}
      />,
    );
    const said = "Nobody matches “Team: Team t2, Region: APAC, Segment: New business”";
    const head = await screen.findByRole("heading", { name: said });
    fireEvent.click(within(head.parentElement ?? head).getByRole("button", { name: "Clear filters" }));
    const cleared = vi.mocked(context.navigate).mock.lastCall?.[0].query;
    expect(cleared).toMatchObject({ team: undefined, region: undefined, segment: undefined });
  });

  it("names filters of a link that are no more, and clears them", async () => {
    const { context } = await framePage(
      { role: "member", answers: { ...answersWith(buildBoard()), leaderboard: 404 }, books: BOOKS },
      <Page route={new URLSearchParams("metric=deals_won&team=t9&segment=pipeline:old")} />,
    );
    const said = "Nobody matches “Team: t9, Segment: old”";
    const head = await screen.findByRole("heading", { name: said });
    fireEvent.click(within(head.parentElement ?? head).getByRole("button", { name: "Clear filters" }));
    const cleared = vi.mocked(context.navigate).mock.lastCall?.[0].query;
    expect(cleared).toMatchObject({ metric: "deals_won", team: undefined, segment: undefined });
  });

  it("ranks nobody in a period that has just begun, and leads to the one before", async () => {
    const rows = ["m1", "m2"].map((id) => buildRow(id, { rank: 1, tied: true, value: 0 }));
    const { context } = await framePage(
      { role: "member", answers: answersWith(buildBoard({ rows, total: 0 })), books: BOOKS },
      <Page route={new URLSearchParams("metric=revenue_closed&period=this_week")} />,
    );
    expect(await screen.findByRole("heading", { name: "The week starts now" })).toBeTruthy();
    const detail = "No deals closed yet this week. Standings appear with the first one.";
    expect(screen.getByText(detail)).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
    expect(document.body.textContent).not.toContain("Your place");
    fireEvent.click(screen.getByRole("button", { name: "Show last week" }));
    expect(vi.mocked(context.navigate).mock.lastCall?.[0].query).toMatchObject({ period: "last_week" });
  });
});

describe("a board on which nobody has anything", () => {
  const zero = (id: string) => buildRow(id, { rank: 1, tied: true, value: 0 });
  const nothing = (rows: readonly LeaderboardRow[], overrides: Partial<Leaderboard> = {}) =>
    hasNothingYet(buildBoard({ rows: [...rows], ...overrides }));

  it("is told from one with a result, even of somebody private", () => {
    expect(nothing([zero("m1"), buildRow("m2", { rank: null, value: null })])).toBe(true);
    expect(nothing([zero("m1"), buildRow("m2", { value: 1 })])).toBe(false);
    expect(nothing([buildPrivateRow(1), { ...zero("m1"), rank: 2 }])).toBe(false);
    expect(nothing([buildPrivateRow(1), zero("m1")])).toBe(true);
    expect(nothing([buildPrivateRow(1)])).toBe(false);
  });

  it("is not one whose results still arrive, nor one of quotas", () => {
    expect(nothing([zero("m1")], { soFar: true })).toBe(false);
    expect(nothing([zero("m1")], { metric: { ...buildBoard().metric, id: "quota_attainment" } })).toBe(false);
  });
});

describe("what is said of how fresh a board is", () => {
  const now = "2026-11-20T14:32:00.000Z";
  const locale = { language: "en-GB", timeZone: "UTC" };
  const said = (state: SyncState, at: string | null, words = stateWords) =>
    syncText({ state, at, asOf: now }, { now, crm: "HubSpot", locale, words });

  it("is nothing while it is live or being read", () => {
    expect(said("live", "2026-11-20T14:31:00.000Z")).toBeNull();
    expect(said("backfilling", null)).toBeNull();
  });

  it("is since when the CRM is silent, and how old the figures are", () => {
    const silent =
      "HubSpot has not answered since 13:04. These standings are 1 h old. Standings keeps trying.";
    expect(said("stale", "2026-11-20T13:04:00.000Z")).toBe(silent);
    // What was live when it was told ages while the page stays open.
    expect(said("live", "2026-11-20T13:04:00.000Z")).toBe(silent);
    expect(said("stale", null)).toBe("HubSpot has not answered yet. Standings keeps trying.");
  });

  it("is that somebody has to connect it again", () => {
    expect(said("reconnect", "2026-11-20T13:04:00.000Z")).toBe(
      "HubSpot needs to be reconnected. Until then these standings stay as of 13:04.",
    );
  });
});

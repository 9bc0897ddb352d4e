import { describe, expect, it } from "vitest";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import type { BoardChoice } from "../../../shared/contracts/live.ts";
import { boardKey, WatchedBoards } from "../../../worker/app/live/watched-boards.ts";
import { err, ok } from "../../../worker/domain/result.ts";

const november: BoardChoice = { metric: "revenue_closed", from: "2026-11-01", to: "2026-11-30" };

function buildBoard(value: number, overrides: Partial<Leaderboard> = {}): Leaderboard {
  const row = {
    rank: 1,
    tied: false,
    member: { id: "m1", crmId: "1", name: "Ada Example", teamId: null },
    value,
    previous: null,
    basis: { numerator: value, denominator: null },
    smallSample: false,
    private: false,
  };
  return {
    metric: {
      id: "revenue_closed",
      label: "Revenue closed",
      unit: "money",
      currency: "USD",
      better: "higher",
    },
    period: { from: "2026-11-01", to: "2026-11-30", timeZone: "UTC" },
    comparedWith: null,
    asOf: "2026-11-20T12:00:00.000Z",
    revision: value,
    by: "member",
    rows: [row],
    total: value,
    soFar: false,
    leftOut: { count: 0, reasons: [] },
    ...overrides,
  };
}

const NOON = Date.parse("2026-11-20T12:00:00.000Z");

function boardsOver(answers: readonly Leaderboard[], now: () => number = () => NOON) {
  let evaluations = 0;
  const boards = new WatchedBoards(
    async () => {
      const answer = answers[Math.min(evaluations, answers.length - 1)];
      evaluations += 1;
      return answer ? ok(answer) : err({ reason: "not_loaded" });
    },
    { eventsOf: () => ["deal_won", "revenue_closed"], now },
  );
  return { boards, evaluations: () => evaluations };
}

const everything = { events: null, days: null };

describe("watched boards", () => {
  it("evaluates a board once, however many watch it", async () => {
    const { boards, evaluations } = boardsOver([buildBoard(1), buildBoard(2)]);
    await boards.snapshot(november);
    await boards.snapshot({ ...november });
    await boards.refresh([november, november, november], everything);
    expect(evaluations()).toBe(2);
  });

  it("sends the difference with the next number after the snapshot", async () => {
    const { boards } = boardsOver([buildBoard(1), buildBoard(2)]);
    expect(await boards.snapshot(november)).toMatchObject({ type: "board", sequence: NOON });
    const messages = await boards.refresh([november], everything);
    expect(messages.get(boardKey(november))).toMatchObject({
      type: "difference",
      sequence: NOON + 1,
      total: 2,
      changed: [{ value: 2 }],
    });
  });

  it("says nothing when the figures stayed the same", async () => {
    const { boards } = boardsOver([buildBoard(1), buildBoard(1)]);
    await boards.snapshot(november);
    expect(await boards.refresh([november], everything)).toEqual(new Map());
  });

  it("does not evaluate a board that reads none of the changed events", async () => {
    const { boards, evaluations } = boardsOver([buildBoard(1)]);
    await boards.snapshot(november);
    await boards.refresh([november], { events: ["call_made"], days: null });
    expect(evaluations()).toBe(1);
  });

  it("does not evaluate a board whose period ended before the changed days", async () => {
    const { boards, evaluations } = boardsOver([buildBoard(1)]);
    await boards.snapshot(november);
    await boards.refresh([november], { events: null, days: { from: "2026-12-01", to: "2026-12-02" } });
    expect(evaluations()).toBe(1);
  });

  it("sends the whole board when its period moved on", async () => {
    const december = buildBoard(5, { period: { from: "2026-12-01", to: "2026-12-31", timeZone: "UTC" } });
    const { boards } = boardsOver([buildBoard(1), december]);
    await boards.snapshot(november);
    const messages = await boards.refresh([november], everything);
    expect(messages.get(boardKey(november))).toMatchObject({ type: "board", sequence: NOON + 1 });
  });

  it("gives a new watcher the board of today, and then everybody, once midnight has passed", async () => {
    const december: Partial<Leaderboard> = {
      period: { from: "2026-12-01", to: "2026-12-31", timeZone: "US/Eastern" },
      asOf: "2026-12-01T05:00:10.000Z",
    };
    const thisMonth: BoardChoice = { metric: "revenue_closed", period: "this_month" };
    let now = Date.parse("2026-12-01T04:59:00.000Z");
    const { boards } = boardsOver(
      [
        buildBoard(1, {
          period: { from: "2026-11-01", to: "2026-11-30", timeZone: "US/Eastern" },
          asOf: new Date(now).toISOString(),
        }),
        buildBoard(5, december),
        buildBoard(5, december),
      ],
      () => now,
    );
    await boards.snapshot(thisMonth);
    expect(boards.hasMovedOn()).toBe(false);
    expect(boards.oldestDay()).toEqual({ day: "2026-11-30", timeZone: "US/Eastern" });
    now = Date.parse("2026-12-01T05:00:10.000Z");
    expect(boards.hasMovedOn()).toBe(true);
    const head = { period: { from: "2026-12-01", to: "2026-12-31" } };
    expect(await boards.snapshot(thisMonth)).toMatchObject({ type: "board", total: 5, head });
    const messages = await boards.refresh([thisMonth], everything);
    expect(messages.get(boardKey(thisMonth))).toMatchObject({ type: "board", total: 5, head });
    expect(boards.hasMovedOn()).toBe(false);
  });

  it("does not go on with the numbers of a room that has lost its memory", async () => {
    const before = boardsOver([buildBoard(1)]);
    const known = await before.boards.snapshot(november);
    const after = boardsOver([buildBoard(2), buildBoard(3)], () => NOON + 60_000);
    await after.boards.snapshot(november);
    const next = (await after.boards.refresh([november], everything)).get(boardKey(november));
    if (known.type !== "board" || next?.type !== "difference") throw new Error("Other messages came");
    expect(next.sequence).not.toBe(known.sequence + 1);
  });

  it("never keeps an older answer after a newer one", async () => {
    const waiting: ((board: Leaderboard) => void)[] = [];
    const boards = new WatchedBoards(
      () => new Promise((resolve) => waiting.push((board) => resolve(ok(board)))),
      { eventsOf: () => ["revenue_closed"], now: () => NOON },
    );
    const first = boards.snapshot(november);
    const second = boards.refresh([november], everything);
    await Promise.resolve();
    expect(waiting).toHaveLength(1);
    waiting[0]?.(buildBoard(1));
    expect(await first).toMatchObject({ type: "board", total: 1 });
    await Promise.resolve();
    await Promise.resolve();
    waiting[1]?.(buildBoard(2));
    expect((await second).get(boardKey(november))).toMatchObject({ type: "difference", total: 2 });
  });
});

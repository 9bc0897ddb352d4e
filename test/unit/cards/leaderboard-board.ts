import type { Leaderboard, MemberRow } from "../../../shared/contracts/api.ts";
import type { BoardDetails, RowDetails } from "../../../shared/contracts/board-details.ts";

export const NO_DETAILS: RowDetails = {
  movement: null,
  toNext: null,
  weeks: [],
  fewPerWeek: false,
  quota: null,
  ramping: false,
  notRanked: false,
  hiddenFromPeers: false,
  awaySince: null,
  people: null,
  perPerson: null,
  mine: false,
};

export const BOARD_DETAILS: BoardDetails = {
  standing: null,
  teamQuota: null,
  club: null,
  totals: { previous: null, compared: null },
  comparedDays: 14,
  choices: { regions: [], departments: [], segments: [] },
};

/** A row of a named person; `id` names them. */
export function buildRow(id = "m1", overrides: Partial<MemberRow> = {}): MemberRow {
  return {
    rank: 1,
    tied: false,
    member: { id, crmId: `crm-${id}`, name: `Person ${id}`, teamId: "t1" },
    value: 13_125_000,
    previous: null,
    compared: null,
    basis: { numerator: 13_125_000, denominator: null },
    smallSample: false,
    private: false,
    ...overrides,
  };
}

/** The place of somebody private. */
export function buildPrivateRow(rank: number): MemberRow {
  return buildRow("", {
    rank,
    member: { id: "", crmId: "", name: "Private member", teamId: null },
    value: null,
    basis: { numerator: null, denominator: null },
    private: true,
    details: NO_DETAILS,
  });
}

/** The board of November on its 20th. */
export function buildBoard(overrides: Partial<Leaderboard> = {}): Leaderboard {
  return {
    metric: {
      id: "revenue_closed",
      label: "Revenue Closed",
      unit: "money",
      currency: "USD",
      better: "higher",
    },
    period: { from: "2026-11-01", to: "2026-11-30", timeZone: "Europe/London" },
    comparedWith: { from: "2026-10-01", to: "2026-10-20", timeZone: "Europe/London" },
    comparedPart: { from: "2026-11-01", to: "2026-11-19", timeZone: "Europe/London" },
    asOf: "2026-11-20T14:31:00.000Z",
    revision: 7,
    by: "member",
    rows: [buildRow()],
    total: 13_125_000,
    soFar: false,
    leftOut: { count: 0, reasons: [] },
    details: BOARD_DETAILS,
    ...overrides,
  };
}

/** The second place of three. */
export const STANDING = {
  rank: 2,
  tied: false,
  rankBefore: 4,
  since: "2026-11-13",
  toNext: 100_000,
  nextRank: 1,
  of: 3,
};

/** Three places, the last of them private. */
export const ROWS = [
  buildRow("m9", { value: 200_000, details: { ...NO_DETAILS, weeks: [1, 2, 3, 4, 5, 6, 7, 8] } }),
  buildRow("m1", { rank: 2, value: 100_000, details: { ...NO_DETAILS, toNext: 100_000 } }),
  buildPrivateRow(3),
];

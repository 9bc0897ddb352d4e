import type { Leaderboard } from "../../../shared/contracts/api.ts";
import type { LeaderboardQuery } from "../../../worker/app/boards/leaderboard-query.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import {
  buildContext,
  buildCredit,
  buildMember,
  buildTeam,
  type Organisation,
  viewAs,
} from "./organisation.ts";

/** The two credits of a won deal. */
export const won = (memberId: string, amountMinor: number, changes: Partial<Credit> = {}) => [
  buildCredit({ event: "deal_won", memberId, ...changes }),
  buildCredit({ event: "revenue_closed", memberId, amountMinor, ...changes }),
];

/** A board that must be answered. */
export async function load(
  organisation: Organisation,
  query: Partial<LeaderboardQuery> = {},
  viewer: Viewer = viewAs("admin"),
): Promise<Leaderboard> {
  const full: LeaderboardQuery = {
    metric: "revenue_closed",
    by: "member",
    compare: false,
    ...(query.from === undefined ? { period: "this_month" } : {}),
    ...query,
  };
  const answer = await loadLeaderboard(buildContext(organisation), full, viewer);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

/** Who stands where. */
export const places = ({ rows }: Leaderboard) =>
  rows.map(({ member, team, rank, tied, value }) => [(member ?? team)?.id, rank, tied, value]);

/** Two teams under one, and one beside; a person in each. */
export const TEAMS = [
  buildTeam("emea"),
  buildTeam("london", "emea"),
  buildTeam("paris", "emea"),
  buildTeam("us"),
];
export const ana = buildMember("ana", "london");
export const ben = buildMember("ben", "paris");
export const cleo = buildMember("cleo", "us");
export const PEOPLE = [ana, ben, cleo];

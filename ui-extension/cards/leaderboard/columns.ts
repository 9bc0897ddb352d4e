import type { Columns } from "./leaderboard-view.ts";
import type { BoardLayout } from "./use-layout.ts";

/** A column of the board. */
export type ColumnId =
  | "rank"
  | "movement"
  | "name"
  | "team"
  | "bar"
  | "value"
  | "base"
  | "change"
  | "toNext"
  | "quota"
  | "status"
  | "perPerson"
  | "weeks";

/** Which columns stand where: on a phone what does not fit stands under the name and the figure. */
export function columnsFor(layout: BoardLayout, has: Columns, by: "member" | "team"): readonly ColumnId[] {
  if (layout === "narrow") return has.rank ? ["rank", "name", "value"] : ["name", "value"];
  const wide = layout === "wide";
  const shown: readonly (readonly [ColumnId, boolean])[] = [
    ["rank", has.rank],
    ["movement", has.movement],
    ["name", true],
    ["team", wide && by === "member"],
    ["bar", true],
    ["value", true],
    ["base", has.base],
    ["perPerson", has.perPerson],
    ["change", true],
    ["toNext", has.toNext && (wide || !has.base)],
    ["quota", has.quota && wide],
    ["status", has.quota],
    ["weeks", has.weeks],
  ];
  return shown.flatMap(([id, isShown]) => (isShown ? [id] : []));
}

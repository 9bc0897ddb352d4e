import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";

/** How the board is filtered whose figure it is, in the order in which an address has it. */
export const FILTERS = ["team", "segment", "region", "department", "ofTeam"] as const;

/** A figure as the address names it, behind `explain=`. */
export function writeExplained(figure: ExplainTarget): string {
  const { metric, memberId, from, to, quotaMetric, at, board, clock } = figure;
  const filters = FILTERS.map((name) => encodeURIComponent(figure[name] ?? ""));
  const place = [board ?? "", ...(clock ? [String(clock.weekday), String(clock.hour)] : [])];
  const whose = [metric, encodeURIComponent(memberId), from, to];
  const parts = [...whose, quotaMetric ?? "", at ?? "", ...filters, ...place];
  while (parts.at(-1) === "") parts.pop();
  return parts.join(",");
}

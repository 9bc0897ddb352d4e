import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";

/** How the board is filtered whose figure it is, in the order in which an address has it. */
export const FILTERS = ["team", "segment", "region", "department", "ofTeam"] as const;

/** A figure as the address names it, behind `explain=`. */
export function writeExplained(figure: ExplainTarget): string {
  const { metric, memberId, from, to, quotaMetric, at, board, clock, days, also } = figure;
  const filters = FILTERS.map((name) => encodeURIComponent(figure[name] ?? ""));
  const place = [board ?? "", String(clock?.weekday ?? ""), String(clock?.hour ?? "")];
  const part = [days?.from ?? "", days?.to ?? "", also?.join("+") ?? ""];
  const whose = [metric, encodeURIComponent(memberId), from, to];
  const parts = [...whose, quotaMetric ?? "", at ?? "", ...filters, ...place, ...part];
  while (parts.at(-1) === "") parts.pop();
  return parts.join(",");
}

import { EXPLAINED_PLACES, METRIC_IDS, QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import { decodePart } from "../host/decode-part.ts";
import { FILTERS } from "./write-explained.ts";

/** Names the figure whose drawer is open. */
export const EXPLAIN_PARAMETER = "explain";
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The figure that a shared link opens the drawer of: `?explain=metric,member,from,to`; null where it names none. */
export function readExplained(search: string): ExplainTarget | null {
  const parts = new URLSearchParams(search).get(EXPLAIN_PARAMETER)?.split(",") ?? [];
  const [metricName, memberName = "", from = "", to = "", quotaName = "", at = "", ...filters] = parts;
  const metric = METRIC_IDS.find((id) => id === metricName);
  const quotaMetric = QUOTA_METRIC_IDS.find((id) => id === quotaName);
  const memberId = decodePart(memberName);
  if (!metric || memberId === null || !DAY.test(from) || !DAY.test(to)) return null;
  return {
    metric,
    memberId,
    from,
    to,
    ...(quotaMetric === undefined ? {} : { quotaMetric }),
    ...(at === "" ? {} : { at }),
    ...readFilters(filters),
  };
}

function readFilters(parts: readonly string[]): Partial<ExplainTarget> {
  const named = FILTERS.map((name, index) => [name, decodePart(parts[index] ?? "")]);
  const [place, weekday = "", hour = "", first = "", last = "", names = ""] = parts.slice(FILTERS.length);
  const board = EXPLAINED_PLACES.find((name) => name === place);
  const also = names.split("+").flatMap((name) => METRIC_IDS.find((id) => id === name) ?? []);
  const hasClock = /^[1-7]$/.test(weekday) && /^\d{1,2}$/.test(hour);
  return {
    ...Object.fromEntries(named.filter(([, text]) => text)),
    ...(board ? { board } : {}),
    ...(DAY.test(first) && DAY.test(last) ? { days: { from: first, to: last } } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...(hasClock ? { clock: { weekday: Number(weekday), hour: Number(hour) } } : {}),
  };
}

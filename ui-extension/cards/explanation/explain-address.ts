import { METRIC_IDS, QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";

const PARAMETER = "explain";
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The figure that a shared link opens the drawer of: `?explain=metric,member,from,to`; null where it names none. */
export function readExplained(search: string): ExplainTarget | null {
  const parts = new URLSearchParams(search).get(PARAMETER)?.split(",") ?? [];
  const [metricName, memberName = "", from = "", to = "", quotaName = "", at = "", ...filters] = parts;
  const metric = METRIC_IDS.find((id) => id === metricName);
  const quotaMetric = QUOTA_METRIC_IDS.find((id) => id === quotaName);
  const memberId = decoded(memberName);
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

/** How the board is filtered whose figure it is, in the order in which an address has it. */
const FILTERS = ["team", "segment", "region", "department", "ofTeam"] as const;

function readFilters(parts: readonly string[]): Partial<ExplainTarget> {
  const named = FILTERS.map((name, index) => [name, decoded(parts[index] ?? "")]);
  const [board, weekday = "", hour = ""] = parts.slice(FILTERS.length);
  const hasClock = /^[1-7]$/.test(weekday) && /^\d{1,2}$/.test(hour);
  return {
    ...Object.fromEntries(named.filter(([, text]) => text)),
    ...(board === "activity" ? { board } : {}),
    ...(hasClock ? { clock: { weekday: Number(weekday), hour: Number(hour) } } : {}),
  };
}

/** The query of an address with the figure whose drawer is open; without one for null. */
export function withExplained(search: string, figure: ExplainTarget | null): string {
  const params = new URLSearchParams(search);
  if (figure === null) params.delete(PARAMETER);
  else params.set(PARAMETER, writeExplained(figure));
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

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

/** Null for what was cut in the middle of a letter. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

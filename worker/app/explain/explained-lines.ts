import type { Explanation } from "../../../shared/contracts/api.ts";
import type { LeftOutReason } from "../../../shared/contracts/ids.ts";
import type { ExplainedCredit } from "../../ports/ledger.ts";
import type { Scene } from "../scene/scene.ts";
import type { ExplainedFigure } from "./explained-figure.ts";
import { contributionOf } from "./figure-parts.ts";
import { recordUrl } from "./record-url.ts";

const LINES_PER_PAGE = 50;
const LINES_PER_PAGE_MAX = 200;

/** Which lines of a figure are wanted. */
export interface LinesPage {
  readonly limit: number | undefined;
  /** The last key of the page before. */
  readonly after: string | undefined;
  readonly leftOut: boolean;
}

/** The lines of a page; how many there are, for whoever may not see them. */
export async function loadLines(
  scene: Scene,
  figure: ExplainedFigure,
  { limit, after, leftOut }: LinesPage,
): Promise<{ lines: Explanation["counted"]; total: number; next: string | null }> {
  const { ledger } = scene.context;
  const hour = figure.clock ? { clock: figure.clock } : {};
  if (!figure.recordsVisible) {
    const { total } = await ledger.listCredits(figure.filter, { limit: 1, leftOut, ...hour });
    return { lines: [], total, next: null };
  }
  const size = Math.min(Math.max(limit ?? LINES_PER_PAGE, 1), LINES_PER_PAGE_MAX);
  const page = await ledger.listCredits(figure.filter, {
    limit: size,
    leftOut,
    ...hour,
    ...(after === undefined ? {} : { after }),
  });
  return {
    lines: page.credits.map((credit) => describeLine(credit, scene, figure)),
    total: page.total,
    next: page.next,
  };
}

/** Why lines were left out and how many for each reason, most first. Hours are not told apart in them. */
export async function loadReasons(
  scene: Scene,
  { filter, clock }: ExplainedFigure,
): Promise<NonNullable<Explanation["leftOutReasons"]>> {
  if (clock) return [];
  const counts = new Map<LeftOutReason, number>();
  for (const { reason, count } of await scene.context.ledger.sumLeftOut(filter)) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  const reasons = [...counts].map(([reason, count]) => ({ reason, count }));
  return reasons.toSorted((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
}

function describeLine(
  credit: ExplainedCredit,
  scene: Scene,
  { measures, counting }: ExplainedFigure,
): Explanation["counted"][number] {
  const { kind, crmId, title, event, day, at, amountMinor, seconds, original, rate, leftOut } = credit;
  // Crediting has no clock, so whether a day lies ahead is said here.
  const ahead = day !== null && day > scene.today ? ["future"] : [];
  return {
    kind,
    crmId,
    title,
    url: recordUrl(scene.context.tenant, { kind, crmId }),
    event,
    day,
    at,
    contribution: contributionOf(credit, measures, counting),
    amountMinor,
    seconds,
    original,
    rate,
    marks: [...credit.marks, ...ahead],
    leftOut,
    knownSince: credit.knownSince,
  };
}

import type { Explanation } from "../../../shared/contracts/api.ts";
import type { LeftOutReason } from "../../../shared/contracts/ids.ts";
import { leftOutEventsOf } from "../../domain/metrics/left-out-events.ts";
import type { CreditFilter, ExplainedCredit } from "../../ports/ledger.ts";
import type { Scene } from "../scene/scene.ts";
import { latestTeam } from "../scene/team-tree.ts";
import type { ExplainedFigure } from "./explained-figure.ts";
import { contributionOf } from "./figure-parts.ts";
import { loadNotes, type NotesOf } from "./line-notes.ts";
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

/** Some of the lines, and how many there are. */
export interface ListedLines {
  readonly lines: Explanation["counted"];
  readonly total: number;
  readonly next: string | null;
}

export const NO_LINES: ListedLines = { lines: [], total: 0, next: null };

/** The lines of a page; how many there are, for whoever may not see them. */
export async function loadLines(
  scene: Scene,
  figure: ExplainedFigure,
  { limit, after, leftOut }: LinesPage,
): Promise<ListedLines> {
  const { ledger } = scene.context;
  const hour = figure.clock ? { clock: figure.clock } : {};
  const filter = leftOut ? leftOutFilter(figure) : figure.filter;
  if (!figure.recordsVisible) {
    const { total } = await ledger.listCredits(filter, { limit: 1, leftOut, ...hour });
    return { ...NO_LINES, total };
  }
  const page = await ledger.listCredits(filter, { ...placeOf({ limit, after }), leftOut, ...hour });
  return { lines: await describeLines(page.credits, scene, figure), total: page.total, next: page.next };
}

/**
 * What the people of a figure have without a date, which may have been in any period and so is in none. A record that
 * several measures of the figure miss is one here. Cells say whose it is, so that of a long history nothing but these
 * lines is read.
 */
export async function loadUndated(
  scene: Scene,
  figure: ExplainedFigure,
  place: Pick<LinesPage, "limit" | "after">,
): Promise<ListedLines> {
  const { ledger } = scene.context;
  const filter = undatedFilter(scene, figure);
  const sums = await ledger.sumLeftOut(filter);
  if (sums.length === 0) return NO_LINES;
  const memberIds = [...new Set(sums.map(({ memberId }) => memberId))];
  const asked = figure.recordsVisible ? placeOf(place) : { limit: 1 };
  const page = await ledger.listCredits(
    { ...filter, memberIds },
    { ...asked, leftOut: true, oncePerRecord: true },
  );
  const { credits, total, next } = page;
  if (!figure.recordsVisible) return { ...NO_LINES, total };
  return { lines: await describeLines(credits, scene, figure), total, next };
}

/** Without a day nobody was in a team on it: it is of the team that its person is in now, or was in last. */
function undatedFilter(scene: Scene, figure: ExplainedFigure): CreditFilter {
  const filter = { ...leftOutFilter(figure), undated: true };
  const { memberIds, teamIds } = filter;
  if (teamIds === null) return filter;
  const inTeams = scene.members.filter(
    ({ id, memberships }) =>
      teamIds.includes(latestTeam(memberships, scene.today)) && (memberIds?.includes(id) ?? true),
  );
  return { ...filter, memberIds: inTeams.map(({ id }) => id), teamIds: null };
}

function leftOutFilter({ filter }: ExplainedFigure): CreditFilter {
  return { ...filter, leftOutEvents: leftOutEventsOf(filter.events) };
}

function placeOf({ limit, after }: Pick<LinesPage, "limit" | "after">) {
  const size = Math.min(Math.max(limit ?? LINES_PER_PAGE, 1), LINES_PER_PAGE_MAX);
  return { limit: size, ...(after === undefined ? {} : { after }) };
}

/** Why lines were left out and how many for each reason, most first. Hours are not told apart in them. */
export async function loadReasons(
  scene: Scene,
  figure: ExplainedFigure,
): Promise<NonNullable<Explanation["leftOutReasons"]>> {
  if (figure.clock) return [];
  const counts = new Map<LeftOutReason, number>();
  for (const { reason, count } of await scene.context.ledger.sumLeftOut(leftOutFilter(figure))) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  const reasons = [...counts].map(([reason, count]) => ({ reason, count }));
  return reasons.toSorted((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
}

async function describeLines(
  credits: readonly ExplainedCredit[],
  scene: Scene,
  figure: ExplainedFigure,
): Promise<Explanation["counted"]> {
  const notesOf = await loadNotes(scene, credits);
  return credits.map((credit) => describeLine(credit, notesOf, { scene, figure }));
}

function describeLine(
  credit: ExplainedCredit,
  notesOf: NotesOf,
  { scene, figure }: { readonly scene: Scene; readonly figure: ExplainedFigure },
): Explanation["counted"][number] {
  const { kind, crmId, title, event, day, at, amountMinor, seconds, original, rate, leftOut } = credit;
  const { marks, ...notes } = notesOf(credit);
  return {
    ...notes,
    kind,
    crmId,
    title,
    url: recordUrl(scene.context.tenant, { kind, crmId }),
    event,
    day,
    at,
    contribution: contributionOf(credit, figure.measures, figure.counting),
    amountMinor,
    seconds,
    original,
    rate,
    marks: [...credit.marks, ...marks],
    leftOut,
    knownSince: credit.knownSince,
  };
}

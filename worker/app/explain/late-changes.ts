import type { Explanation } from "../../../shared/contracts/api.ts";
import { addDays, startOfLocalDay } from "../../domain/calendar/local-time.ts";
import type { CreditChange, CreditFilter, LedgerReader } from "../../ports/ledger.ts";
import type { Scene } from "../boards/scene.ts";
import { type Counting, contributionOf, type PlacedMeasure } from "./figure-parts.ts";

type LateChange = Explanation["lateChanges"][number];

/** How many are shown. */
const LATE_CHANGES_MAX = 200;
const CHANGES_PER_PAGE = 500;
const PAGES_MAX = 20;

/** The figure whose changes are looked for. */
export interface ChangedFigure {
  readonly filter: CreditFilter;
  readonly measures: readonly PlacedMeasure[];
  readonly counting: Counting;
}

/**
 * What moved the figure after its period had ended, oldest first. Filling a new ledger with what was long
 * known to the CRM is no change.
 */
export async function loadLateChanges(scene: Scene, figure: ChangedFigure): Promise<LateChange[]> {
  const ended = startOfLocalDay(addDays(scene.period.to, 1), scene.rules.calendar.timeZone);
  if (ended > scene.asOf) return [];
  const { ledger } = scene.context;
  let since: number | null = (await ledger.revisionAt(ended)) ?? 0;
  const late: LateChange[] = [];
  for (let page = 0; page < PAGES_MAX && since !== null && late.length < LATE_CHANGES_MAX; page += 1) {
    const { changes, next } = await loadPage(ledger, figure.filter, since);
    for (const change of changes) {
      const told = change.revision <= scene.revision ? describeChange(change, scene, figure) : null;
      if (told !== null) late.push(told);
    }
    since = next;
  }
  return late.slice(0, LATE_CHANGES_MAX);
}

/** A full page may end within a revision: its last one is read again with the next page. */
async function loadPage(
  ledger: LedgerReader,
  filter: CreditFilter,
  since: number,
): Promise<{ readonly changes: readonly CreditChange[]; readonly next: number | null }> {
  const changes = await ledger.listChanges(filter, since, CHANGES_PER_PAGE);
  const last = changes.at(-1)?.revision;
  if (last === undefined || changes.length < CHANGES_PER_PAGE) return { changes, next: null };
  const whole = changes.filter(({ revision }) => revision < last);
  const lastWhole = whole.at(-1)?.revision;
  return lastWhole === undefined ? { changes, next: last } : { changes: whole, next: lastWhole };
}

function describeChange(change: CreditChange, scene: Scene, figure: ChangedFigure): LateChange | null {
  if (change.cause.kind === "backfill") return null;
  const before = addedBy(change.before, scene, figure);
  const after = addedBy(change.after, scene, figure);
  if ((before ?? 0) === (after ?? 0)) return null;
  return {
    at: change.at,
    cause: change.cause.kind,
    actor: change.cause.actor ?? null,
    kind: change.kind,
    crmId: change.crmId,
    title: change.title,
    event: change.event,
    before,
    after,
  };
}

/** What the line added to the figure; null where it was not there, or on a day outside the period. */
function addedBy(credit: CreditChange["before"], { period }: Scene, figure: ChangedFigure): number | null {
  if (credit === null || credit.day === null) return null;
  if (credit.day < period.from || credit.day > period.to) return null;
  const { memberIds } = figure.filter;
  if (memberIds !== null && !memberIds.includes(credit.memberId)) return null;
  return contributionOf(credit, figure.measures, figure.counting);
}

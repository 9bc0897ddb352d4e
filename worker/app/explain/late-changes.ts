import type { Explanation } from "../../../shared/contracts/api.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { addDays, daysBetween, localDayOf, startOfLocalDay } from "../../domain/calendar/local-time.ts";
import { LINES_PER_THING } from "../../domain/credit/candidate.ts";
import type { CreditChange, CreditFilter, LedgerReader } from "../../ports/ledger.ts";
import type { Scene } from "../scene/scene.ts";
import { showsName } from "../scene/visibility.ts";
import { type Counting, contributionOf, type PlacedMeasure } from "./figure-parts.ts";
import { recordUrl } from "./record-url.ts";

type LateChange = Explanation["lateChanges"][number];

/** How many are shown. */
const LATE_CHANGES_MAX = 200;
/** A line of an open period that became known this much later was dated back: logging a week's work on Friday is not. */
const BACK_DATED_DAYS = 3;
const CHANGES_PER_PAGE = 500;
const PAGES_MAX = 20;

/** The figure whose changes are looked for. */
export interface ChangedFigure {
  readonly filter: CreditFilter;
  readonly measures: readonly PlacedMeasure[];
  readonly counting: Counting;
}

/**
 * What moved the figure after its period had ended, oldest first. While the period is open, of a person's figure
 * what changed after the day that it counted on, or was dated back. Filling a new ledger with what was long known
 * to the CRM is no change.
 */
export async function loadLateChanges(scene: Scene, figure: ChangedFigure): Promise<LateChange[]> {
  const asked = lateIn(scene);
  // The changes of everybody since the period began would be the whole of it.
  if (!asked.isOver && figure.counting === "group") return [];
  return nameActors(scene, await loadChanges(scene, figure, { ...asked, most: LATE_CHANGES_MAX }));
}

/** Which changes are late in a period: all after its end; of an open one those to a day that was over. */
export function lateIn({ period, rules, asOf }: Scene): Omit<ChangesAsked, "most"> & {
  readonly isOver: boolean;
} {
  const { timeZone } = rules.calendar;
  const ended = startOfLocalDay(addDays(period.to, 1), timeZone);
  if (ended <= asOf) return { isOver: true, since: ended };
  const keeps = (change: CreditChange) => isLate(change, timeZone);
  return { isOver: false, since: startOfLocalDay(period.from, timeZone), keeps };
}

/** What counted on an earlier day and was changed since, or came to count on a day well before. */
function isLate({ at, before, after }: CreditChange, timeZone: string): boolean {
  const knownOn = localDayOf(at, timeZone);
  if (before?.leftOut === null && before.day !== null) return before.day < knownOn;
  return after?.day != null && daysBetween(after.day, knownOn) > BACK_DATED_DAYS;
}

/** Who did it, where the CRM told and the viewer may know the name. */
async function nameActors(scene: Scene, changes: readonly LateChange[]): Promise<LateChange[]> {
  if (changes.every(({ actor }) => actor === null)) return [...changes];
  const people = await scene.context.store.loadIdentifiedMembers();
  const nameOf = (actor: string) => {
    const person = people.find(({ id, userIds }) => id === actor || userIds.includes(actor));
    return person && showsName(scene.sightOf(person.id)) ? person.name : null;
  };
  return changes.map((change) => ({ ...change, by: change.actor === null ? null : nameOf(change.actor) }));
}

/** Which changes of a figure are asked for. */
export interface ChangesAsked {
  readonly since: Instant;
  readonly most: number;
  /** All of them by default. */
  readonly keeps?: (change: CreditChange) => boolean;
}

/** What moved the figure after an instant, oldest first. */
export async function loadChanges(
  scene: Scene,
  figure: ChangedFigure,
  asked: ChangesAsked,
): Promise<LateChange[]> {
  const { ledger } = scene.context;
  let since: number | null = (await ledger.revisionAt(asked.since)) ?? 0;
  const late: LateChange[] = [];
  for (let page = 0; page < PAGES_MAX && since !== null && late.length < asked.most; page += 1) {
    const { changes, next } = await loadPage(ledger, figure.filter, since);
    const known = changes.filter(
      (change) => change.revision <= scene.revision && (asked.keeps?.(change) ?? true),
    );
    for (const ofThing of changesOfThings(known, figure)) {
      const told = describeChange(ofThing, scene, figure);
      if (told !== null) late.push(told);
    }
    since = next;
  }
  return late.slice(0, asked.most);
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

type ChangesOfThing = readonly [CreditChange, ...CreditChange[]];

/**
 * What changed together: of a group's count the lines of one thing in one revision, however many share it, since the
 * shares of a thing are credited anew whenever one of them changes; else each line for itself.
 */
function changesOfThings(
  changes: readonly CreditChange[],
  { measures, counting }: ChangedFigure,
): readonly ChangesOfThing[] {
  const isCount = (event: CreditChange["event"]) =>
    measures.find((measure) => measure.event === event)?.of === "count";
  const things = new Map<string, [CreditChange, ...CreditChange[]]>();
  for (const [index, change] of changes.entries()) {
    const { revision, kind, crmId, event, before, after } = change;
    const thing = Math.floor(((after ?? before)?.line ?? 0) / LINES_PER_THING);
    // Records that were erased cannot be told apart.
    const alone = counting === "member" || crmId === "" || !isCount(event);
    const key = alone ? String(index) : JSON.stringify([revision, kind, crmId, event, thing]);
    const known = things.get(key);
    if (known) known.push(change);
    else things.set(key, [change]);
  }
  return [...things.values()];
}

function describeChange(ofThing: ChangesOfThing, scene: Scene, figure: ChangedFigure): LateChange | null {
  const [change] = ofThing;
  if (change.cause.kind === "backfill") return null;
  const before = mostOf(ofThing.map((each) => addedBy(each.before, scene, figure)));
  const after = mostOf(ofThing.map((each) => addedBy(each.after, scene, figure)));
  if ((before ?? 0) === (after ?? 0)) return null;
  return {
    at: change.at,
    cause: change.cause.kind,
    actor: actorOf(change, scene),
    kind: change.kind,
    crmId: change.crmId,
    title: change.title,
    url: recordUrl(scene.context.tenant, change),
    event: change.event,
    before,
    after,
    dayBefore: before === null ? null : dayOf(ofThing.map((each) => each.before)),
    dayAfter: after === null ? null : dayOf(ofThing.map((each) => each.after)),
  };
}

/** A user of the CRM is no secret there. A member's own id would tell that there is somebody who hides here. */
function actorOf({ cause }: CreditChange, scene: Scene): string | null {
  const actor = cause.actor ?? null;
  const isHiding = scene.members.some(({ id }) => id === actor && !showsName(scene.sightOf(id)));
  return isHiding ? null : actor;
}

/** All lines of a thing have one day. */
function dayOf(lines: readonly CreditChange["before"][]): LocalDay | null {
  return lines.find((line) => line !== null)?.day ?? null;
}

function mostOf(added: readonly (number | null)[]): number | null {
  const known = added.filter((each) => each !== null);
  return known.length === 0 ? null : known.reduce((most, each) => Math.max(most, each));
}

/** What the line added to the figure; null where it was not there, or on a day outside the period. */
function addedBy(credit: CreditChange["before"], { period }: Scene, figure: ChangedFigure): number | null {
  if (credit === null || credit.day === null) return null;
  if (credit.day < period.from || credit.day > period.to) return null;
  const { memberIds } = figure.filter;
  if (memberIds !== null && !memberIds.includes(credit.memberId)) return null;
  return contributionOf({ ...credit, firstOfThing: true }, figure.measures, figure.counting);
}

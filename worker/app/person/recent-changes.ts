import type { InferOutput } from "valibot";
import type { LateChange, PersonStanding } from "../../../shared/contracts/person.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import { eventsOf } from "../../domain/metrics/evaluate.ts";
import { ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { CreditChange } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { placedMeasuresOf } from "../explain/figure-parts.ts";
import { type ChangedFigure, lateIn, loadChanges } from "../explain/late-changes.ts";
import { recordUrl } from "../explain/record-url.ts";
import type { QueryRefusal } from "../queries.ts";
import { loadCellBook } from "../scene/cell-book.ts";
import { Figures } from "../scene/figures.ts";
import { filterFor, loadScene, type Scene } from "../scene/scene.ts";
import { PERSON_METRICS, plainSubject } from "./person-metrics.ts";

const SHOWN_MAX = 20;
const READ_MAX = 2000;
/** A look longer ago than this tells nothing that anybody remembers. */
const LOOK_DAYS_MAX = 30;
const SECONDS_PER_DAY = 86_400;
/** New records are counted to here. */
const NEW_RECORDS_MAX = 5000;

type Late = InferOutput<typeof LateChange>;

/** What moved somebody's revenue late, by the same rule as "Why this number?"; newest first. */
export async function loadRecentLateChanges(scene: Scene, member: Member): Promise<Late[]> {
  const figure = revenueOf(scene, member);
  const changes = await loadChanges(scene, figure, { ...lateIn(scene), most: READ_MAX });
  return changes
    .toReversed()
    .slice(0, SHOWN_MAX)
    .map((change) => ({ ...change, url: recordUrl(scene.context.tenant, change) }));
}

function revenueOf(scene: Scene, member: Member): ChangedFigure {
  const revenue = metricById("revenue_closed");
  const { from, to } = scene.period;
  const asked = { events: eventsOf([revenue]), span: { from, to }, memberIds: [member.id], teamIds: null };
  return { filter: filterFor(scene, asked), measures: placedMeasuresOf(revenue), counting: "member" };
}

/** What the figures of the page were at an earlier instant, and what they are now. */
export async function loadSinceLastLooked(
  scene: Scene,
  member: Member,
  lookedAt: Instant | null,
): Promise<Result<PersonStanding["sinceLastLooked"], QueryRefusal>> {
  if (lookedAt === null || !isWithinReach(scene, lookedAt)) return ok(null);
  const { from, to } = scene.period;
  const then = await loadScene(scene.context, { from, to, at: lookedAt }, scene.viewer);
  if (!then.ok) return then;
  const [before, after, newRecords] = await Promise.all([
    valuesOf(then.value, member),
    valuesOf(scene, member),
    countNewRecords(scene, member, then.value.revision),
  ]);
  const changes = PERSON_METRICS.flatMap((metric) => {
    const [was = null, is = null] = [before.get(metric.id), after.get(metric.id)];
    return was === is
      ? []
      : [{ metric: metricHead(metric, scene.rules.homeCurrency), before: was, after: is }];
  });
  return ok({ since: lookedAt, changes, newRecords });
}

function isWithinReach({ asOf, context }: Scene, lookedAt: Instant): boolean {
  const oldest = secondsAfter(asOf, -LOOK_DAYS_MAX * SECONDS_PER_DAY);
  return lookedAt >= oldest && lookedAt >= context.tenant.connectedAt && lookedAt <= asOf;
}

async function valuesOf(scene: Scene, member: Member): Promise<ReadonlyMap<string, number | null>> {
  const book = await loadCellBook(scene.context.ledger, allEvents(scene, member), []);
  return new Map(
    PERSON_METRICS.map((metric) => {
      const figures = new Figures(scene, plainSubject(metric), scene.period, book);
      return [metric.id, figures.ofMember(member).value];
    }),
  );
}

/** Records with a line that counts since then; one that only changed is none. */
async function countNewRecords(scene: Scene, member: Member, revision: number): Promise<number> {
  const changes = await scene.context.ledger.listChanges(allEvents(scene, member), revision, NEW_RECORDS_MAX);
  const counts = (credit: CreditChange["before"]) =>
    credit?.leftOut === null && credit.memberId === member.id;
  const nameOf = ({ kind, crmId }: CreditChange) => `${kind} ${crmId}`;
  const known = new Set(changes.filter(({ before }) => counts(before)).map(nameOf));
  const fresh = changes.filter((change) => counts(change.after) && !known.has(nameOf(change)));
  return new Set(fresh.map(nameOf)).size;
}

function allEvents(scene: Scene, member: Member) {
  const { from, to } = scene.period;
  const events = eventsOf(PERSON_METRICS);
  return filterFor(scene, { events, span: { from, to }, memberIds: [member.id], teamIds: null });
}

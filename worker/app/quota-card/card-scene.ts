import type { Attainment } from "../../../shared/contracts/api.ts";
import {
  administers,
  FISCAL_GRAINS,
  type FiscalGrain,
  QUOTA_METRIC_IDS,
  type QuotaMetricId,
} from "../../../shared/contracts/ids.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { isAwayIn, isOnLeave, ownWorkingDays, relievedSpans } from "../../domain/calendar/leave.ts";
import { type Period, periodOf } from "../../domain/calendar/periods.ts";
import { divideWorkingDays, type WorkingDays, workingDaysOf } from "../../domain/calendar/working-days.ts";
import { evaluateMetric, eventsOf } from "../../domain/metrics/evaluate.ts";
import type { StatusLimits } from "../../domain/quota/progress.ts";
import { QuotaBook, type ResolvedQuota } from "../../domain/quota/quota-book.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { DealReader } from "../../ports/ledger.ts";
import type { KindState } from "../../ports/sync.ts";
import type { Member } from "../../ports/tenants.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { askedQuota } from "../quotas/asked-quota.ts";
import { toAttainmentRow } from "../quotas/attainment-row.ts";
import { loadCellBook, sumsOfMember } from "../scene/cell-book.ts";
import { personInFull } from "../scene/person-in-full.ts";
import { filterFor, loadScene, type Scene } from "../scene/scene.ts";
import { latestTeam } from "../scene/team-tree.ts";
import type { Viewer } from "../viewer.ts";

/** What the card reads beside the boards. Made for a tenant. */
export interface CardSources {
  readonly deals: DealReader;
  readonly loadKinds: () => Promise<readonly KindState[]>;
}

/** Whose card is asked for, for which period, and on which deal it is shown. */
export interface QuotaCardQuery {
  /** The viewer's own when undefined. */
  readonly memberId?: string | undefined;
  /** The smallest that a quota is set for when undefined. */
  readonly grain?: FiscalGrain | undefined;
  /** The CRM's id. */
  readonly dealId?: string | undefined;
}

/** A scene with the quotas and how they are judged. Its period is a fiscal one. */
export interface CardScene {
  readonly scene: Scene;
  readonly grain: FiscalGrain;
  readonly book: QuotaBook;
  readonly limits: StatusLimits;
}

/** A person on the card: the days and quotas that are theirs. */
export interface CardPerson {
  readonly member: Member;
  /** Their working days of the period, in order. */
  readonly days: readonly LocalDay[];
  readonly workingDays: WorkingDays;
  readonly onLeave: boolean;
  quotaOf(metric: QuotaMetricId): ResolvedQuota | null;
}

export type AttainmentRow = Attainment["rows"][number];

/** Only whoever sees a person in full sees their quotas. Somebody private looks the same as nobody. */
export async function loadCardScene(
  context: QueryContext,
  query: QuotaCardQuery,
  viewer: Viewer,
): Promise<Result<{ readonly card: CardScene; readonly person: CardPerson }, QueryRefusal>> {
  const [loaded, versions, { settings }] = await Promise.all([
    loadScene(context, {}, viewer),
    context.quotas.loadVersions(),
    context.settings.load(),
  ]);
  if (!loaded.ok) return loaded;
  const person = personInFull(loaded.value, query.memberId ?? viewer.memberId ?? "");
  if (!person.ok) return person;
  const book = new QuotaBook(versions, loaded.value.rules.calendar);
  const at = (grain: FiscalGrain): CardScene => ({
    scene: { ...loaded.value, ...presentPeriod(loaded.value, grain), comparison: null },
    grain,
    book,
    limits: settings.statusLimits,
  });
  const grain = query.grain ?? (await grainWithQuota(at, person.value)) ?? "month";
  const card = at(grain);
  return ok({ card, person: await askedPersonOn(card, person.value) });
}

function presentPeriod({ today, rules }: Scene, grain: FiscalGrain): { readonly period: Period } {
  return { period: periodOf(today, grain, rules.calendar) };
}

/** The smallest grain that anything is asked of the person for. */
async function grainWithQuota(
  at: (grain: FiscalGrain) => CardScene,
  member: Member,
): Promise<FiscalGrain | undefined> {
  for (const grain of FISCAL_GRAINS) {
    const { quotaOf } = await askedPersonOn(at(grain), member);
    if (QUOTA_METRIC_IDS.some((metric) => quotaOf(metric) !== null)) return grain;
  }
  return undefined;
}

/** Somebody on the card with the quotas that are asked of them, for which results may have to be read. */
async function askedPersonOn(card: CardScene, member: Member): Promise<CardPerson> {
  const person = personOn(card, member);
  const hasDefault = QUOTA_METRIC_IDS.some((metric) => person.quotaOf(metric)?.source === "default");
  if (!administers(member.role) || !hasDefault) return person;
  const { scene } = card;
  const { from, to } = scene.period;
  const filter = filterFor(scene, {
    events: eventsOf(QUOTA_METRIC_IDS.map(metricById)),
    span: { from, to },
    memberIds: [member.id],
    teamIds: null,
  });
  const sums = sumsOfMember((await loadCellBook(scene.context.ledger, filter, [])).cells);
  const resultOf = (metric: QuotaMetricId) =>
    evaluateMetric(metricById(metric), sums, { hasData: true }).value;
  return {
    ...person,
    quotaOf: (metric) => askedQuota(member, person.quotaOf(metric), resultOf(metric)),
  };
}

/** Somebody on the card, with the working days and quotas of the card's period. */
export function personOn({ scene, book }: CardScene, member: Member): CardPerson {
  const { period, today, rules } = scene;
  const { calendar } = rules;
  const { leaves } = member;
  const away = leaves.length > 0;
  const teamIds = scene.tree.pathOf(latestTeam(member.memberships, today < period.to ? today : period.to));
  const owner = { kind: "member" as const, id: member.id, teamIds, relieved: relievedSpans(leaves) };
  return {
    member,
    days: workingDaysOf(period, calendar).filter((day) => !isOnLeave(leaves, day)),
    workingDays: away
      ? ownWorkingDays(leaves, period, { today, calendar })
      : divideWorkingDays(period, today, calendar),
    onLeave: away && isAwayIn(leaves, period, { today, calendar }),
    quotaOf: (metric) => book.resolve(owner, metric, period),
  };
}

/** The row that the list of attainment has for the person. The period of a card is always the present one. */
export function rowOf(
  { limits }: CardScene,
  person: CardPerson,
  { metric, result }: { readonly metric: QuotaMetricId; readonly result: number | null },
): AttainmentRow {
  const { member, workingDays, onLeave } = person;
  return toAttainmentRow(
    {
      metric,
      subject: { kind: "member", id: member.id },
      name: member.name,
      result,
      quota: askedQuota(member, person.quotaOf(metric), result),
    },
    { workingDays, ended: false, onLeave, limits },
  );
}

/** Whether anything is asked of the person: a quota of zero asks as much as none. */
export function hasQuota({ status }: AttainmentRow): boolean {
  return status !== "no_quota";
}

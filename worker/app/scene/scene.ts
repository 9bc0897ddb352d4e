import type { InferOutput } from "valibot";
import type { MemberHead, PeriodHead } from "../../../shared/contracts/api.ts";
import type { PeriodName } from "../../../shared/contracts/ids.ts";
import type { DaySpan, Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { fiscalPlaceOf } from "../../domain/calendar/fiscal.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import {
  type Comparison,
  comparedPeriod,
  type Period,
  resolvePeriod,
} from "../../domain/calendar/periods.ts";
import { QuotaBook } from "../../domain/quota/quota-book.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Rules } from "../../domain/rules.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import type { Viewer } from "../viewer.ts";
import type { SyncedKinds } from "./coverage.ts";
import { latestTeam, loadTeamTrees, type TeamTree } from "./team-tree.ts";
import { decideSights, type Sight, teamsLedBy } from "./visibility.ts";

/** A named period, or both days of a custom one; this month when nothing is chosen. */
export interface PeriodChoice {
  readonly period?: PeriodName | undefined;
  readonly from?: LocalDay | undefined;
  readonly to?: LocalDay | undefined;
}

/** Whatever a question is about, at the time it is about: what every board, card and list starts from. */
export interface Scene {
  readonly context: QueryContext;
  readonly viewer: Viewer;
  /** The instant whose knowledge is shown. */
  readonly asOf: Instant;
  /** The local day of that instant. */
  readonly today: LocalDay;
  readonly revision: number;
  /** Undefined for the present, which is read from the cells. */
  readonly atRevision: number | undefined;
  readonly rules: Rules;
  readonly members: readonly Member[];
  readonly tree: TeamTree;
  readonly synced: SyncedKinds;
  readonly sightOf: (memberId: string) => Sight;
  /** The teams that the viewer leads today, whenever the scene is. */
  readonly ledTeamIds: ReadonlySet<string>;
  readonly period: Period;
  readonly comparison: Comparison | null;
}

/** Rules, quotas and teams are those of the time; names, roles and privacy are today's. */
export async function loadScene(
  context: QueryContext,
  query: PeriodChoice & { readonly at?: Instant | undefined },
  viewer: Viewer,
): Promise<Result<Scene, QueryRefusal>> {
  const moment = await loadMoment(context, query.at);
  if (!moment.ok) return moment;
  const { at, revision: atRevision, shownRevision, rules, today } = moment.value;
  const period = resolvePeriod(query, today, rules.calendar);
  if (!period.ok) return period;
  const [members, trees, synced] = await Promise.all([
    context.store.loadMembers(),
    loadTeamTrees(context.store, atRevision),
    context.coverage.loadCoverage(),
  ]);
  const presentDay = localDayOf(context.now, rules.calendar.timeZone);
  const sightOptions = { viewer, members, tree: trees.present, today: presentDay };
  const sights = decideSights(sightOptions);
  return ok({
    context,
    viewer,
    asOf: at,
    today,
    revision: shownRevision,
    atRevision,
    rules,
    members,
    tree: trees.shown,
    synced,
    sightOf: (memberId) => sights.get(memberId) ?? "absent",
    ledTeamIds: teamsLedBy(sightOptions),
    period: period.value,
    comparison: comparedPeriod(period.value, today, rules.calendar),
  });
}

/** The quotas as they were known at the scene's time. */
export async function loadQuotaBook({ context, atRevision, asOf, rules }: Scene): Promise<QuotaBook> {
  const versions = await context.quotas.loadVersions(atRevision === undefined ? undefined : asOf);
  return new QuotaBook(versions, rules.calendar);
}

/** The filter of a query over the scene's knowledge. */
export function filterFor(
  scene: Scene,
  filter: Pick<CreditFilter, "events" | "span" | "memberIds" | "teamIds" | "slice">,
): CreditFilter {
  const { atRevision } = scene;
  return atRevision === undefined ? filter : { ...filter, atRevision };
}

/** The scene's period, the one it is compared with, or a part of either, as the wire has it. */
export function periodHead({ period, rules }: Scene, { from, to }: DaySpan): InferOutput<typeof PeriodHead> {
  const { calendar } = rules;
  const { grain } = period;
  const fiscal = grain === "week" || grain === "custom" ? null : fiscalPlaceOf(from, grain, calendar);
  return { from, to, timeZone: calendar.timeZone, fiscal };
}

/** A person as the wire names them, with the team they are in or were last in. */
export function memberHead(scene: Scene, member: Member): InferOutput<typeof MemberHead> {
  const teamId = latestTeam(member.memberships, scene.today);
  return { id: member.id, crmId: member.crmId, name: member.name, teamId: teamId === "" ? null : teamId };
}

/** The quotas of a board's people and teams, as far as the viewer may see them. */
import type { RowDetails, TeamQuota } from "../../../shared/contracts/board-details.ts";
import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { isAwayIn, ownWorkingDays } from "../../domain/calendar/leave.ts";
import { divideWorkingDays, type WorkingDays } from "../../domain/calendar/working-days.ts";
import { measureProgress, type StatusLimits } from "../../domain/quota/progress.ts";
import type { QuotaBook, ResolvedQuota } from "../../domain/quota/quota-book.ts";
import type { Member } from "../../ports/tenants.ts";
import type { CellBook } from "../scene/cell-book.ts";
import { dayOfTeam, Figures, type Group, type Subject } from "../scene/figures.ts";
import type { Scene } from "../scene/scene.ts";
import { latestTeam } from "../scene/team-tree.ts";
import { seesEverybody } from "../scene/visibility.ts";
import type { Entrant } from "./member-rows.ts";

type QuotaSign = NonNullable<RowDetails["quota"]>;

/** The quota that a board's metric has, of attainment the one it is of; null where nothing is asked. */
export function quotaMetricOf({
  metric,
  quotaMetric,
}: Pick<Subject, "metric" | "quotaMetric">): QuotaMetricId | null {
  if (metric.formula.kind === "attainment") return quotaMetric;
  return QUOTA_METRIC_IDS.find((id) => id === metric.id) ?? null;
}

/** Whose team's quota the viewer may know, in the scene's period or another span. */
export type QuotaSight = (teamId: string, span?: DaySpan) => boolean;

/**
 * Of the teams that the viewer leads with all under them; unless somebody counted for one then whose quota the
 * viewer does not see, because what the others are asked would tell it.
 */
export function quotaSight(scene: Scene): QuotaSight {
  if (seesEverybody(scene.viewer)) return () => true;
  const { members, tree, ledTeamIds } = scene;
  const peers = members.filter(({ id }) => scene.sightOf(id) === "named");
  return (teamId, span = scene.period) => {
    const teamIds = tree.subtreeOf(teamId);
    const day = dayOfTeam(scene, span);
    return (
      [...teamIds].every((id) => ledTeamIds.has(id)) &&
      !peers.some(({ memberships }) => teamIds.has(latestTeam(memberships, day)))
    );
  };
}

const JUDGED: ReadonlySet<QuotaSign["status"]> = new Set(["reached", "on_track", "at_risk", "behind"]);
const FINE: ReadonlySet<QuotaSign["status"]> = new Set(["reached", "on_track"]);

/** What quotas are told from. */
export interface QuotaParts {
  readonly scene: Scene;
  readonly quotaMetric: QuotaMetricId;
  readonly quotas: QuotaBook;
  /** The cells of the board's period, of at least the quota's events. */
  readonly book: CellBook;
  readonly limits: StatusLimits;
  readonly subject: Subject;
}

/** Over whom a quota is told: the team that the board is filtered by with those under it, and who is on the board. */
export interface OverallQuestion {
  readonly teamId: string | undefined;
  readonly entrants: readonly Entrant[];
  readonly teamIds: ReadonlySet<string> | null;
}

/** Whose results a quota is set against, and the people whose quotas count. */
export interface OverallGroup {
  readonly group: Group;
  readonly people: readonly { readonly member: Member; readonly sign: QuotaSign }[];
}

/** How many have a status, and how many of these are on track or have reached it. */
export function countJudged(statuses: readonly QuotaSign["status"][]): Pick<TeamQuota, "judged" | "onTrack"> {
  return {
    judged: statuses.filter((status) => JUDGED.has(status)).length,
    onTrack: statuses.filter((status) => FINE.has(status)).length,
  };
}

/** How quotas go, by person and by team. Whom to ask for is the caller's care; of a team it is decided here. */
export class QuotaSigns {
  readonly #scene: Scene;
  readonly #limits: StatusLimits;
  readonly #unit: "money" | "count";
  /** The results behind the quotas. */
  readonly #results: Figures;
  readonly #attainment: Figures;
  readonly #usual: WorkingDays;
  readonly #quotas: QuotaBook;
  readonly #quotaMetric: QuotaMetricId;
  readonly #seesQuota: QuotaSight;
  /** Those of the people who are asked for; null for everybody. */
  readonly #people: ReadonlySet<string> | null;

  constructor({ scene, quotaMetric, quotas, book, limits, subject }: QuotaParts) {
    this.#scene = scene;
    this.#limits = limits;
    this.#quotas = quotas;
    this.#quotaMetric = quotaMetric;
    this.#seesQuota = quotaSight(scene);
    this.#people = subject.people ?? null;
    const metric = metricById(quotaMetric);
    this.#unit = metric.unit === "money" ? "money" : "count";
    const figures = (of: typeof metric) =>
      new Figures(scene, { ...subject, metric: of, quotaMetric, quotas }, scene.period, book);
    this.#results = figures(metric);
    this.#attainment = figures(metricById("quota_attainment"));
    this.#usual = divideWorkingDays(scene.period, scene.today, scene.rules.calendar);
  }

  ofMember(member: Member): QuotaSign | null {
    const quota = this.#results.resolvedQuotaOfMember(member);
    const result = this.#results.ofMember(member).value;
    if (quota === null) return null;
    const { period, today, rules } = this.#scene;
    const day = { today, calendar: rules.calendar };
    const workingDays = member.leaves.length === 0 ? this.#usual : ownWorkingDays(member.leaves, period, day);
    const onLeave = isAwayIn(member.leaves, period, day);
    return this.#judge({ result, quota: quota.amount, workingDays, onLeave });
  }

  /** The day inside the period from which a member's own quota counts; null where it counts from its beginning. */
  quotaFromOf({ id }: Member): LocalDay | null {
    return this.#quotas.beginsWithin(id, this.#quotaMetric, this.#scene.period);
  }

  ofTeam(teamId: string, group: Group): QuotaSign | null {
    if (!this.#seesQuota(teamId)) return null;
    const { numerator, denominator } = this.#attainment.ofGroup(group);
    return this.#judge({ result: numerator, quota: denominator, workingDays: this.#usual, onLeave: false });
  }

  /** The quota over a board; null where nobody whose quota the viewer sees has one, and for those who lead nobody. */
  overall(asked: OverallQuestion): TeamQuota | null {
    const found = this.overallGroup(asked);
    if (found === null) return null;
    const { value, denominator } = this.#attainment.ofGroup(found.group);
    return {
      attainment: value,
      pace: this.#judge({ result: null, quota: 1, workingDays: this.#usual, onLeave: false })?.pace ?? 0,
      quota: denominator,
      people: found.people.length,
      ...countJudged(found.people.map(({ sign }) => sign.status)),
    };
  }

  /** Of a team with a quota of its own that quota, else what the people seen in full have together. */
  overallGroup({ teamId, entrants, teamIds }: OverallQuestion): OverallGroup | null {
    const { viewer, ledTeamIds } = this.#scene;
    if (viewer.role === "member" || viewer.role === "viewer") return null;
    const seen = entrants.filter(({ sight }) => sight === "full").map(({ member }) => member);
    const signed = seen.flatMap((member) => {
      const sign = this.ofMember(member);
      return sign ? [{ member, sign }] : [];
    });
    const people = signed.filter(({ member }) => this.#attainment.countsFor(member, teamIds));
    if (people.length === 0) return null;
    const leads = teamId !== undefined && (seesEverybody(viewer) || ledTeamIds.has(teamId));
    const own = leads ? teamId : null;
    const counted = new Set((own === null ? signed.map(({ member }) => member) : seen).map(({ id }) => id));
    return { group: { teamId: own, teamIds, counts: (id) => counted.has(id) }, people };
  }

  /** Results against quotas, as the group's figure is made. */
  get attainment(): Figures {
    return this.#attainment;
  }

  /** A team's own quota; null where its people's count, as they do for a part of them. */
  ownQuotaOf(teamId: string): ResolvedQuota | null {
    if (this.#people !== null) return null;
    return this.#quotas.resolve({ kind: "team", id: teamId }, this.#quotaMetric, this.#scene.period);
  }

  /** The results alone. */
  get results(): Figures {
    return this.#results;
  }

  #judge(question: {
    readonly result: number | null;
    readonly quota: number | null;
    readonly workingDays: WorkingDays;
    readonly onLeave: boolean;
  }): QuotaSign | null {
    const { period, today } = this.#scene;
    const { attainment, status, pace } = measureProgress({
      ...question,
      ended: period.to < today,
      unit: this.#unit,
      limits: this.#limits,
    });
    return status === "no_quota" ? null : { attainment, status, pace };
  }
}

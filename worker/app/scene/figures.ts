import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { isAwayIn, relievedSpans } from "../../domain/calendar/leave.ts";
import type { Period } from "../../domain/calendar/periods.ts";
import {
  type Evaluation,
  evaluateMetric,
  type MeasureSums,
  measuresOf,
} from "../../domain/metrics/evaluate.ts";
import type { QuotaBook, ResolvedQuota } from "../../domain/quota/quota-book.ts";
import type { Member } from "../../ports/tenants.ts";
import { askedQuota } from "../quotas/asked-quota.ts";
import { CellBook, sumsOfGroup, sumsOfMember } from "./cell-book.ts";
import { coversSpan } from "./coverage.ts";
import { isRankedIn, workedIn } from "./participation.ts";
import type { Scene } from "./scene.ts";
import { latestTeam, wasIn } from "./team-tree.ts";

/** What is measured, and for which teams. */
export interface Subject {
  readonly metric: Metric;
  /** The quota that attainment is of. */
  readonly quotaMetric: QuotaMetricId;
  /** Null for all teams, and for those in none. */
  readonly teamIds: ReadonlySet<string> | null;
  /** Those of the people who are asked for; null for everybody. */
  readonly people?: ReadonlySet<string> | null;
  /** The period that quotas are of; that of the figures when undefined. */
  readonly quotaPeriod?: Period;
  /** Opened only for attainment. */
  readonly quotas: QuotaBook | null;
}

/** The metric whose result is shown, or set against the quota. */
export function resultMetricOf({ metric, quotaMetric }: Pick<Subject, "metric" | "quotaMetric">): Metric {
  return metric.formula.kind === "attainment" ? metricById(quotaMetric) : metric;
}

/** The one way in which a figure comes about: a metric evaluated over the ledger's cells. */
export class Figures {
  readonly period: Period;
  readonly #scene: Scene;
  readonly #subject: Subject;
  readonly #book: CellBook;
  readonly #resultMetric: Metric;
  readonly #covered: boolean;
  /** Nothing of them is shown in this span; found when a group is asked for. */
  #unseen: ReadonlySet<string> | null = null;

  constructor(scene: Scene, subject: Subject, period: Period, book: CellBook) {
    this.period = period;
    this.#scene = scene;
    this.#subject = subject;
    this.#resultMetric = resultMetricOf(subject);
    const events = new Set(measuresOf(this.#resultMetric).map(({ event }) => event));
    this.#book = new CellBook(
      book.cells.filter(({ event }) => events.has(event)),
      book.shared,
    );
    this.#covered = coversSpan(scene.synced, this.#resultMetric, period);
  }

  hasCredits(memberId: string): boolean {
    return this.#book.ofMember(memberId).length > 0;
  }

  /** In one of the subject's teams on a day of the period, or credited there. */
  isInScope(member: Member): boolean {
    const { teamIds, people } = this.#subject;
    if (people && !people.has(member.id)) return false;
    if (teamIds === null || wasIn(member.memberships, teamIds, this.period)) return true;
    return this.#book.ofMember(member.id).some(({ teamId }) => teamIds.has(teamId));
  }

  isRanked(member: Member): boolean {
    return this.#takesPart(member) && !this.#isAway(member);
  }

  /** Would be ranked, but is away. */
  isPaused(member: Member): boolean {
    return this.#takesPart(member) && this.#isAway(member);
  }

  /** Peers see nothing of whoever has no place in a span, whatever other span it stands beside. */
  isSeen(member: Member): boolean {
    return this.#scene.sightOf(member.id) === "full" || this.isRanked(member);
  }

  ofMember(member: Member): Evaluation {
    const sums = sumsOfMember(this.#book.ofMember(member.id));
    return this.#evaluate(sums, this.#worked(member), () => this.quotaOfMember(member));
  }

  /** A group's figure counts each record once. `counts` says whose credits are part of it. */
  ofGroup(group: Group): Evaluation {
    const { teamIds } = group;
    const sums = this.sumsOfGroup(group);
    const counts = this.#seenOf(group);
    const people = this.#scene.members.filter(
      (member) => counts(member.id) && (teamIds === null || wasIn(member.memberships, teamIds, this.period)),
    );
    const anybodyWorked = people.some((member) => this.#worked(member));
    return this.#evaluate(sums, anybodyWorked, () => this.#quotaOfGroup(group, people));
  }

  /** What a group's figure is made of. */
  sumsOfGroup(group: Group): MeasureSums {
    const { teamIds } = group;
    const counts = this.#seenOf(group);
    return sumsOfGroup(
      this.#book,
      ({ memberId, teamId }) => counts(memberId) && (teamIds === null || teamIds.has(teamId)),
    );
  }

  quotaOfMember(member: Member): number | null {
    return this.resolvedQuotaOfMember(member)?.amount ?? null;
  }

  /** With where it comes from. */
  resolvedQuotaOfMember(member: Member): ResolvedQuota | null {
    const teamIds = this.#scene.tree.pathOf(latestTeam(member.memberships, this.#dayOfTeam()));
    const relieved = relievedSpans(member.leaves);
    const quota = this.#quotaOf({ kind: "member", id: member.id, teamIds, relieved });
    const sums = sumsOfMember(this.#book.ofMember(member.id));
    return askedQuota(member, quota, evaluateMetric(this.#resultMetric, sums, { hasData: true }).value);
  }

  /** Whether a quota is asked of the member for one of the teams: whoever changed the team counts for the last. */
  countsFor({ memberships }: Member, teamIds: ReadonlySet<string> | null): boolean {
    return teamIds === null || teamIds.has(latestTeam(memberships, this.#dayOfTeam()));
  }

  #seenOf({ counts }: Group): (memberId: string) => boolean {
    const { members } = this.#scene;
    this.#unseen ??= new Set(members.filter((member) => !this.isSeen(member)).map(({ id }) => id));
    const unseen = this.#unseen;
    return (memberId) => counts(memberId) && !unseen.has(memberId);
  }

  #worked(member: Member): boolean {
    return workedIn(member, this.period, this.hasCredits(member.id));
  }

  #takesPart(member: Member): boolean {
    return isRankedIn(member, this.period, this.hasCredits(member.id));
  }

  #isAway({ leaves }: Member): boolean {
    const { today, rules } = this.#scene;
    return isAwayIn(leaves, this.period, { today, calendar: rules.calendar });
  }

  /** A team's own quota, else what its people have together. The own one asks nothing of a part of its people. */
  #quotaOfGroup({ teamId, teamIds }: Group, people: readonly Member[]): number | null {
    const isPart = (this.#subject.people ?? null) !== null;
    const own = teamId === null || isPart ? null : this.#quotaOf({ kind: "team", id: teamId });
    if (own !== null) return own.amount;
    const quotas = people
      .filter((member) => this.countsFor(member, teamIds))
      .map((member) => this.quotaOfMember(member))
      .filter((quota) => quota !== null);
    return quotas.length === 0 ? null : quotas.reduce((sum, quota) => sum + quota, 0);
  }

  #quotaOf(owner: Parameters<QuotaBook["resolve"]>[0]): ResolvedQuota | null {
    const { quotas, quotaMetric } = this.#subject;
    return quotas?.resolve(owner, quotaMetric, this.#quotaPeriod()) ?? null;
  }

  #evaluate(sums: MeasureSums, worked: boolean, quota: () => number | null): Evaluation {
    const hasData = this.#covered && worked;
    const { metric } = this.#subject;
    const evaluated = evaluateMetric(this.#resultMetric, sums, { hasData });
    if (metric.formula.kind !== "attainment") return evaluated;
    const attainment = { result: evaluated.value, quota: quota() };
    return evaluateMetric(metric, sums, { hasData, attainment });
  }

  #dayOfTeam(): LocalDay {
    return dayOfTeam(this.#scene, this.#quotaPeriod());
  }

  #quotaPeriod(): Period {
    return this.#subject.quotaPeriod ?? this.period;
  }
}

/** Today within a period, else its nearer end: the team that somebody is in then is asked for their quota. */
export function dayOfTeam({ today }: Scene, { from, to }: DaySpan): LocalDay {
  if (today < from) return from;
  return today > to ? to : today;
}

/** People taken together: a team with those under it, or everybody. */
export interface Group {
  /** Whose own quota counts; null for a group that is no team. */
  readonly teamId: string | null;
  readonly teamIds: ReadonlySet<string> | null;
  readonly counts: (memberId: string) => boolean;
}

import type { Explanation } from "../../../shared/contracts/api.ts";
import { eventsOf } from "../../domain/metrics/evaluate.ts";
import { QuotaBook, type ResolvedQuota } from "../../domain/quota/quota-book.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { QuotaVersion } from "../../ports/quotas.ts";
import type { Member } from "../../ports/tenants.ts";
import { scopeOf, subjectOf } from "../boards/load-leaderboard.ts";
import type { QueryRefusal } from "../queries.ts";
import { loadCellBook, sumsOfMember } from "../scene/cell-book.ts";
import { Figures, resultMetricOf, type Subject } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";
import { showsName } from "../scene/visibility.ts";
import { type ExplainedFigure, type ExplanationQuery, NO_FIGURE } from "./explained-figure.ts";
import { explainQuota } from "./explained-quota.ts";
import { placedMeasuresOf } from "./figure-parts.ts";

/** One person's figure as boards show it. Whoever is private is not there, and who is unknown looks the same. */
export async function loadMemberFigure(
  scene: Scene,
  query: ExplanationQuery & { readonly memberId: string },
  slice: CreditFilter["slice"],
): Promise<Result<ExplainedFigure, QueryRefusal>> {
  const sight = scene.sightOf(query.memberId);
  const member = showsName(sight) ? scene.members.find(({ id }) => id === query.memberId) : undefined;
  if (!member) return err({ reason: "unknown_member" });
  const recordsVisible = sight === "full";
  const { subject, versions } = await loadSubject(scene, query);
  // What derives from a quota is for those who may see the quota.
  if (versions !== null && !recordsVisible) return err({ reason: "not_permitted" });
  const filter = filterOfMember(scene, subject, { memberIds: [member.id], slice });
  const book = await loadCellBook(scene.context.ledger, filter, []);
  const figures = new Figures(scene, subject, scene.period, book);
  const plain = {
    metric: subject.metric,
    measures: placedMeasuresOf(resultMetricOf(subject)),
    member,
    team: null,
    counting: "member" as const,
    clock: null,
    recordsVisible,
  };
  // Peers see no figures of somebody who is not ranked.
  if (!recordsVisible && !figures.isRanked(member)) {
    const nothing = { ...filter, memberIds: [] };
    return ok({ ...plain, filter: nothing, evaluation: NO_FIGURE, sums: sumsOfMember([]), quota: null });
  }
  return ok({
    ...plain,
    filter,
    evaluation: figures.ofMember(member),
    sums: sumsOfMember(book.cells),
    quota: versions && quotaOf(scene, { subject, member, versions }, figures.resolvedQuotaOfMember(member)),
  });
}

/** The quotas as they were known at the scene's time are opened once, for the figure and for its explanation. */
async function loadSubject(
  scene: Scene,
  query: ExplanationQuery,
): Promise<{ readonly subject: Subject; readonly versions: readonly QuotaVersion[] | null }> {
  const subject = await subjectOf(scene, {
    metric: query.metric,
    quotaMetric: query.quotaMetric,
    teamId: query.teamId,
  });
  if (subject.quotas === null) return { subject, versions: null };
  const at = scene.atRevision === undefined ? undefined : scene.asOf;
  const versions = await scene.context.quotas.loadVersions(at);
  return { subject: { ...subject, quotas: new QuotaBook(versions, scene.rules.calendar) }, versions };
}

function filterOfMember(
  scene: Scene,
  subject: Subject,
  { memberIds, slice }: { readonly memberIds: readonly string[]; readonly slice: CreditFilter["slice"] },
): CreditFilter {
  const { from, to } = scene.period;
  const { teamIds } = scopeOf(subject, { slice, compare: false });
  const events = eventsOf([resultMetricOf(subject)]);
  const asked = { events, span: { from, to }, memberIds, teamIds: teamIds && [...teamIds] };
  return filterFor(scene, slice ? { ...asked, slice } : asked);
}

function quotaOf(
  scene: Scene,
  about: { readonly subject: Subject; readonly member: Member; readonly versions: readonly QuotaVersion[] },
  resolved: ResolvedQuota | null,
): Explanation["quota"] {
  const { subject, member, versions } = about;
  return explainQuota(scene, { member, metric: subject.quotaMetric, versions, resolved });
}

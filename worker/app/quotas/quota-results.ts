import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { countedEventsOf, evaluateMetric, eventsOf } from "../../domain/metrics/evaluate.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { QueryContext } from "../queries.ts";
import { loadCellBook, sumsOfGroup, sumsOfMember } from "../scene/cell-book.ts";
import { coversSpan } from "../scene/coverage.ts";

/** What was achieved towards the quotas of a period. */
export interface QuotaResults {
  hasCredits(metric: QuotaMetricId, memberId: string): boolean;
  /** Null is no data. `wasThere`: the member worked in the period. */
  ofMember(metric: QuotaMetricId, memberId: string, wasThere: boolean): number | null;
  /** Of those who count, over the given teams as they were at the time, each record once. */
  ofTeams(
    metric: QuotaMetricId,
    teamIds: readonly string[],
    counts: (memberId: string) => boolean,
  ): number | null;
}

/** Reads the ledger once for all metrics and everybody asked for; null asks for all. */
export async function loadQuotaResults(
  context: QueryContext,
  query: {
    readonly metrics: readonly QuotaMetricId[];
    readonly span: DaySpan;
    readonly memberIds: readonly string[] | null;
    readonly revision: number | undefined;
  },
): Promise<QuotaResults> {
  const { metrics, span, memberIds, revision } = query;
  const declared = metrics.map(metricById);
  const filter: CreditFilter = {
    events: eventsOf(declared),
    span,
    memberIds,
    teamIds: null,
    ...(revision === undefined ? {} : { atRevision: revision }),
  };
  const [book, coverage] = await Promise.all([
    loadCellBook(context.ledger, filter, countedEventsOf(declared)),
    context.coverage.loadCoverage(),
  ]);
  const isSynced = (metric: QuotaMetricId) => coversSpan(coverage, metricById(metric), span);
  const cellsOf = (metric: QuotaMetricId, memberId: string) => {
    const events = eventsOf([metricById(metric)]);
    return book.ofMember(memberId).filter(({ event }) => events.includes(event));
  };
  return {
    hasCredits: (metric, memberId) => cellsOf(metric, memberId).length > 0,
    ofMember: (metric, memberId, wasThere) =>
      evaluateMetric(metricById(metric), sumsOfMember(book.ofMember(memberId)), {
        hasData: wasThere && isSynced(metric),
      }).value,
    ofTeams: (metric, teamIds, counts) =>
      evaluateMetric(
        metricById(metric),
        sumsOfGroup(book, ({ memberId, teamId }) => teamIds.includes(teamId) && counts(memberId)),
        { hasData: isSynced(metric) },
      ).value,
  };
}

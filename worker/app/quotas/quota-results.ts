import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Measure } from "../../../shared/metrics/metric.ts";
import { evaluateMetric, measuresOf } from "../../domain/metrics/evaluate.ts";
import type { CellSum } from "../../ports/ledger.ts";
import { coversSpan } from "../boards/coverage.ts";
import type { QueryContext } from "../queries.ts";

/** What was achieved towards the quotas of a period. */
export interface QuotaResults {
  /** Null is no data. `wasThere`: the member worked in the period. */
  ofMember(metric: QuotaMetricId, memberId: string, wasThere: boolean): number | null;
  /** Over the given teams as they were at the time, each record once. */
  ofTeams(metric: QuotaMetricId, teamIds: readonly string[]): number | null;
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
  const events = new Set(metrics.flatMap((id) => measuresOf(metricById(id)).map(({ event }) => event)));
  const [sums, coverage] = await Promise.all([
    context.ledger.sumCredits({
      events: [...events],
      span,
      memberIds,
      teamIds: null,
      ...(revision === undefined ? {} : { atRevision: revision }),
    }),
    context.coverage.loadCoverage(),
  ]);
  const isSynced = (metric: QuotaMetricId) => coversSpan(coverage, metricById(metric), span);
  const byMember = Map.groupBy(sums, ({ memberId }) => memberId);
  const byTeam = Map.groupBy(sums, ({ teamId }) => teamId);
  return {
    ofMember: (metric, memberId, wasThere) =>
      evaluateMetric(metricById(metric), addedUp(byMember.get(memberId) ?? [], "count"), {
        hasData: wasThere && isSynced(metric),
      }).value,
    ofTeams: (metric, teamIds) =>
      evaluateMetric(
        metricById(metric),
        addedUp(
          teamIds.flatMap((id) => byTeam.get(id) ?? []),
          "unit",
        ),
        {
          hasData: isSynced(metric),
        },
      ).value,
  };
}

/** A member counts every record credited to them; a team counts a shared record once. */
function addedUp(sums: readonly CellSum[], countBy: "count" | "unit") {
  return ({ event, of }: Measure): number => {
    const column = of === "count" ? countBy : of === "amount" ? "amountMinor" : "seconds";
    let total = 0;
    for (const sum of sums) if (sum.event === event) total += sum[column];
    return total;
  };
}

import type { MetricList } from "../../../shared/contracts/api.ts";
import { METRICS } from "../../../shared/metrics/catalogue.ts";
import { describeMetric } from "../../../shared/metrics/describe.ts";
import { ok, type Result } from "../../domain/result.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";

/** Every metric, with its rule in words. */
export async function loadMetrics(context: QueryContext): Promise<Result<MetricList, QueryRefusal>> {
  const moment = await loadMoment(context, undefined);
  if (!moment.ok) return moment;
  const { homeCurrency } = moment.value.rules;
  return ok({ metrics: METRICS.map((metric) => describeMetric(metric, homeCurrency)) });
}

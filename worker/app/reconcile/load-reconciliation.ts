import type {
  ReconciledDeals,
  ReconciledPeriod,
  ReconciliationAnswer,
  ReconciliationStepName,
} from "../../../shared/contracts/reconciliation.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { ReconciliationStore } from "../../ports/reconciliation.ts";
import type { JobStore } from "../../ports/sync.ts";
import { recordUrl } from "../explain/record-url.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { reconciledSpans } from "./reconciled-spans.ts";

/** What a reconciliation is answered from. */
export interface ReconciliationParts {
  readonly context: QueryContext;
  readonly reconciliations: ReconciliationStore;
  readonly jobs: Pick<JobStore, "listOpen">;
}

const RECORDS_PER_PAGE = 50;

/** The last result of a period, and whether another is under way. */
export async function loadReconciliation(
  parts: ReconciliationParts,
  period: ReconciledPeriod,
): Promise<Result<ReconciliationAnswer, QueryRefusal>> {
  const asked = await spanOf(parts.context, period);
  if (!asked.ok) return asked;
  const [reconciliation, open] = await Promise.all([
    parts.reconciliations.load(asked.value.span),
    parts.jobs.listOpen(parts.context.tenant.id),
  ]);
  return ok({ reconciliation, running: open.some(({ kind }) => kind === "reconcile") });
}

/** The deals behind a step, with where they open in the CRM. */
export async function loadReconciledDeals(
  parts: ReconciliationParts,
  asked: {
    readonly period: ReconciledPeriod;
    readonly step: ReconciliationStepName;
    readonly after?: number | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Result<ReconciledDeals, QueryRefusal>> {
  const { context, reconciliations } = parts;
  const found = await spanOf(context, asked.period);
  if (!found.ok) return found;
  const { span, currency } = found.value;
  const page = await reconciliations.listRecords(
    { span, step: asked.step },
    { limit: asked.limit ?? RECORDS_PER_PAGE, after: asked.after ?? 0 },
  );
  const records = page.records.map(({ kind, crmId, title, count, amountMinor }) => ({
    crmId,
    title,
    url: recordUrl(context.tenant, { kind, crmId }),
    count,
    amountMinor,
  }));
  return ok({ currency, records, total: page.total, next: page.next === null ? null : String(page.next) });
}

async function spanOf(
  context: QueryContext,
  period: ReconciledPeriod,
): Promise<Result<{ readonly span: DaySpan; readonly currency: string }, QueryRefusal>> {
  const moment = await loadMoment(context, undefined);
  if (!moment.ok) return moment;
  const { rules } = moment.value;
  const { present, previous } = reconciledSpans(context.now, rules);
  return ok({ span: period === "this_quarter" ? present : previous, currency: rules.homeCurrency });
}

import type { QuotaSheet } from "../../../shared/contracts/api.ts";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { OwnQuotas } from "./own-quotas.tsx";
import { ReportQuotas } from "./report-quotas.tsx";
import { usePeriodChoice } from "./use-quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

/** Quotas to be read: one's own, and those of the people and teams that a manager leads. */
export function ReadQuotas({
  route,
  words,
}: {
  readonly route: URLSearchParams;
  readonly words: QuotasWords;
}) {
  const { api, session } = usePage();
  const choice = usePeriodChoice(route);
  const sheet = useAnswer<QuotaSheet>("quotas", () => api.get("quotas"));
  const isFailed = sheet.state === "problem" || sheet.state === "offline";
  return (
    <div class="page stack quota-read">
      <PageHead title={words.title} />
      {isFailed && (
        <ProblemState problem={sheet.state === "problem" ? sheet.problem : null} onRetry={sheet.retry} />
      )}
      {!isFailed && !sheet.value && <Skeleton rows={6} label={words.loading} />}
      {sheet.value && session.role === "viewer" && (
        <EmptyState icon="lock" title={words.noQuotas} detail={words.noQuotasDetail} />
      )}
      {sheet.value && session.role !== "viewer" && <OwnQuotas sheet={sheet.value} words={words} />}
      {sheet.value && session.role === "manager" && (
        <ReportQuotas sheet={sheet.value} choice={choice} words={words} />
      )}
    </div>
  );
}

import { useState } from "preact/hooks";
import type { QuotaSheet } from "../../../shared/contracts/api.ts";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { AdminQuotas } from "./admin-quotas.tsx";
import { OwnQuotas } from "./own-quotas.tsx";
import { ReportQuotas } from "./report-quotas.tsx";
import { usePeriodChoice, useQuotaDesk } from "./use-quota-desk.ts";
import { QUOTAS_WORDS } from "./words/book.ts";
import type { QuotasWords } from "./words/en.ts";
import "../design/data-table.css";
import "../design/field.css";
import "../design/status.css";
import "./quotas.css";

interface PageProps {
  readonly route: URLSearchParams;
}

/** Quotas: the grid for admins and owners, and to be read by everybody else, each as far as they may see. */
export default function QuotasPage({ route }: PageProps) {
  const { session } = usePage();
  const words = useWords(QUOTAS_WORDS);
  if (!words) return <Loading />;
  const mayEdit = session.role === "admin" || session.role === "owner";
  return mayEdit ? <GridPage route={route} words={words} /> : <ReadPage route={route} words={words} />;
}

function Loading({ label }: { readonly label?: string }) {
  return (
    <div class="page">
      <Skeleton rows={10} label={label} />
    </div>
  );
}

function GridPage({ route, words }: PageProps & { readonly words: QuotasWords }) {
  const [held, setHeld] = useState(false);
  const choice = usePeriodChoice(route);
  const desk = useQuotaDesk(choice, held);
  if (desk.state === "loading") return <Loading label={words.loading} />;
  if (desk.state === "failed") {
    return (
      <div class="page">
        <PageHead title={words.title} />
        <ProblemState problem={desk.problem} onRetry={desk.retry} />
      </div>
    );
  }
  return (
    <AdminQuotas key={`${desk.span.grain} ${desk.span.from}`} desk={desk} words={words} onHold={setHeld} />
  );
}

function ReadPage({ route, words }: PageProps & { readonly words: QuotasWords }) {
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

import { useState } from "preact/hooks";
import { administers } from "../../../shared/contracts/ids.ts";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { AdminQuotas } from "./admin-quotas.tsx";
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
  const [failed, setFailed] = useState(false);
  // Whoever sets quotas reads them in the grid.
  const load = () => import("./read-quotas.tsx");
  const read = useLoaded(!administers(session.role), load, () => setFailed(true));
  if (!words) return <Loading />;
  if (administers(session.role)) return <GridPage route={route} words={words} />;
  if (failed) return <NotLoaded words={words} />;
  return read ? <read.ReadQuotas route={route} words={words} /> : <Loading label={words.loading} />;
}

function Loading({ label }: { readonly label?: string }) {
  return (
    <div class="page">
      <Skeleton rows={10} label={label} />
    </div>
  );
}

function NotLoaded({ words }: { readonly words: QuotasWords }) {
  const { page } = usePage();
  return (
    <div class="page">
      <PageHead title={words.title} />
      <ProblemState problem={null} onRetry={() => page.location.reload()} />
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

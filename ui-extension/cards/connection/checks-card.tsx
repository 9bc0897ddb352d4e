import { useMemo, useState } from "preact/hooks";
import type {
  CheckedRecord,
  CheckedRecords,
  DataCheckName,
  DataChecks,
} from "../../../shared/contracts/data-checks.ts";
import type { Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import { formatTime } from "../../../shared/wording/dates.ts";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Status } from "../design/status.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { type RecordPage, recordPages, type UsedPages, usePages } from "../host/use-pages.ts";
import { usePage } from "../standings/page-context.ts";
import { PageLink } from "../standings/page-link.tsx";
import { agreementOf, type CheckRow, checkedDays, checkedRow, checkRows } from "./checks-view.ts";
import type { ConnectionWording } from "./connection-view.ts";
import { RecordsDrawer } from "./records-drawer.tsx";

/** What is not as it should be in the CRM's data, and whether the totals agree. */
export function ChecksCard(props: {
  readonly reconciliation: Reconciliation | null;
  readonly wording: ConnectionWording;
}) {
  const { api } = usePage();
  const { words } = props.wording;
  const checks = useAnswer<DataChecks>("connection/checks", () => api.get("connection/checks"));
  const [open, setOpen] = useState<CheckRow | null>(null);
  return (
    <section class="card connection-part">
      <h2>{words.checks.title}</h2>
      {checks.value ? (
        <>
          <ul class="checks">
            {checkRows(checks.value, props.wording).map((row) => (
              <Check key={row.check} row={row} onOpen={() => setOpen(row)} />
            ))}
            {props.reconciliation && <Totals reconciliation={props.reconciliation} wording={props.wording} />}
          </ul>
          <p class="text-sm text-3">{checkedDays(checks.value, props.wording)}</p>
        </>
      ) : checks.state === "loading" ? (
        <Skeleton lines={6} card={false} label={words.checks.loading} />
      ) : (
        <ProblemState
          problem={checks.state === "problem" ? checks.problem : null}
          onRetry={checks.retry}
          card={false}
        />
      )}
      {open && (
        <CheckDrawer key={open.check} row={open} wording={props.wording} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function Check({ row, onOpen }: { readonly row: CheckRow; readonly onOpen: () => void }) {
  return (
    <li>
      <Status status={row} />
      {row.openLabel === null ? (
        <span class="text-sm text-3">{row.count}</span>
      ) : (
        <button type="button" class="figure-button text-sm" aria-label={row.openLabel} onClick={onOpen}>
          {row.count}
        </button>
      )}
    </li>
  );
}

/** What is explained is well; what nothing explains is not. */
function Totals(props: { readonly reconciliation: Reconciliation; readonly wording: ConnectionWording }) {
  const { words, locale } = props.wording;
  const { at } = props.reconciliation;
  const agreement = agreementOf(props.reconciliation);
  const isWell = agreement !== "different";
  return (
    <li>
      <Status status={{ tone: isWell ? "good" : "warn", label: words.checks.totals[agreement] }} />
      <PageLink to={{ page: "install" }} class="text-sm inline-target">
        {isWell ? words.checks.totalsSame(formatTime(at, locale)) : words.checks.totalsDiffer}
      </PageLink>
    </li>
  );
}

function CheckDrawer(props: {
  readonly row: CheckRow;
  readonly wording: ConnectionWording;
  readonly onClose: () => void;
}) {
  const { words } = props.wording;
  const { check, label } = props.row;
  const pages = useCheckedPages(check);
  return (
    <RecordsDrawer
      title={label}
      detail={words.checks.remedies[check]}
      way={
        check === "pipeline_not_included" && (
          <PageLink to={{ page: "settings", query: { section: "pipelines" } }} class="inline-target">
            {words.faults.choosePipelines}
          </PageLink>
        )
      }
      pages={pages}
      rowOf={(record) => checkedRow(record, props.wording)}
      words={words.records}
      onClose={props.onClose}
    />
  );
}

function useCheckedPages(check: DataCheckName): UsedPages<RecordPage<CheckedRecord>> {
  const { api } = usePage();
  const source = useMemo(
    () => recordPages((after) => api.get<CheckedRecords>(`connection/checks/${check}/records`, { after })),
    [api, check],
  );
  return usePages(source);
}

import { useEffect, useState } from "preact/hooks";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { GridLegend } from "./grid-legend.tsx";
import { PeriodControls } from "./period-controls.tsx";
import type { GridRow } from "./quota-desk.ts";
import { QuotaGrid } from "./quota-grid.tsx";
import { SaveBar } from "./save-bar.tsx";
import { type AdminDesk, type ReadyDesk, useAdminDesk } from "./use-admin-desk.ts";
import type { QuotasWords } from "./words/en.ts";

interface AdminProps {
  readonly desk: ReadyDesk;
  readonly words: QuotasWords;
}

/** The grid for those who set quotas: edit, paste, apply to many, import, save, undo. */
export function AdminQuotas(props: AdminProps & { readonly onHold: (held: boolean) => void }) {
  const { desk, words } = props;
  const admin = useAdminDesk(desk, words, props.onHold);
  const [importing, setImporting] = useState(false);
  const { editing, before, isBusy } = admin;
  const closeImport = () => setImporting(false);
  const dialog = useLoaded(importing, () => import("./import-dialog.tsx"), closeImport);
  // Fetched as soon as the grid stands, so that it can still be said that nobody answers.
  const notes = useLoaded(
    true,
    () => import("./grid-notes.tsx"),
    () => undefined,
  );
  return (
    <div class="page">
      <PageHead title={words.title} subtitle={words.appliesAtOnce}>
        <PeriodControls span={desk.span} spans={desk.spans} words={words} onChoose={admin.choose} />
        {before && (
          <Button disabled={isBusy} onClick={() => editing.copyFrom(before)}>
            {words.copyFrom(admin.beforeLabel)}
          </Button>
        )}
        <Button icon="download" disabled={isBusy || editing.hasChanges} onClick={() => setImporting(true)}>
          {words.importFrom}
        </Button>
      </PageHead>
      {notes && (
        <notes.GridNotes
          saving={admin.saving}
          notice={editing.notice}
          conflict={admin.conflicts.summary}
          refused={admin.refusals.size}
          before={admin.beforeLabel}
          words={words}
          onUndo={admin.undo}
        />
      )}
      <GridCard {...props} admin={admin} />
      <GridLegend words={words} />
      {dialog && (
        <dialog.ImportDialog
          span={desk.span}
          spans={desk.spans}
          people={editing.seats.filter(({ subject }) => subject.kind === "member").length}
          busy={isBusy}
          words={words}
          onClose={closeImport}
          onImport={(quotas) => {
            closeImport();
            admin.importQuotas(quotas);
          }}
        />
      )}
      <LeaveQuestion admin={admin} words={words} />
    </div>
  );
}

/** Fetched with the first change, so that it is there when somebody wants to leave. */
function LeaveQuestion({ admin, words }: { readonly admin: AdminDesk; readonly words: QuotasWords }) {
  const { leaving, editing } = admin;
  const question = useLoaded(
    editing.hasChanges || leaving.pending !== null,
    () => import("../standings/unsaved-dialog.tsx"),
    leaving.stay,
  );
  if (!leaving.pending || !question) return null;
  const texts = {
    title: words.leaveTitle,
    detail: words.leaveDetail(admin.changes.length + admin.faulty.length),
    stay: words.stay,
    leave: words.leave,
  };
  return <question.UnsavedDialog leaving={leaving} words={texts} />;
}

/** The card with the bars over and under the grid. */
function GridCard({ desk, words, admin }: AdminProps & { readonly admin: AdminDesk }) {
  const { language } = usePage().locale;
  const { editing, isBusy, faulty } = admin;
  const [history, setHistory] = useState<{ readonly name: string; readonly row: GridRow } | null>(null);
  const dialog = useLoaded(
    history !== null,
    () => import("./history-dialog.tsx"),
    () => setHistory(null),
  );
  const bulk = useLoaded(
    editing.chosen.length > 0,
    () => import("./bulk-bar.tsx"),
    () => undefined,
  );
  const [focusOn, setFocusOn] = useState<{ readonly key: string; readonly wish: number } | null>(null);
  const goTo = (key: string) => setFocusOn((before) => ({ key, wish: (before?.wish ?? 0) + 1 }));
  const [refused] = admin.refusals.keys();
  useEffect(() => {
    if (refused !== undefined) goTo(refused);
  }, [refused]);
  if (editing.groups.length === 0) {
    return <EmptyState icon="people" title={words.noPeople} detail={words.noPeopleDetail} />;
  }
  return (
    <section class="card quota-card" aria-label={words.gridCaption(admin.label(desk.span))}>
      {bulk && <bulk.BulkBar editing={editing} disabled={isBusy} words={words} />}
      <QuotaGrid
        editing={editing}
        caption={words.gridCaption(admin.label(desk.span))}
        closed={admin.closed}
        conflicts={admin.conflicts.byCell}
        refusals={admin.refusals}
        disabled={isBusy}
        currency={desk.answers.sheet.currency}
        language={language}
        words={words}
        onHistory={setHistory}
        focusOn={focusOn}
      />
      {(editing.hasChanges || isBusy) && (
        <SaveBar
          changes={admin.changes}
          faulty={faulty}
          span={desk.span}
          effective={admin.effective}
          onEffective={admin.setEffective}
          canUndo={editing.canUndo}
          saving={admin.saving.kind === "saving" ? admin.saving.count : null}
          language={language}
          words={words}
          onFirstFault={() => goTo(faulty[0]?.key ?? "")}
          onUndo={editing.undo}
          onDiscard={admin.discard}
          onSave={admin.save}
        />
      )}
      {history && dialog && (
        <dialog.HistoryDialog
          subject={history.row.subject}
          name={history.name}
          period={admin.label(desk.span)}
          span={desk.span}
          words={words}
          onClose={() => setHistory(null)}
        />
      )}
    </section>
  );
}

import { useMemo, useState } from "preact/hooks";
import type {
  ReconciledDeals,
  ReconciledPeriod,
  Reconciliation,
} from "../../../shared/contracts/reconciliation.ts";
import { RecordsDrawer } from "../connection/records-drawer.tsx";
import { CONNECTION_WORDS } from "../connection/words/book.ts";
import { Icon } from "../design/icon.tsx";
import { Note } from "../design/note.tsx";
import { recordPages, usePages } from "../host/use-pages.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import {
  type ReceiptView,
  type ReceiptWording,
  receiptView,
  reconciledRow,
  type StepRow,
} from "./receipt-view.ts";
import "../design/data-table.css";
import "./install.css";

/** The CRM's own total beside ours, with every step between them and the deals behind it. */
export function Receipt(props: {
  readonly reconciliation: Reconciliation;
  readonly period: ReconciledPeriod;
  readonly wording: ReceiptWording;
}) {
  const { words } = props.wording;
  const view = receiptView(props.reconciliation, props.wording);
  const [open, setOpen] = useState<StepRow | null>(null);
  return (
    <div class="receipt">
      <div class="receipt-head">
        <h2>{view.title}</h2>
        <span class="text-sm text-3">{view.checked}</span>
      </div>
      <div class="receipt-part">
        <Note tone={view.tone}>
          <b>{view.sentence}</b>
        </Note>
        {view.hint && <p class="text-2">{view.hint}</p>}
      </div>
      {view.steps.length > 0 && <Bridge view={view} words={words} onOpen={setOpen} />}
      <p class="text-sm text-3 receipt-part">{view.notes.join(" ")}</p>
      {open && (
        <StepDrawer
          key={open.step}
          row={open}
          period={props.period}
          wording={props.wording}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

function Bridge(props: {
  readonly view: ReceiptView;
  readonly words: ReceiptWording["words"];
  readonly onOpen: (row: StepRow) => void;
}) {
  const { view, words, onOpen } = props;
  return (
    <div class="table-scroll">
      <table class="data-table compact">
        <caption class="visually-hidden">{view.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.receipt.step}</th>
            <th scope="col" class="number">
              {words.receipt.count}
            </th>
            <th scope="col" class="number">
              {words.receipt.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" class="strong">
              {view.theirs.label}
            </th>
            <td class="number strong">{view.theirs.count}</td>
            <td class="number strong">{view.theirs.amount}</td>
          </tr>
          {view.steps.map((row) => (
            <tr key={row.step}>
              <th scope="row">
                <button
                  type="button"
                  class="figure-button receipt-step"
                  aria-label={row.openLabel}
                  onClick={() => onOpen(row)}
                >
                  {row.step === "unexplained" && <Icon name="triangle-alert" size={14} />}
                  {row.label} <span class="text-3">{row.deals}</span>
                </button>
              </th>
              <td class="number">{row.count}</td>
              <td class="number">{row.amount}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{view.ours.label}</th>
            <td class="number">{view.ours.count}</td>
            <td class="number">{view.ours.amount}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function StepDrawer(props: {
  readonly row: StepRow;
  readonly period: ReconciledPeriod;
  readonly wording: ReceiptWording;
  readonly onClose: () => void;
}) {
  const { row, period, wording } = props;
  const { api } = usePage();
  const words = useWords(CONNECTION_WORDS);
  const { step } = row;
  const source = useMemo(
    () =>
      recordPages(async (after) => {
        const answer = await api.get<ReconciledDeals>("reconciliation/records", { period, step, after });
        if (answer.kind !== "ok") return answer;
        const { currency, records, ...page } = answer.value;
        const value = { ...page, records: records.map((record) => ({ ...record, currency })) };
        return { kind: "ok" as const, value };
      }),
    [api, period, step],
  );
  const pages = usePages(source);
  if (!words) return null;
  const rowWording = { words: words.records, locale: wording.locale };
  return (
    <RecordsDrawer
      title={row.label}
      detail={row.detail}
      pages={pages}
      rowOf={(record) => reconciledRow(record, record.currency, rowWording)}
      words={words.records}
      onClose={props.onClose}
    />
  );
}

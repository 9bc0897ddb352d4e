import { useState } from "preact/hooks";
import type { QuotaImport, QuotaImportRow } from "../../../shared/contracts/quota-import.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import { Tag } from "../design/tag.tsx";
import { usePage } from "../standings/page-context.ts";
import { figureOf } from "./figures.ts";
import { groupImport } from "./import-view.ts";
import { spanLabel } from "./periods-view.ts";
import type { QuotaSpan } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

/** Goals of the CRM beside the quotas here, and which of them are chosen. */
export interface DiffProps {
  readonly answer: QuotaImport;
  readonly span: QuotaSpan;
  readonly spans: readonly QuotaSpan[];
  readonly people: number;
  readonly words: QuotasWords;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** What an import would change, what it would leave as it is, and what it cannot place. */
export function ImportDiff(props: DiffProps) {
  const { answer, words, span, spans } = props;
  const { locale } = usePage();
  const [showsSame, setShowsSame] = useState(false);
  const { changing, same, unmatched } = groupImport(answer);
  const having = new Set(
    answer.rows.flatMap(({ subject }) => (subject?.kind === "member" ? [subject.id] : [])),
  );
  if (answer.rows.length === 0) return <p>{words.importNoGoals}</p>;
  const shown = showsSame ? [...changing, ...same] : changing;
  const period = spanLabel(span, spans, { words, language: locale.language });
  return (
    <div class="stack">
      <p>{words.importSummary(having.size, Math.max(props.people, having.size), period)}</p>
      {shown.length > 0 ? <DiffTable {...props} rows={shown} /> : <p>{words.importNothing}</p>}
      {same.length > 0 && !showsSame && (
        <p>
          <Button kind="ghost" small onClick={() => setShowsSame(true)}>
            {words.showSame(same.length)}
          </Button>
        </p>
      )}
      {unmatched.length > 0 && (
        <section>
          <h3>{words.unmatchedTitle(unmatched.length)}</h3>
          <ul class="quota-unmatched">
            {unmatched.map((row) => (
              <li key={row.goalId}>
                <b>{row.name}</b> {words.metrics[row.metric]}{" "}
                {figureOf(row.imported, row.metric, {
                  currency: row.currency ?? answer.currency,
                  language: locale.language,
                })}
                <span class="text-3">: {row.reason && words.unmatched[row.reason]}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Note tone="info">{words.importNote}</Note>
    </div>
  );
}

function DiffTable({ rows, ...props }: DiffProps & { readonly rows: readonly QuotaImportRow[] }) {
  const { words } = props;
  return (
    <div class="table-scroll">
      <table class="data-table compact">
        <caption class="visually-hidden">{words.importTitle}</caption>
        <DiffHead words={words} />
        <tbody>
          {rows.map((row) => (
            <DiffRow key={row.goalId} {...props} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DiffHead({ words }: { readonly words: QuotasWords }) {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span class="visually-hidden">{words.importHead.choose}</span>
        </th>
        <th scope="col">{words.person}</th>
        <th scope="col">{words.quota}</th>
        <th scope="col" class="number">
          {words.here}
        </th>
        <th scope="col" class="number">
          {words.inCrm}
        </th>
        <th scope="col">
          <span class="visually-hidden">{words.importHead.change}</span>
        </th>
      </tr>
    </thead>
  );
}

function DiffRow({ row, ...props }: DiffProps & { readonly row: QuotaImportRow }) {
  const { words, span, spans, chosen } = props;
  const { language } = usePage().locale;
  const figures = { currency: props.answer.currency, language };
  const metric = words.metrics[row.metric];
  const period =
    row.period === null ? "" : spanLabel({ ...row.period, to: row.to }, spans, { words, language });
  const isSame = row.change === "same";
  const toggle = () => {
    const next = new Set(chosen);
    if (!next.delete(row.goalId)) next.add(row.goalId);
    props.onChoose(next);
  };
  return (
    <tr>
      <td class="quota-select">
        {!isSame && (
          <label class="check">
            <input
              type="checkbox"
              aria-label={words.importSelect(row.name, metric, period)}
              checked={chosen.has(row.goalId)}
              onChange={toggle}
            />
          </label>
        )}
      </td>
      <th scope="row">{row.name}</th>
      <td class="text-2">
        {metric}
        {row.from !== span.from || row.to !== span.to ? `, ${period}` : ""}
      </td>
      <td class="number">{row.present === null ? words.none : figureOf(row.present, row.metric, figures)}</td>
      <td class={`number ${isSame ? "" : "strong"}`}>{figureOf(row.imported, row.metric, figures)}</td>
      <td>
        {isSame ? (
          <span class="text-3 text-sm">{words.importChange.same}</span>
        ) : (
          <Tag tone="info">{words.importChange[row.change]}</Tag>
        )}
      </td>
    </tr>
  );
}

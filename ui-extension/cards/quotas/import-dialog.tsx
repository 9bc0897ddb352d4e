import { useEffect, useState } from "preact/hooks";
import type { Problem, Quota } from "../../../shared/contracts/api.ts";
import type { QuotaImport, QuotaImportRow } from "../../../shared/contracts/quota-import.ts";
import { Button } from "../design/button.tsx";
import { useDesignWords } from "../design/design-words.ts";
import { Dialog } from "../design/dialog.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Tag } from "../design/tag.tsx";
import { usePage } from "../standings/page-context.ts";
import { figureOf } from "./figures.ts";
import { chosenQuotas, groupImport, preselected } from "./import-view.ts";
import { spanLabel } from "./periods-view.ts";
import type { QuotaSpan } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

type Reading =
  | { readonly state: "reading" }
  | { readonly state: "read"; readonly answer: QuotaImport }
  /** Null: nobody answered. */
  | { readonly state: "failed"; readonly problem: Problem | null };

/** Goals of the CRM beside the quotas here. Nothing is written before "Import" is pressed. */
export function ImportDialog(props: {
  readonly span: QuotaSpan;
  readonly spans: readonly QuotaSpan[];
  /** How many people there are to have a goal. */
  readonly people: number;
  readonly busy: boolean;
  readonly words: QuotasWords;
  readonly onClose: () => void;
  readonly onImport: (quotas: readonly Quota[]) => void;
}) {
  const { span, words } = props;
  const { api } = usePage();
  const [reading, setReading] = useState<Reading>({ state: "reading" });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let current = true;
    setReading({ state: "reading" });
    void api.get<QuotaImport>("quotas/import", { grain: span.grain, from: span.from }).then((answer) => {
      if (!current) return;
      if (answer.kind === "ok") {
        setReading({ state: "read", answer: answer.value });
        setChosen(preselected(answer.value));
      } else setReading({ state: "failed", problem: answer.kind === "problem" ? answer.problem : null });
    });
    return () => {
      current = false;
    };
  }, [api, span.grain, span.from, attempt]);

  const quotas = reading.state === "read" ? chosenQuotas(reading.answer, chosen) : [];
  return (
    <Dialog
      wide
      title={words.importTitle}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{words.cancel}</Button>
          <Button
            kind="primary"
            disabled={quotas.length === 0 || props.busy}
            onClick={() => props.onImport(quotas)}
          >
            {words.importDo(quotas.length)}
          </Button>
        </>
      }
    >
      {reading.state === "reading" && <Skeleton rows={6} card={false} label={words.importReading} />}
      {reading.state === "failed" && (
        <ImportProblem problem={reading.problem} words={words} onRetry={() => setAttempt(attempt + 1)} />
      )}
      {reading.state === "read" && (
        <ImportDiff {...props} answer={reading.answer} chosen={chosen} onChoose={setChosen} />
      )}
    </Dialog>
  );
}

type KnownProblem = keyof QuotasWords["importProblems"];

function isKnown(name: string, words: QuotasWords): name is KnownProblem {
  return Object.hasOwn(words.importProblems, name);
}

/** Why the goals could not be read, and the remedy. */
function ImportProblem(props: {
  readonly problem: Problem | null;
  readonly words: QuotasWords;
  readonly onRetry: () => void;
}) {
  const { problem, words, onRetry } = props;
  const { tryAgain } = useDesignWords();
  const name = problem?.type.split("/").at(-1) ?? "";
  if (!isKnown(name, words)) return <ProblemState problem={problem} onRetry={onRetry} card={false} />;
  const said = words.importProblems[name];
  return (
    <EmptyState
      role="alert"
      card={false}
      icon="link"
      title={said.title}
      detail={said.detail(problem?.detail ?? "")}
      action={{ label: tryAgain, onClick: onRetry }}
    />
  );
}

interface DiffProps {
  readonly answer: QuotaImport;
  readonly span: QuotaSpan;
  readonly spans: readonly QuotaSpan[];
  readonly people: number;
  readonly words: QuotasWords;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

function ImportDiff(props: DiffProps) {
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
  const { answer, words, spans, span } = props;
  const { locale } = usePage();
  const { language } = locale;
  const figures = { currency: answer.currency, language };
  const label = (row: QuotaImportRow) =>
    row.period === null ? "" : spanLabel({ ...row.period, to: row.to }, spans, { words, language });
  const toggle = (goalId: string) => {
    const next = new Set(props.chosen);
    if (!next.delete(goalId)) next.add(goalId);
    props.onChoose(next);
  };
  return (
    <div class="table-scroll">
      <table class="data-table compact">
        <caption class="visually-hidden">{words.importTitle}</caption>
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
        <tbody>
          {rows.map((row) => (
            <tr key={row.goalId}>
              <td class="quota-select">
                {row.change !== "same" && (
                  <label class="check">
                    <input
                      type="checkbox"
                      aria-label={words.importSelect(row.name, words.metrics[row.metric], label(row))}
                      checked={props.chosen.has(row.goalId)}
                      onChange={() => toggle(row.goalId)}
                    />
                  </label>
                )}
              </td>
              <th scope="row">{row.name}</th>
              <td class="text-2">
                {words.metrics[row.metric]}
                {row.from !== span.from || row.to !== span.to ? `, ${label(row)}` : ""}
              </td>
              <td class="number">
                {row.present === null ? words.none : figureOf(row.present, row.metric, figures)}
              </td>
              <td class={`number ${row.change === "same" ? "" : "strong"}`}>
                {figureOf(row.imported, row.metric, figures)}
              </td>
              <td>
                {row.change === "same" ? (
                  <span class="text-3 text-sm">{words.importChange.same}</span>
                ) : (
                  <Tag tone="info">{words.importChange[row.change]}</Tag>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

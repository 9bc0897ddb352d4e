import { lazy, Suspense } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import type { Explanation } from "../../../shared/contracts/api.ts";
import type { Answer } from "../host/api-client.ts";
import { type ExplainedRow, type ExplanationView, explanationView } from "./explanation-view.ts";

const ChartCanvas = lazy(() => import("../charts/chart-canvas.tsx"));

/** "Why this number?": the rule, the records with their sum, what came late, and what was left out. */
export function ExplanationDrawer(props: {
  readonly answer: Answer<Explanation> | null;
  readonly language: string;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="drawer" aria-labelledby="why" onClose={props.onClose}>
      <header>
        <h2 id="why">Why this number?</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <DrawerBody answer={props.answer} language={props.language} />
    </dialog>
  );
}

function DrawerBody(props: { readonly answer: Answer<Explanation> | null; readonly language: string }) {
  const { answer } = props;
  if (answer === null) return <p aria-busy="true">Reading the records behind it</p>;
  if (answer.kind === "offline") return <p>Standings could not be reached. Close and try again.</p>;
  if (answer.kind === "problem") {
    return (
      <p>
        {answer.problem.title}. {answer.problem.action}
      </p>
    );
  }
  return <Evidence view={explanationView(answer.value, props.language)} />;
}

function Evidence({ view }: { readonly view: ExplanationView }) {
  return (
    <>
      <p class="figure">{view.figure}</p>
      <p>
        {view.who}, {view.span}
        {view.basis && ` · ${view.basis}`}
      </p>
      <p class="hint">{view.rule}</p>
      {view.hidden && <p>{view.hidden}</p>}
      {view.daily.labels.length > 1 && (
        <Suspense fallback={<div class="chart" aria-busy="true" />}>
          <ChartCanvas series={view.daily} label={`${view.figure} by day, ${view.span}`} />
        </Suspense>
      )}
      {view.counted.length > 0 && <Records head={view.countedHead} rows={view.counted} />}
      {view.lateChanges.length > 0 && (
        <section>
          <h3>Late changes: {view.lateChanges.length}</h3>
          <ul>
            {view.lateChanges.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {view.leftOut.length > 0 && <Records head={view.leftOutHead} rows={view.leftOut} />}
    </>
  );
}

function Records({ head, rows }: { readonly head: string; readonly rows: readonly ExplainedRow[] }) {
  return (
    <section>
      <h3>{head}</h3>
      <table>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">Record</th>
            <th scope="col">Day</th>
            <th scope="col">Adds</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.url ? (
                  <a href={row.url} target="_blank" rel="noreferrer">
                    {row.title}
                  </a>
                ) : (
                  row.title
                )}
                {row.note && <span class="hint"> {row.note}</span>}
              </th>
              <td>{row.day}</td>
              <td class="number">{row.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

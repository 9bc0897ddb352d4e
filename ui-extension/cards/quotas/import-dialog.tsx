import { useEffect, useState } from "preact/hooks";
import type { Problem, Quota } from "../../../shared/contracts/api.ts";
import type { QuotaImport } from "../../../shared/contracts/quota-import.ts";
import { Button } from "../design/button.tsx";
import { useDesignWords } from "../design/design-words.ts";
import { Dialog } from "../design/dialog.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { usePage } from "../standings/page-context.ts";
import { ImportDiff } from "./import-diff.tsx";
import { chosenQuotas, preselected } from "./import-view.ts";
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

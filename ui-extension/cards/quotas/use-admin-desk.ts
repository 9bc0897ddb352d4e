import { useEffect, useState } from "preact/hooks";
import type { Quota } from "../../../shared/contracts/api.ts";
import { usePage } from "../standings/page-context.ts";
import { useUnsavedGuard } from "../standings/use-unsaved-guard.ts";
import { changesOf, reverseOf } from "./changes.ts";
import { conflictTexts } from "./conflict-texts.ts";
import { neighbourOf, shortSpanLabel, spanLabel } from "./periods-view.ts";
import type { DeskAnswers, QuotaSpan } from "./quota-desk.ts";
import { refusedTexts } from "./refused-cells.ts";
import { type EffectiveChoice, isWithin } from "./save-bar.tsx";
import { useGridEditing } from "./use-grid-editing.ts";
import type { Desk } from "./use-quota-desk.ts";
import { useSaving } from "./use-saving.ts";
import type { QuotasWords } from "./words/en.ts";

export type ReadyDesk = Extract<Desk, { state: "ready" }>;

/** Everything that the admin's page holds and does. */
export type AdminDesk = ReturnType<typeof useAdminDesk>;

/** Joins editing, saving and leaving over one period. `onHold` hears whether the sheet beneath has to stay. */
export function useAdminDesk(desk: ReadyDesk, words: QuotasWords, onHold: (held: boolean) => void) {
  const { answers, span, spans } = desk;
  const { locale, navigate } = usePage();
  const { language } = locale;
  const editing = useGridEditing(answers, span, language);
  const [effective, setEffective] = useState<EffectiveChoice>(null);
  const { saving, save, undo, dismiss } = useSaving({
    sheet: answers.sheet,
    setSheet: desk.setSheet,
    onSaved(count) {
      // What was typed since the saving that is taken back stays.
      if (count > 0) editing.settleSaved();
      setEffective(null);
      desk.refresh();
    },
  });
  const leaving = useUnsavedGuard(editing.hasChanges);
  const isBusy = saving.kind === "saving";
  const holds = editing.hasChanges || isBusy;
  useEffect(() => onHold(holds), [holds, onHold]);

  const changes = changesOf(editing.cells, editing.book, { span, effectiveFrom: effective });
  const faulty = editing.cells.filter(({ state }) => state === "error");
  const edited = new Set(editing.cells.filter(({ state }) => state === "changed").map(({ key }) => key));
  const label = (each: QuotaSpan) => spanLabel(each, spans, { words, language });
  const before = neighbourOf(spans, span, -1);
  const beforeLabel = before ? spanLabel(before, spans, { words, language, today: span.from }) : "";

  return {
    editing,
    saving,
    isBusy,
    changes,
    faulty,
    effective,
    setEffective,
    leaving,
    label,
    before,
    /** Without the year where it is the same. */
    beforeLabel,
    refusals: refusedTexts(saving, changes, words),
    conflicts: conflictTexts(saving, { answers, span, edited, words, locale }),
    closed: closedOf(answers, { spans, words, language }),
    undo: () => void undo(),
    save() {
      if (faulty.length === 0 && isWithin(effective, span)) void send(changes.map(({ quota }) => quota));
    },
    importQuotas: (quotas: readonly Quota[]) => void send(quotas),
    discard() {
      editing.discard();
      dismiss();
    },
    choose(next: QuotaSpan) {
      leaving.ask(() => {
        dismiss();
        editing.settleSaved();
        navigate({ page: "quotas", query: { grain: next.grain, from: next.from } });
      });
    },
  };

  async function send(quotas: readonly Quota[]): Promise<void> {
    await save(quotas, reverseOf(quotas, answers.sheet.quotas));
  }
}

/** "Oct result", from the last period that is closed. */
function closedOf(
  { closed }: DeskAnswers,
  options: { readonly spans: readonly QuotaSpan[]; readonly words: QuotasWords; readonly language: string },
) {
  if (!closed) return null;
  const label = options.words.closedResult(shortSpanLabel(closed.period, options.spans, options));
  return { label, attainment: closed };
}

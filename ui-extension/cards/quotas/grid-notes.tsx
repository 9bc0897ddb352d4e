import { Note } from "../design/note.tsx";
import type { GridNotice } from "./use-grid-editing.ts";
import type { Saving } from "./use-saving.ts";
import type { QuotasWords } from "./words/en.ts";

/** What was saved, could not be saved, was pasted or copied: one note at a time, the most important first. */
export function GridNotes(props: {
  readonly saving: Saving;
  readonly notice: GridNotice | null;
  /** Null where nobody else saved. */
  readonly conflict: string | null;
  /** The period that was copied from. */
  readonly before: string;
  readonly words: QuotasWords;
  readonly onUndo: () => void;
}) {
  const { saving, notice, conflict, words } = props;
  if (conflict !== null) {
    return (
      <Note tone="warn" role="alert">
        {conflict}
      </Note>
    );
  }
  if (saving.kind === "failed") {
    return (
      <Note tone="bad" role="alert">
        {failureText(saving, words)}
      </Note>
    );
  }
  if (notice) {
    const isRefused = notice.kind === "too_many_rows" || notice.kind === "too_many_columns";
    return (
      <Note tone={isRefused ? "bad" : "info"} role={isRefused ? "alert" : "status"}>
        {noticeText(notice, props)}
      </Note>
    );
  }
  if (saving.kind !== "saved") return null;
  if (saving.reverse === null) {
    return (
      <Note tone="good" role="status">
        {words.undone(saving.count)}
      </Note>
    );
  }
  return (
    <Note tone="good" role="status" action={{ label: words.undo, onClick: props.onUndo }}>
      {words.saved(saving.count)}
    </Note>
  );
}

function failureText(saving: Extract<Saving, { kind: "failed" }>, words: QuotasWords): string {
  if (saving.saved > 0) return words.savedPart(saving.saved, saving.of);
  return saving.problem === null ? words.notSavedOffline : words.notSaved;
}

function noticeText(
  notice: GridNotice,
  { words, before }: { readonly words: QuotasWords; readonly before: string },
): string {
  switch (notice.kind) {
    case "pasted":
      return words.pasted(notice.count);
    case "copied":
      return notice.count === 0 ? words.nothingToCopy(before) : words.copied(notice.count, before);
    case "too_many_rows":
      return words.pastedRows(notice.pasted, notice.room);
    case "too_many_columns":
      return words.pastedColumns(notice.pasted, notice.room);
  }
}

/** What the looks of the cells mean. */
export function GridLegend({ words }: { readonly words: QuotasWords }) {
  return (
    <ul class="quota-legend">
      {(["inherited", "changed", "error"] as const).map((state) => (
        <li key={state}>
          <i class={`quota-swatch quota-${state}`} />
          {words.states[state]}
        </li>
      ))}
    </ul>
  );
}

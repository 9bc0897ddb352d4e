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
  /** How many cells say why they were not saved. */
  readonly refused: number;
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
        {failureText(saving, props)}
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

function failureText(
  saving: Extract<Saving, { kind: "failed" }>,
  { refused, words }: { readonly refused: number; readonly words: QuotasWords },
): string {
  if (saving.saved > 0) return words.savedPart(saving.saved, saving.of);
  if (refused > 0) return words.notSavedCells(refused);
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

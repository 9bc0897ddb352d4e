import { formatDayOf, formatTime } from "../../../../shared/wording/dates.ts";
import { Note } from "../../design/note.tsx";
import { usePage, useWords } from "../../standings/page-context.ts";
import type { BoardQuery } from "../board-query.ts";
import { DIALOG_WORDS } from "./words/book.ts";

/** What is shown is not of now: said over the board, with the way back. */
export function PastBanner(props: {
  readonly query: BoardQuery;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, onChange } = props;
  const { locale } = usePage();
  const words = useWords(DIALOG_WORDS);
  if (query.at === undefined || !words) return null;
  const when = `${formatDayOf(query.at, locale)}, ${formatTime(query.at, locale)}`;
  const back = { label: words.backToNow, onClick: () => onChange({ ...query, at: undefined }) };
  return (
    <Note tone="warn" role="status" action={back}>
      {words.knownOn(when)}
    </Note>
  );
}

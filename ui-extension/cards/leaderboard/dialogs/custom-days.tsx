import { useId, useState } from "preact/hooks";
import type { Leaderboard } from "../../../../shared/contracts/api.ts";
import { Button } from "../../design/button.tsx";
import { useWords } from "../../standings/page-context.ts";
import type { BoardQuery } from "../board-query.ts";
import { DIALOG_WORDS } from "./words/book.ts";

/** Any two days, taken once both are there and in order. */
export function CustomDays(props: {
  readonly query: BoardQuery;
  readonly board: Leaderboard | null;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, board, onChange } = props;
  const words = useWords(DIALOG_WORDS);
  const [from, setFrom] = useState(query.from ?? board?.period.from ?? "");
  const [to, setTo] = useState(query.to ?? board?.period.to ?? "");
  const [asked, setAsked] = useState(false);
  const id = useId();
  if (!words) return null;
  const fault = from === "" || to === "" ? words.daysMissing : from > to ? words.daysReversed : null;
  function apply(event: Event): void {
    event.preventDefault();
    setAsked(true);
    if (fault === null) onChange({ ...query, period: undefined, from, to });
  }
  const shownFault = asked ? fault : null;
  const field = (label: string, day: string, set: (day: string) => void) => (
    <label class="row">
      <span class="text-3">{label}</span>
      <input
        type="date"
        class="field"
        value={day}
        aria-invalid={shownFault !== null}
        aria-describedby={shownFault === null ? undefined : id}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
  return (
    <form class="row row-wrap" onSubmit={apply} noValidate>
      {field(words.from, from, setFrom)}
      {field(words.to, to, setTo)}
      <Button type="submit">{words.apply}</Button>
      {shownFault && (
        <span class="field-error" id={id} role="alert">
          {shownFault}
        </span>
      )}
    </form>
  );
}

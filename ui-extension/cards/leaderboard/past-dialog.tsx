import { useState } from "preact/hooks";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { instantAt, wallClockOf } from "../host/account-time.ts";
import { usePage } from "../standings/page-context.ts";
import type { BoardQuery } from "./board-query.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** Asks for the moment whose knowledge is to be shown, on the account's clock. */
export function PastDialog(props: {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly onChange: (query: BoardQuery) => void;
  readonly onClose: () => void;
}) {
  const { query, words, onChange, onClose } = props;
  const { page, session } = usePage();
  const { timeZone } = session.tenant;
  const now = wallClockOf(new page.Date().toISOString(), timeZone);
  const [chosen, setChosen] = useState(query.at ? wallClockOf(query.at, timeZone) : now);
  const instant = instantAt(chosen, timeZone);
  const show = () => {
    if (instant === null || chosen > now) return;
    onClose();
    onChange({ ...query, at: instant });
  };
  return (
    <Dialog
      title={words.asItWasTitle}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button kind="primary" disabled={instant === null || chosen > now} onClick={show}>
            {words.show}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <label>
          <span class="field-label">{words.asOf}</span>
          <input
            type="datetime-local"
            class="field"
            max={now}
            value={chosen}
            onInput={(event) => setChosen(event.currentTarget.value)}
          />
        </label>
        <p class="field-hint">{words.asItWasDetail}</p>
      </form>
    </Dialog>
  );
}

import { useState } from "preact/hooks";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { instantAt, wallClockOf } from "../../host/account-time.ts";
import { usePage, useWords } from "../../standings/page-context.ts";
import type { BoardQuery } from "../board-query.ts";
import { DIALOG_WORDS } from "./words/book.ts";

/** Asks for the moment whose knowledge is to be shown, on the account's clock. */
export function PastDialog(props: {
  readonly query: BoardQuery;
  readonly onChange: (query: BoardQuery) => void;
  readonly onClose: () => void;
}) {
  const { query, onChange, onClose } = props;
  const words = useWords(DIALOG_WORDS);
  const { page, session } = usePage();
  const { timeZone } = session.tenant;
  const now = wallClockOf(new page.Date().toISOString(), timeZone);
  const [chosen, setChosen] = useState(query.at ? wallClockOf(query.at, timeZone) : now);
  const instant = instantAt(chosen, timeZone);
  if (!words) return null;
  const show = () => {
    if (instant === null || chosen > now) return;
    onClose();
    onChange({ ...query, at: instant });
  };
  return (
    <Dialog
      title={words.pastTitle}
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
        <p class="field-hint">{words.pastDetail}</p>
      </form>
    </Dialog>
  );
}

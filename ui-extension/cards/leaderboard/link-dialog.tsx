import { Dialog } from "../design/dialog.tsx";
import type { LeaderboardWords } from "./words/en.ts";

/** A link that has to be copied by hand, because the frame may not. */
export function LinkDialog(props: {
  readonly link: string;
  readonly words: LeaderboardWords;
  readonly onClose: () => void;
}) {
  const { words } = props;
  return (
    <Dialog title={words.linkTitle} onClose={props.onClose}>
      <label>
        <span class="field-label">{words.linkHint}</span>
        <input
          class="field board-link-field"
          readOnly
          value={props.link}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
    </Dialog>
  );
}

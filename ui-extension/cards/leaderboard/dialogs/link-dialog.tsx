import { Dialog } from "../../design/dialog.tsx";
import { useWords } from "../../standings/page-context.ts";
import { DIALOG_WORDS } from "./words/book.ts";

/** A link that has to be copied by hand, because the frame may not. */
export function LinkDialog(props: { readonly link: string; readonly onClose: () => void }) {
  const words = useWords(DIALOG_WORDS);
  if (!words) return null;
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

import type { DisplayKeyHead } from "../../../shared/contracts/display.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import type { DisplaysWords } from "./words/en.ts";

/** Asks before a screen goes dark. */
export function DisconnectDialog(props: {
  readonly display: Pick<DisplayKeyHead, "label">;
  readonly words: DisplaysWords;
  readonly onClose: () => void;
  readonly onDisconnect: () => void;
}) {
  const { display, words, onClose, onDisconnect } = props;
  return (
    <Dialog
      title={words.confirm(display.label)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.keep}</Button>
          <Button kind="primary" onClick={onDisconnect}>
            {words.disconnect}
          </Button>
        </>
      }
    >
      <p>{words.confirmDetail}</p>
    </Dialog>
  );
}

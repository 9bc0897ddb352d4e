import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import type { QuotasWords } from "./words/en.ts";

/** Asks before changes that are not saved are left behind. */
export function LeaveDialog(props: {
  /** How many changes would be lost. */
  readonly changes: number;
  readonly words: QuotasWords;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}) {
  const { words, onStay, onLeave } = props;
  return (
    <Dialog
      title={words.leaveTitle}
      onClose={onStay}
      footer={
        <>
          <Button onClick={onStay}>{words.stay}</Button>
          <Button kind="primary" onClick={onLeave}>
            {words.leave}
          </Button>
        </>
      }
    >
      <p>{words.leaveDetail(props.changes)}</p>
    </Dialog>
  );
}

import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import type { Leaving } from "./use-unsaved-guard.ts";

/** Asks before changes that are not saved are left behind. */
export function UnsavedDialog(props: {
  readonly leaving: Leaving;
  readonly words: {
    readonly title: string;
    /** What would be lost. */
    readonly detail: string;
    readonly stay: string;
    readonly leave: string;
  };
}) {
  const { leaving, words } = props;
  return (
    <Dialog
      title={words.title}
      onClose={leaving.stay}
      footer={
        <>
          <Button onClick={leaving.stay}>{words.stay}</Button>
          <Button kind="primary" onClick={leaving.leave}>
            {words.leave}
          </Button>
        </>
      }
    >
      <p>{words.detail}</p>
    </Dialog>
  );
}

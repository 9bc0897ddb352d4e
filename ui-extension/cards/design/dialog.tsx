import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Button } from "./button.tsx";
import { useDesignWords } from "./design-words.ts";
import { useModal } from "./use-modal.ts";
import "./modal.css";

/** A question over the page: import, schedule, editor. Esc and a press beside it close it. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** The buttons, the main one last. */
  readonly footer?: ComponentChildren;
  /** 472 px, or 760 for a table. */
  readonly wide?: boolean | undefined;
}) {
  const dialog = useModal(props.onClose);
  const words = useDesignWords();
  const id = useId();
  return (
    <dialog ref={dialog} class={`dialog ${props.wide ? "dialog-wide" : ""}`} aria-labelledby={id}>
      <div class="dialog-inner">
        <header class="modal-head">
          <h2 id={id}>{props.title}</h2>
          <Button kind="icon" ghost icon="close" label={words.close} onClick={props.onClose} />
        </header>
        <div class="modal-body">{props.children}</div>
        {props.footer && <footer class="modal-foot">{props.footer}</footer>}
      </div>
    </dialog>
  );
}

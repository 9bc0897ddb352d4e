import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Button } from "./button.tsx";
import { useDesignWords } from "./design-words.ts";
import { useModal } from "./use-modal.ts";
import "./modal.css";

/** A panel of 460 px at the far side, the whole width under 600 px. Esc and a press beside it close it. */
export function Drawer(props: {
  readonly title: ComponentChildren;
  /** The quiet line over the title: "Why this number?". */
  readonly eyebrow?: string | undefined;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
}) {
  const dialog = useModal(props.onClose);
  const words = useDesignWords();
  const id = useId();
  return (
    <dialog ref={dialog} class="drawer" aria-labelledby={id}>
      <div class="drawer-inner">
        <header class="modal-head">
          <h2 id={id} class="drawer-title">
            {props.eyebrow && <span class="drawer-eyebrow">{props.eyebrow} </span>}
            {props.title}
          </h2>
          <Button kind="icon" ghost icon="close" label={words.close} onClick={props.onClose} />
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
        <section class="modal-body" tabIndex={0} aria-labelledby={id}>
          {props.children}
        </section>
        {props.footer && <footer class="modal-foot">{props.footer}</footer>}
      </div>
    </dialog>
  );
}

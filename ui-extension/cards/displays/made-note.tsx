import { useRef, useState } from "preact/hooks";
import type { DisplayKeyMade } from "../../../shared/contracts/display.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import type { DisplaysWords } from "./words/en.ts";

/** The address of a new display, which nobody can show a second time. */
export function MadeNote(props: {
  readonly made: Pick<DisplayKeyMade, "label" | "url">;
  readonly words: DisplaysWords;
  readonly onDone: () => void;
}) {
  const { made, words, onDone } = props;
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(made.url);
      setCopied(true);
    } catch {
      // A frame may not be allowed to: it is marked, to be copied by hand.
      field.current?.select();
    }
  }

  return (
    <Note tone="good" role="status">
      <p>{words.made(made.label)}</p>
      <div class="displays-address">
        <input
          ref={field}
          class="field"
          readOnly
          aria-label={words.address}
          value={made.url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button onClick={() => void copy()}>{copied ? words.copied : words.copy}</Button>
        <Button kind="ghost" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </Note>
  );
}

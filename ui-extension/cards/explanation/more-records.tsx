import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import type { MoreView } from "./explanation-view.ts";
import type { ExplanationWords } from "./words/en.ts";

/** Reads a list on. With the last page the button goes, and focus stays where it was. */
export function MoreRecords(props: {
  readonly more: MoreView | null;
  readonly reading: boolean;
  readonly failed: boolean;
  readonly words: Pick<ExplanationWords, "tryAgain" | "moreFailed" | "loadingMore">;
  readonly onMore: () => void;
}) {
  const { more, reading, failed, words, onMore } = props;
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const isOver = more === null;
  useLayoutEffect(() => {
    if (isOver && pressed.current) place.current?.focus();
  }, [isOver]);
  if (isOver && !pressed.current) return null;
  const press = () => {
    pressed.current = true;
    onMore();
  };
  return (
    <div ref={place} tabIndex={-1} class="explanation-more">
      {failed && (
        <Note tone="warn" role="alert" action={{ label: words.tryAgain, onClick: press }}>
          {words.moreFailed}
        </Note>
      )}
      {more && !failed && (
        <Button small onClick={press}>
          {reading ? words.loadingMore : more.label}
        </Button>
      )}
    </div>
  );
}

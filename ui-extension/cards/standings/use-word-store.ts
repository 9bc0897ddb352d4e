import { useCallback, useRef, useState } from "preact/hooks";
import { pseudoWords, type WordBook } from "../../../shared/wording/words.ts";
import type { PageLanguage } from "../host/theme.ts";
import type { PageContext } from "./page-context.ts";

/** Loads catalogues when they are first asked for. English stands in where another language cannot be loaded. */
export function useWordStore({ language, pseudo }: PageLanguage): PageContext["wordsOf"] {
  const kept = useRef(new Map<object, unknown>());
  const [version, setVersion] = useState(0);

  // A new function with each catalogue that came, so that whoever reads words is drawn again.
  return useCallback(
    <Words extends object>(book: WordBook<Words>): Words | null => {
      if (!kept.current.has(book)) {
        kept.current.set(book, null);
        void loadWords(book, language).then((words) => {
          // What could not be loaded is tried again when it is next asked for.
          if (words === null) kept.current.delete(book);
          else kept.current.set(book, pseudo ? pseudoWords(words) : words);
          if (words !== null) setVersion((before) => before + 1);
        });
      }
      // What is kept under a book came from it.
      return kept.current.get(book) as Words | null;
    },
    [language, pseudo, version],
  );
}

async function loadWords<Words>(
  book: WordBook<Words>,
  language: PageLanguage["language"],
): Promise<Words | null> {
  try {
    return await book[language]();
  } catch {
    // A chunk that cannot be fetched is the line's fault or a newer version's; the frame says so where it matters.
    return book.en().catch(() => null);
  }
}

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { WordBook } from "../../../shared/wording/words.ts";
import { type DesignWords, en } from "./words/en.ts";

/** English stands in the first chunk, so that a failure to load anything can still be worded. */
export const DESIGN_WORDS: WordBook<DesignWords> = {
  en: () => Promise.resolve(en),
  de: () => import("./words/de.ts").then(({ de }) => de),
  es: () => import("./words/es.ts").then(({ es }) => es),
};

/** The words of the shared parts; each entry page provides those of its viewer. */
export const DesignWordsContext = createContext<DesignWords>(en);

/** The words of the shared parts, in the viewer's language. */
export function useDesignWords(): DesignWords {
  return useContext(DesignWordsContext);
}

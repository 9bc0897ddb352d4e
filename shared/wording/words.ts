/**
 * Texts in catalogues: an object per page and language whose entries are texts, or functions from figures to a
 * text. English is complete and gives the type; other languages must have every entry, or do not compile.
 */
import type { Language } from "./locale.ts";

/** One catalogue per language, loaded when it is needed. */
export type WordBook<Words> = Readonly<Record<Language, () => Promise<Words>>>;

/** A text for a count, by the language's own rules of plural. */
export function plural(
  count: number,
  language: Language,
  forms: { readonly one: string; readonly other: string },
): string {
  return new Intl.PluralRules(language).select(count) === "one" ? forms.one : forms.other;
}

/**
 * The catalogue with every text 40 % longer and accented, to see on a screen what is not from a catalogue and
 * what does not fit.
 */
export function pseudoWords<Words extends object>(words: Words): Words {
  return new Proxy(words, {
    get(target, key, receiver) {
      return lengthen(Reflect.get(target, key, receiver));
    },
  });
}

function lengthen(entry: unknown): unknown {
  if (typeof entry === "string") return lengthened(entry);
  if (typeof entry === "function")
    return (...given: unknown[]) => lengthen(Reflect.apply(entry, null, given));
  if (Array.isArray(entry)) return entry.map(lengthen);
  return typeof entry === "object" && entry !== null ? pseudoWords(entry) : entry;
}

const ACCENTED: Readonly<Record<string, string>> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", n: "ñ", c: "ç" };

/** Each word by itself, as words of other languages are longer and still break into lines. */
function lengthened(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const accented = [...word].map((letter) => ACCENTED[letter] ?? letter).join("");
    return `${accented}${"·".repeat(Math.ceil(word.length * 0.4))}`;
  });
}

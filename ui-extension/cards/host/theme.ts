import { directionOf, type Language, readLanguage, wordsLanguageOf } from "../../../shared/wording/locale.ts";

/** Which host's look and which mode the page wears. */
export interface Theme {
  readonly host: "hubspot" | "salesforce";
  readonly mode: "light" | "dark";
}

/** What the page wears now, as `apply-theme.ts` put it there. */
export function readTheme(page: Window): Theme {
  const { host, mode } = page.document.documentElement.dataset;
  return {
    host: host === "salesforce" ? "salesforce" : "hubspot",
    mode: mode === "dark" ? "dark" : "light",
  };
}

/** Calls back whenever the theme or the direction changes: charts read their colours again. Returns how to stop. */
export function onThemeChange(
  page: Window & typeof globalThis,
  listener: (theme: Theme) => void,
): () => void {
  const observer = new page.MutationObserver(() => listener(readTheme(page)));
  observer.observe(page.document.documentElement, {
    attributes: true,
    attributeFilter: ["data-host", "data-mode", "dir"],
  });
  return () => observer.disconnect();
}

/** Languages of a page: one for words, one with its region for figures and dates. */
export interface PageLanguage {
  readonly language: Language;
  /** Such as `en-GB`. */
  readonly locale: string;
  /** Longer, accented words, to see what does not fit or is not from a catalogue. */
  readonly pseudo: boolean;
}

/** The language from the address (`?locale=`), else the browser's; says it on `<html>`. */
export function applyLanguage(page: Window): PageLanguage {
  const asked = new URLSearchParams(page.location.search);
  const locale = readLanguage(asked.get("locale") || page.navigator.language);
  const language = wordsLanguageOf(locale);
  const root = page.document.documentElement;
  root.lang = language;
  if (asked.get("dir") !== "rtl") root.dir = directionOf(language);
  return { language, locale, pseudo: asked.get("pseudo") === "1" };
}

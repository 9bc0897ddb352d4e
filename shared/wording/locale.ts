/** The languages that the product speaks; every other one reads English words with its own numbers and dates. */
export const LANGUAGES = ["en", "de", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Language and region for numbers and dates, such as `en-GB`, and the zone that times are shown in. */
export interface Locale {
  readonly language: string;
  readonly timeZone: string;
}

/** The wished language where `Intl` knows it; browsers and CRMs without a locale of their own name odd ones. */
export function readLanguage(wished: string): string {
  try {
    return Intl.getCanonicalLocales(wished.replaceAll("_", "-"))[0] ?? "en";
  } catch (error) {
    if (error instanceof RangeError) return "en";
    throw error;
  }
}

/** Whose words a locale gets. */
export function wordsLanguageOf(locale: string): Language {
  const base = locale.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base) ?? "en";
}

/** What the page says in `lang` and `dir`: words of another language than asked for keep their own direction. */
export function directionOf(language: Language): "ltr" | "rtl" {
  const rightToLeft: readonly string[] = ["ar", "fa", "he", "ur"];
  return rightToLeft.includes(language) ? "rtl" : "ltr";
}

import type { Explanation } from "../../../shared/contracts/api.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import type { RuleWords } from "../../../shared/metrics/words/rule-words.ts";
import type { Language, Locale } from "../../../shared/wording/locale.ts";
import { MomentTexts } from "./moments.ts";
import { AmountTexts } from "./record-amounts.ts";
import type { ExplanationWords } from "./words/en.ts";

/** The words that the drawer is written in, and for whom. */
export interface DrawerWords {
  readonly words: ExplanationWords;
  readonly rules: RuleWords;
  readonly language: Language;
  readonly locale: Locale;
}

/** An answer with all that is needed to write it. */
export interface ExplanationScene extends DrawerWords {
  readonly figure: ExplainTarget;
  readonly explanation: Explanation;
  readonly amounts: AmountTexts;
  readonly moments: MomentTexts;
}

/** Days and times are those of the account's clock, numbers those of the viewer's region. */
export function sceneOf(
  figure: ExplainTarget,
  explanation: Explanation,
  drawer: DrawerWords,
): ExplanationScene {
  const locale = { ...drawer.locale, timeZone: explanation.period.timeZone };
  return {
    ...drawer,
    locale,
    figure,
    explanation,
    amounts: new AmountTexts(explanation, locale.language, drawer.words),
    moments: new MomentTexts(locale, explanation.asOf),
  };
}

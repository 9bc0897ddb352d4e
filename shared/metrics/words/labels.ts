import type { MetricId } from "../../contracts/ids.ts";
import type { Language } from "../../wording/locale.ts";
import { de } from "./names/de.ts";
import { en } from "./names/en.ts";
import { es } from "./names/es.ts";
import type { MetricNames } from "./names/metric-names.ts";

const NAMES: Readonly<Record<Language, MetricNames>> = { en, de, es };

/** What a metric is called on every screen, for who knows the language only when it is asked. */
export function metricLabel(id: MetricId, language: Language): string {
  return NAMES[language].label(id);
}

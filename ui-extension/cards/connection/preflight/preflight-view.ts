/** What the list of steps in Salesforce shows, from what the Worker says of each. Pure. */
import type {
  Preflight,
  PreflightGap,
  PreflightStep,
  PreflightStepName,
} from "../../../../shared/contracts/preflight.ts";
import type { Tone } from "../../../../shared/contracts/quota-card.ts";
import { formatDayOf, formatTime } from "../../../../shared/wording/dates.ts";
import type { Locale } from "../../../../shared/wording/locale.ts";
import { formatCount } from "../../../../shared/wording/numbers.ts";
import type { PreflightWords } from "./words/en.ts";

/** In whose words, figures and times. */
export interface PreflightWording {
  readonly words: PreflightWords;
  readonly locale: Locale;
}

/** One step, worded. */
export interface PreflightRow {
  readonly step: PreflightStepName;
  readonly status: { readonly tone: Tone; readonly label: string };
  readonly title: string;
  readonly reason: string;
  /** Where it is done; null for what is done. */
  readonly where: string | null;
  /** What the state was told by, line by line. */
  readonly evidence: readonly string[];
}

/** The list, worded. */
export interface PreflightView {
  readonly summary: string;
  readonly checked: string;
  readonly rows: readonly PreflightRow[];
}

const TONES: Readonly<Record<PreflightStep["state"], Tone>> = {
  done: "good",
  to_do: "warn",
  cannot_tell: "quiet",
};

/** The steps in order, with what is left of them. */
export function preflightView({ checkedAt, steps }: Preflight, wording: PreflightWording): PreflightView {
  const { words, locale } = wording;
  const left = steps.filter(({ state }) => state === "to_do").length;
  return {
    summary: left === 0 ? words.allDone : words.left(left, formatCount(left, locale.language)),
    checked: checkedAt === null ? words.neverChecked : atMoment(words.checked, checkedAt, locale),
    rows: steps.map((step) => rowOf(step, wording)),
  };
}

/** A sentence with the day and the time of an instant. */
export function atMoment(
  sentence: (day: string, time: string) => string,
  at: string,
  locale: Locale,
): string {
  return sentence(formatDayOf(at, locale), formatTime(at, locale));
}

function rowOf(step: PreflightStep, wording: PreflightWording): PreflightRow {
  const { words } = wording;
  const { title, path, reason } = words.steps[step.step];
  return {
    step: step.step,
    status: { tone: TONES[step.state], label: words.states[step.state] },
    title,
    reason,
    where: step.state === "done" ? null : words.where(path),
    evidence: evidenceOf(step, wording),
  };
}

function evidenceOf(step: PreflightStep, { words, locale }: PreflightWording): readonly string[] {
  const { at, people, gaps, signIn } = step.evidence;
  const seen = (sentence: (day: string, time: string) => string) =>
    at === null ? [] : [atMoment(sentence, at, locale)];
  switch (step.step) {
    case "api_access":
      return seen(words.evidence.answered);
    case "integration_user":
      if (signIn === null) return [];
      if (signIn === "key") return [words.evidence.byKey];
      return [step.state === "to_do" ? words.evidence.keyRefused : words.evidence.byConsent];
    case "refresh_policy":
      return signIn === "key" ? [words.evidence.byKey] : [];
    case "view_all":
    case "field_access":
      return gaps.map((gap) => gapText(gap, words));
    case "permission_sets":
      if (people === null) return [];
      return [
        people === 0
          ? words.evidence.nobody
          : words.evidence.admins(people, formatCount(people, locale.language)),
      ];
    default:
      return seen(words.evidence.seen);
  }
}

/** Names of fields and permissions are the CRM's own. */
function gapText({ feature, scopes, fields }: PreflightGap, words: PreflightWords): string {
  const names = [...scopes, ...fields];
  const named = Object.entries(words.features).find(([name]) => name === feature)?.[1] ?? feature;
  return names.length === 0 ? words.evidence.off(named) : words.evidence.hidden(named, names.join(", "));
}

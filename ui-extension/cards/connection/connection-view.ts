/** What the page Connection shows, from what the Worker says: texts, tones and what each opens. Pure. */
import type { Connection } from "../../../shared/contracts/connection.ts";
import type { BarView, Tone } from "../../../shared/contracts/quota-card.ts";
import { formatDayOf, formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { formatCount, formatPercentDown, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import type { ConnectionWords } from "./words/en.ts";

/** In whose words, figures and times. */
export interface ConnectionWording {
  readonly words: ConnectionWords;
  readonly locale: Locale;
}

/** What a press on something does. */
export type ConnectionAction = "reconnect" | "sync" | "reconcile";

/** One kind in the first reading. */
export interface ReadingRow {
  readonly kind: string;
  readonly label: string;
  /** Null while the CRM has not told how much there is. */
  readonly bar: BarView | null;
  readonly count: string;
  readonly left: string;
  readonly done: boolean;
}

/** The first reading, while it lasts. */
export interface ReadingView {
  readonly title: string;
  readonly bar: BarView | null;
  readonly left: string;
  readonly rows: readonly ReadingRow[];
}

/** How syncing of a kind stands. */
export interface SyncRow {
  readonly kind: string;
  readonly label: string;
  readonly last: string;
  readonly read: string;
  readonly state: { readonly tone: Tone; readonly label: string };
  readonly action: ConnectionAction | null;
}

/** A fault with what to do about it. */
export interface FaultView {
  readonly key: string;
  readonly tone: "bad" | "warn" | "info";
  readonly title: string;
  readonly remedy: string;
  readonly since: string;
  /** "pipelines" leads to where it is chosen which of them count. */
  readonly action: { readonly kind: ConnectionAction | "pipelines"; readonly label: string } | null;
}

/** What is left of the CRM's allowance. */
export interface AllowanceView {
  readonly left: string;
  readonly of: string;
  readonly bar: BarView;
}

/** Passing faults mend themselves: they are told and need nobody. */
const PASSING: readonly string[] = ["rate_limited", "unavailable"];

/** Whether the first reading goes on. */
export function isReading({ state }: Pick<Connection, "state">): boolean {
  return state === "installing" || state === "backfilling";
}

/** The state as shape, word and tone. */
export function stateView(
  { state, freshness }: Pick<Connection, "state" | "freshness">,
  words: ConnectionWords,
): { readonly tone: Tone; readonly label: string } {
  if (freshness.state === "stale") return { tone: "warn", label: words.states.stale };
  const tones = {
    installing: "quiet",
    backfilling: "good",
    live: "good",
    reconnect: "bad",
    uninstalled: "bad",
  } as const;
  return { tone: tones[state], label: words.states[state] };
}

/** "Connected 20 Nov 2026, 13:52." */
export function connectedText({ connectedAt }: Connection, { words, locale }: ConnectionWording): string {
  return words.connected(formatDayOf(connectedAt, locale), formatTime(connectedAt, locale));
}

/** How far the first reading is, and how long it still takes. `asOf` is when the answer came. */
export function readingView(
  { progress, secondsLeft }: Pick<Connection, "progress" | "secondsLeft">,
  asOf: string,
  { words, locale }: ConnectionWording,
): ReadingView {
  const expected = sumOrNull(progress.map((kind) => kind.expected));
  const done = progress.reduce((sum, kind) => sum + kind.done, 0);
  const percent = expected === null ? null : percentOf(done, expected);
  const percentText = percent === null ? null : formatPercentDown(percent, locale.language);
  return {
    title: percentText === null ? words.reading.unknown : words.reading.title(percentText),
    bar: percent === null ? null : barOf(percent, words.reading.unknown, { words, locale }),
    left: leftText(secondsLeft, asOf, { words, locale }),
    rows: progress.map((kind) => readingRow(kind, { words, locale })),
  };
}

function readingRow(
  { kind, done, expected, secondsLeft }: Connection["progress"][number],
  { words, locale }: ConnectionWording,
): ReadingRow {
  const label = kindLabel(kind, words);
  const isDone = expected !== null && done >= expected;
  const text = formatCount(done, locale.language);
  const minutes = secondsLeft === null ? null : Math.max(1, Math.ceil(secondsLeft / 60));
  const openText =
    minutes === null ? NO_FIGURE : words.reading.minutes(formatCount(minutes, locale.language));
  return {
    kind,
    label,
    bar: expected === null ? null : barOf(percentOf(done, expected), label, { words, locale }),
    count: expected === null ? text : words.reading.of(text, formatCount(expected, locale.language)),
    left: isDone ? words.reading.done : done === 0 && minutes === null ? words.reading.waiting : openText,
    done: isDone,
  };
}

function leftText(secondsLeft: number | null, asOf: string, { words, locale }: ConnectionWording): string {
  if (secondsLeft === null) return words.reading.leftUnknown;
  const minutes = Math.max(1, Math.ceil(secondsLeft / 60));
  const doneAt = new Date(Date.parse(asOf) + secondsLeft * 1000).toISOString();
  return words.reading.left(minutes, formatCount(minutes, locale.language), formatTime(doneAt, locale));
}

function barOf(percent: number, name: string, { words, locale }: ConnectionWording): BarView {
  const label = words.reading.bar(name, formatPercentDown(percent, locale.language));
  return { percent, added: null, pace: null, paceLabel: null, scale: 100, tone: "quiet", label };
}

/** One row per kind, those that the CRM did not grant with what mends it. */
export function syncRows(
  { kinds }: Pick<Connection, "kinds">,
  today: string,
  { words, locale }: ConnectionWording,
): readonly SyncRow[] {
  const tones = { live: "good", reading: "quiet", waiting: "quiet", not_granted: "warn" } as const;
  // As the catalogue lists them, deals first: every figure begins there. What is new here comes last.
  const order = Object.keys(words.kinds);
  const placeOf = ({ kind }: { readonly kind: string }) =>
    order.includes(kind) ? order.indexOf(kind) : order.length;
  const inOrder = kinds.toSorted((one, other) => placeOf(one) - placeOf(other));
  return inOrder.map(({ kind, state, at, read }) => ({
    kind,
    label: kindLabel(kind, words),
    last: at === null ? words.sync.never : momentText(at, today, locale),
    read: formatCount(read, locale.language),
    state: { tone: tones[state], label: words.sync.states[state] },
    action: state === "not_granted" ? "reconnect" : null,
  }));
}

/** The time alone for what happened today. */
function momentText(at: string, today: string, locale: Locale): string {
  const time = formatTime(at, locale);
  const day = formatDayOf(at, locale);
  return day === formatDayOf(today, locale) ? time : `${day}, ${time}`;
}

/** Faults that need somebody before those that pass by themselves. */
export function faultViews(
  { faults }: Pick<Connection, "faults">,
  wording: ConnectionWording,
): readonly FaultView[] {
  const views = faults.map((fault) => faultView(fault, wording));
  return views.toSorted((one, other) => Number(one.tone === "info") - Number(other.tone === "info"));
}

/** How many of the faults wait for somebody. */
export function needingSomebody(faults: readonly FaultView[]): number {
  return faults.filter(({ tone }) => tone !== "info").length;
}

function faultView(
  { type, subject, since, count, detail, remedy }: Connection["faults"][number],
  { words, locale }: ConnectionWording,
): FaultView {
  const known = isWorded(type, words) ? words.faults.types[type] : null;
  const days = words.faults.since(formatDayOf(since, locale), formatTime(since, locale));
  const times = count > 1 ? ` · ${words.faults.times(formatCount(count, locale.language))}` : "";
  return {
    key: `${type} ${subject}`,
    tone: PASSING.includes(type) ? "info" : type === "token_revoked" ? "bad" : "warn",
    title: known ? known.title(subjectText(subject, words)) : type,
    remedy: known ? known.remedy(detail) : remedy,
    since: days + times,
    action: actionOf(type, words),
  };
}

function isWorded(type: string, words: ConnectionWords): type is keyof ConnectionWords["faults"]["types"] {
  return Object.hasOwn(words.faults.types, type);
}

function actionOf(type: string, words: ConnectionWords): FaultView["action"] {
  switch (type) {
    case "token_revoked":
      return { kind: "reconnect", label: words.reconnect };
    case "scope_missing":
      return { kind: "reconnect", label: words.faults.grant };
    case "rejected":
    case "notice_given_up":
    case "record_unreadable":
      return { kind: "sync", label: words.syncNow };
    case "pipeline_not_counted":
      return { kind: "pipelines", label: words.faults.choosePipelines };
    case "reconcile_difference":
      return { kind: "reconcile", label: words.faults.reconcile };
    default:
      return null;
  }
}

/** A kind by its name, a record by kind and id. */
function subjectText(subject: string, words: ConnectionWords): string {
  const at = subject.indexOf(":");
  if (at < 0) return kindLabel(subject, words);
  const [kind, id] = [subject.slice(0, at), subject.slice(at + 1)];
  return kind === "deal" ? words.faults.deal(id) : words.faults.record(kindLabel(kind, words), id);
}

/** What a kind is called; one that is new here keeps its own name. */
function kindLabel(kind: string, words: ConnectionWords): string {
  const known: Readonly<Record<string, string>> = words.kinds;
  return known[kind] ?? kind;
}

/** Null while the CRM has not said. */
export function allowanceView(
  { allowance: { limit, remaining, windowSeconds } }: Pick<Connection, "allowance">,
  { words, locale }: ConnectionWording,
): AllowanceView | null {
  if (limit === null || remaining === null || windowSeconds === null || limit <= 0) return null;
  const percent = percentOf(remaining, limit);
  const { language } = locale;
  return {
    left: words.allowance.left(formatCount(remaining, language)),
    of: words.allowance.of(formatCount(limit, language), formatCount(windowSeconds, language)),
    bar: {
      percent,
      added: null,
      pace: null,
      paceLabel: null,
      scale: 100,
      tone: "quiet",
      label: words.allowance.bar(formatPercentDown(percent, language)),
    },
  };
}

function percentOf(part: number, whole: number): number {
  return whole <= 0 ? 100 : Math.min(100, (100 * part) / whole);
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}

/** The receipt: the CRM's total beside ours, or the bridge between them. Pure. */
import type { CrmName } from "../../../shared/contracts/ids.ts";
import type {
  ReconciledDeals,
  Reconciliation,
  ReconciliationStepName,
} from "../../../shared/contracts/reconciliation.ts";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { formatDayOf, formatDays, formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { formatCount, formatMoney, formatShortMoney, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import type { RecordRow } from "../connection/records-drawer.tsx";
import type { ConnectionWords } from "../connection/words/en.ts";
import type { InstallWords } from "./words/en.ts";

/** In whose words, figures and times, and about which CRM. */
export interface ReceiptWording {
  readonly words: InstallWords;
  readonly locale: Locale;
  readonly crm: CrmName;
}

/** One step of the bridge. */
export interface StepRow {
  readonly step: ReconciliationStepName;
  readonly label: string;
  readonly detail: string;
  /** "−3"; "–" where it moves no number. */
  readonly count: string;
  readonly amount: string;
  /** "12 deals". */
  readonly deals: string;
  readonly openLabel: string;
}

/** A total as a row of the bridge. */
export interface TotalRow {
  readonly label: string;
  readonly count: string;
  readonly amount: string;
}

/** The whole receipt. */
export interface ReceiptView {
  readonly title: string;
  /** "Q4 in HubSpot: 236 deals, $2.41M. Standings: the same". */
  readonly sentence: string;
  readonly tone: "good" | "info" | "warn";
  /** What the steps mean; null when there are none. */
  readonly hint: string | null;
  readonly theirs: TotalRow;
  readonly steps: readonly StepRow[];
  readonly ours: TotalRow;
  readonly checked: string;
  readonly notes: readonly string[];
}

/** A receipt this young is told of on other pages. */
const FRESH_MILLISECONDS = 24 * 3_600_000;

/** Steps whose own explanation says more than that the deal is left out. */
const OWN_DETAILS: readonly string[] = [
  "negative_amount",
  "currency",
  "other_amount",
  "adjusted",
  "former_owner",
  "changed_since",
  "unreadable",
  "unexplained",
] satisfies (keyof InstallWords["stepDetails"])[];

export function receiptView(reconciliation: Reconciliation, wording: ReceiptWording): ReceiptView {
  const { words, locale, crm } = wording;
  const { period, at, final, steps, mended } = reconciliation;
  const { language } = locale;
  const number = formatCount(period.quarter, language);
  const tone = receiptTone(reconciliation);
  const isOpen = tone === "warn";
  const hasSteps = steps.some(({ count, amountMinor }) => count !== 0 || amountMinor !== 0);
  const notes = [
    mended > 0 ? words.receipt.mended(formatCount(mended, language), mended) : null,
    final ? words.receipt.nightly : words.receipt.soFar,
  ];
  return {
    title: words.receipt.title(words.receipt.quarter(number, formatDays(period.from, period.to, language))),
    sentence: receiptSentence(reconciliation, wording),
    tone,
    hint: isOpen ? words.receipt.unexplained : hasSteps ? words.receipt.explained : null,
    theirs: totalRow(words.receipt.theirs(crmLabel(crm)), reconciliation.crm, reconciliation, language),
    steps: steps.map((step) => stepRow(step, reconciliation.currency, wording)),
    ours: totalRow(words.receipt.ours, reconciliation.standings, reconciliation, language),
    checked: words.receipt.checkedAt(formatDayOf(at, locale), formatTime(at, locale)),
    notes: notes.filter((note) => note !== null),
  };
}

/** Good where both totals are the same; a difference that nothing explains is for somebody to look at. */
export function receiptTone(reconciliation: Reconciliation): ReceiptView["tone"] {
  if (reconciliation.steps.some(({ step }) => step === "unexplained")) return "warn";
  return isSame(reconciliation) ? "good" : "info";
}

/** Both totals in a sentence. */
export function receiptSentence(
  reconciliation: Reconciliation,
  { words, locale, crm }: ReceiptWording,
): string {
  const { period, currency, crm: theirs, standings } = reconciliation;
  const { language } = locale;
  const quarter = words.receipt.shortQuarter(formatCount(period.quarter, language));
  const count = (total: number) => words.receipt.deals(total, formatCount(total, language));
  const sum = (minor: number) => formatShortMoney(minor, currency, language);
  if (isSame(reconciliation)) {
    return words.receipt.same(quarter, crmLabel(crm), count(theirs.count), sum(theirs.amountMinor));
  }
  const total = (one: typeof theirs) => words.receipt.total(count(one.count), sum(one.amountMinor));
  return words.receipt.other({
    quarter,
    crm: crmLabel(crm),
    theirs: total(theirs),
    ours: total(standings),
  });
}

/** Whether the receipt is so young that other pages tell of it. */
export function isFresh({ firstAt, final }: Reconciliation, now: number): boolean {
  return final && now - Date.parse(firstAt) < FRESH_MILLISECONDS;
}

/** A deal behind a step, with what it changes. */
export function reconciledRow(
  record: ReconciledDeals["records"][number],
  currency: string,
  { words, locale }: { readonly words: ConnectionWords["records"]; readonly locale: Locale },
): RecordRow {
  const { crmId, title, url, count, amountMinor } = record;
  const { language } = locale;
  const facts = [
    amountMinor === 0 ? null : signed(amountMinor, (value) => exactMoney(value, currency, language)),
    count === 0 ? null : signed(count, (value) => words.deals(value, formatCount(value, language))),
  ];
  return {
    key: crmId,
    title: title === null || title === "" ? `${words.untitled} · ${crmId}` : title,
    url,
    facts: facts.filter((fact) => fact !== null),
  };
}

function isSame({ crm, standings }: Reconciliation): boolean {
  return crm.count === standings.count && crm.amountMinor === standings.amountMinor;
}

function totalRow(
  label: string,
  { count, amountMinor }: Reconciliation["crm"],
  { currency }: Reconciliation,
  language: string,
): TotalRow {
  return {
    label,
    count: formatCount(count, language),
    amount: exactMoney(amountMinor, currency, language),
  };
}

function stepRow(
  { step, deals, count, amountMinor }: Reconciliation["steps"][number],
  currency: string,
  { words, locale: { language } }: ReceiptWording,
): StepRow {
  const label = words.stepNames[step];
  const text = words.receipt.deals(deals, formatCount(deals, language));
  return {
    step,
    label,
    detail: stepDetail(step, words),
    count: count === 0 ? NO_FIGURE : signed(count, (value) => formatCount(value, language)),
    amount:
      amountMinor === 0
        ? count === 0
          ? words.receipt.noDifference
          : NO_FIGURE
        : signed(amountMinor, (value) => exactMoney(value, currency, language)),
    deals: text,
    openLabel: words.receipt.open(label, text),
  };
}

/** What a step means, and what to do where something can be done. */
export function stepDetail(step: ReconciliationStepName, words: InstallWords): string {
  const details: Readonly<Record<string, string>> = words.stepDetails;
  return (OWN_DETAILS.includes(step) ? details[step] : undefined) ?? words.stepDetails.left_out;
}

/** Two totals that differ by cents must not look the same. */
function exactMoney(minor: number, currency: string, language: string): string {
  return formatMoney(minor, currency, language, { cents: true });
}

/** "+3" or "−3", with the true minus. */
function signed(value: number, format: (magnitude: number) => string): string {
  return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
}

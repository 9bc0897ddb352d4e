/** The data checks as rows, and the records behind them. Pure. */
import type { CheckedRecord, DataCheckName, DataChecks } from "../../../shared/contracts/data-checks.ts";
import type { Tone } from "../../../shared/contracts/quota-card.ts";
import type { Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import { formatDay, formatDays } from "../../../shared/wording/dates.ts";
import { formatCount, formatMoney } from "../../../shared/wording/numbers.ts";
import type { ConnectionWording } from "./connection-view.ts";
import type { RecordRow } from "./records-drawer.tsx";

/** One check: a tick with what is well, or a mark with how many are not. */
export interface CheckRow {
  readonly check: DataCheckName;
  readonly tone: Tone;
  readonly label: string;
  readonly count: string;
  /** Null where there is nothing to show. */
  readonly openLabel: string | null;
}

export function checkRows({ checks }: DataChecks, { words, locale }: ConnectionWording): readonly CheckRow[] {
  return checks.map(({ check, count, of }) => {
    const isWell = count === 0;
    const label = words.checks.names[check][isWell ? "good" : "bad"];
    const text = formatCount(count, locale.language);
    const shown = of === null ? text : words.checks.of(text, formatCount(of, locale.language));
    return {
      check,
      tone: isWell ? "good" : "warn",
      label,
      count: isWell ? words.checks.ok : shown,
      openLabel: isWell ? null : words.checks.open(label, shown),
    };
  });
}

/** Whether our total is the CRM's, differs by what is explained, or differs and nothing says why. */
export function agreementOf({ crm, standings, steps }: Reconciliation): "same" | "explained" | "different" {
  if (steps.some(({ step }) => step === "unexplained")) return "different";
  const isSame = crm.count === standings.count && crm.amountMinor === standings.amountMinor;
  return isSame ? "same" : "explained";
}

/** "Won deals of 1 Jul – 31 Dec 2026". */
export function checkedDays({ period }: DataChecks, { words, locale }: ConnectionWording): string {
  return words.checks.period(formatDays(period.from, period.to, locale.language));
}

/** A found record with what tells it apart. */
export function checkedRow(record: CheckedRecord, { words, locale }: ConnectionWording): RecordRow {
  const { kind, id, title, url, day, amount, person, deals } = record;
  const { language } = locale;
  const facts = [
    day === null ? null : formatDay(day, language),
    amount === null ? null : formatMoney(amount.minor, amount.currency, language, { foreign: true }),
    person,
    deals === null ? null : words.records.deals(deals, formatCount(deals, language)),
  ];
  return {
    key: `${kind} ${id}`,
    title: title === null || title === "" ? words.records.untitled : title,
    url,
    facts: facts.filter((fact) => fact !== null),
  };
}

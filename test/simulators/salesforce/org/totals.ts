import type { FieldValue, Org } from "./org.ts";
import { tableOf } from "./org.ts";

/** What the org's own report says was won, for one owner and one month of its close dates. */
export interface WonTotal {
  /** 18 characters. */
  readonly ownerId: string;
  /** `YYYY-MM`. */
  readonly month: string;
  /** Without the credit notes, whose amounts are negative. */
  readonly count: number;
  readonly creditNotes: number;
  readonly withoutAmount: number;
  /** In the corporate currency, credit notes included, each rounded once. */
  readonly sumMinor: number;
}

export interface TotalsQuestion {
  /** Record types by DeveloperName; null for all. */
  readonly recordTypes?: readonly string[] | null;
  /** Days, both included. */
  readonly from?: string | null;
  readonly to?: string | null;
}

function conversionRate(org: Org, isoCode: FieldValue, closeDate: string): number {
  if (!org.multicurrency || isoCode === org.currency || isoCode === null) return 1;
  for (const { fields } of tableOf(org, "DatedConversionRate").having("IsoCode", isoCode)) {
    const { StartDate: from, NextStartDate: until, ConversionRate: rate } = fields;
    if (String(from) <= closeDate && closeDate < String(until)) return Number(rate);
  }
  for (const { fields } of tableOf(org, "CurrencyType").having("IsoCode", isoCode)) {
    return Number(fields.ConversionRate);
  }
  return 1;
}

/** Half away from zero. A last bit that the division lost must not decide. */
function roundMinor(minor: number): number {
  const magnitude = Math.round(Number(Math.abs(minor).toFixed(6)));
  return minor < 0 ? -magnitude : magnitude;
}

/** The amount of an opportunity in minor units of the corporate currency, by the rate of its close date. */
export function corporateMinor(org: Org, fields: Readonly<Record<string, FieldValue>>): number | null {
  const { Amount: amount, CurrencyIsoCode: isoCode = null, CloseDate: closeDate } = fields;
  if (typeof amount !== "number") return null;
  return roundMinor((amount * 100) / conversionRate(org, isoCode, String(closeDate)));
}

/** Straight from the opportunities that are won and not deleted, so that a ledger can be held against it. */
export function wonTotals(org: Org, question: TotalsQuestion = {}): readonly WonTotal[] {
  const { recordTypes = null, from = null, to = null } = question;
  const types = tableOf(org, "RecordType");
  const totals = new Map<string, WonTotal>();
  for (const { fields } of tableOf(org, "Opportunity").byCursor()) {
    const day = String(fields.CloseDate);
    if (fields.IsDeleted === true || fields.IsWon !== true) continue;
    if ((from !== null && day < from) || (to !== null && day > to)) continue;
    const type = String(types.get(String(fields.RecordTypeId))?.fields.DeveloperName);
    if (recordTypes && !recordTypes.includes(type)) continue;
    const ownerId = String(fields.OwnerId);
    const month = day.slice(0, 7);
    const minor = corporateMinor(org, fields);
    const isCreditNote = minor !== null && minor < 0;
    const before = totals.get(`${month}/${ownerId}`);
    totals.set(`${month}/${ownerId}`, {
      ownerId,
      month,
      count: (before?.count ?? 0) + (isCreditNote ? 0 : 1),
      creditNotes: (before?.creditNotes ?? 0) + (isCreditNote ? 1 : 0),
      withoutAmount: (before?.withoutAmount ?? 0) + (minor === null ? 1 : 0),
      sumMinor: (before?.sumMinor ?? 0) + (minor ?? 0),
    });
  }
  return [...totals].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, total]) => total);
}

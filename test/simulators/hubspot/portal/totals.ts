import { createZoneClock } from "../../../organisation/zone-clock.ts";
import { historyOf } from "./deal-properties.ts";
import { textToMinor } from "./decimal.ts";
import type { Portal, PortalRecord } from "./portal.ts";
import { tableOf } from "./portal.ts";

/** What the portal itself says was won, for one owner and one month of its own calendar. */
export interface WonTotal {
  readonly ownerId: string | null;
  /** `YYYY-MM`, by close date. */
  readonly month: string;
  /** Won deals without the credit notes among them. */
  readonly count: number;
  readonly creditNotes: number;
  readonly withoutAmount: number;
  /** Sum of amount_in_home_currency, credit notes included, each rounded once. */
  readonly sumMinor: number;
}

export interface TotalsQuestion {
  /** Present owner, or whoever owned the deal when it was won. */
  readonly by: "owner" | "owner_at_win";
  readonly pipelines: readonly string[] | null;
  /** Local days, both included. */
  readonly from: string | null;
  readonly to: string | null;
}

function ownerAtWin(record: PortalRecord): string | null {
  const wonAt = Date.parse(record.properties.hs_closed_won_date ?? "");
  const owners = historyOf(record, "hubspot_owner_id").filter(({ at }) => at <= wonAt);
  return owners.at(-1)?.value || record.properties.hubspot_owner_id || null;
}

function isAsked(question: TotalsQuestion, record: PortalRecord, day: string): boolean {
  if (question.pipelines && !question.pipelines.includes(record.properties.pipeline ?? "")) return false;
  return (question.from === null || day >= question.from) && (question.to === null || day <= question.to);
}

function plus(total: WonTotal, amountMinor: number | null): WonTotal {
  const isCreditNote = amountMinor !== null && amountMinor < 0;
  return {
    ...total,
    count: total.count + (isCreditNote ? 0 : 1),
    creditNotes: total.creditNotes + (isCreditNote ? 1 : 0),
    withoutAmount: total.withoutAmount + (amountMinor === null ? 1 : 0),
    sumMinor: total.sumMinor + (amountMinor ?? 0),
  };
}

/** Straight from the records, so that a ledger can be held against it. */
export function wonTotals(portal: Portal, question: TotalsQuestion): readonly WonTotal[] {
  const clock = createZoneClock(portal.timeZone);
  const totals = new Map<string, WonTotal>();
  for (const record of tableOf(portal, "deals").all()) {
    const { hs_is_closed_won: won, closedate, amount_in_home_currency: home } = record.properties;
    if (record.archivedAt !== null || won !== "true" || !closedate) continue;
    const day = clock.dayOf(Date.parse(closedate));
    if (!isAsked(question, record, day)) continue;
    const ownerId =
      question.by === "owner" ? (record.properties.hubspot_owner_id ?? null) : ownerAtWin(record);
    const month = day.slice(0, 7);
    const key = `${ownerId}/${month}`;
    const none: WonTotal = { ownerId, month, count: 0, creditNotes: 0, withoutAmount: 0, sumMinor: 0 };
    totals.set(key, plus(totals.get(key) ?? none, home ? textToMinor(home) : null));
  }
  return [...totals.values()].sort((one, other) =>
    `${one.month}/${one.ownerId}`.localeCompare(`${other.month}/${other.ownerId}`),
  );
}

/** From the CRM's own total of won deals to ours, deal by deal, so that nothing is left over unseen. */
import type { EventId, LeftOutReason, RecordKind } from "../../../shared/contracts/ids.ts";
import type { ReconciliationStep, ReconciliationStepName } from "../../../shared/contracts/reconciliation.ts";

/** A deal that the CRM calls won. */
export interface CrmWin {
  readonly crmId: string;
  readonly ownerId: string | null;
  /** Home currency; null without an amount. */
  readonly amountMinor: number | null;
}

/** The events whose lines make up the number of deals and their sum. */
export const WIN_EVENTS = ["deal_won", "revenue_closed", "deal_refunded"] as const satisfies EventId[];

/** A standing line of one of these events, as far as the bridge needs it. */
export interface WinLine {
  readonly kind: RecordKind;
  readonly crmId: string;
  readonly event: (typeof WIN_EVENTS)[number];
  readonly memberId: string;
  readonly unit: number;
  readonly amountMinor: number;
  readonly leftOut: LeftOutReason | null;
  /** By an admin. */
  readonly adjusted: boolean;
  /** The amount was in another currency. */
  readonly converted: boolean;
}

export interface BridgeInput {
  readonly crm: readonly CrmWin[];
  readonly lines: readonly WinLine[];
  /** Who stands behind an owner; null where credit does not follow owners, or nobody does. */
  readonly memberOfOwner: ((ownerId: string) => string | null) | null;
  /** Whether revenue is counted by another field than the CRM's own amount. */
  readonly isOtherAmount: boolean;
}

/** What one deal adds to the CRM's total on the way to ours. */
export interface BridgeEntry {
  readonly step: ReconciliationStepName;
  readonly kind: RecordKind;
  readonly crmId: string;
  readonly count: number;
  readonly amountMinor: number;
}

export interface WinTotal {
  readonly count: number;
  readonly amountMinor: number;
}

/** Both totals and everything between them: the entries add up to the difference exactly. */
export interface Bridge {
  readonly crm: WinTotal;
  readonly standings: WinTotal;
  readonly entries: readonly BridgeEntry[];
}

/** A record of ours with what its lines come to. */
interface Win {
  readonly kind: RecordKind;
  readonly crmId: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly countLeftOut: LeftOutReason | null;
  readonly amountsLeftOut: readonly { readonly reason: LeftOutReason; readonly amountMinor: number }[];
  /** Whether some amount counts. */
  readonly countsAmount: boolean;
  readonly adjusted: boolean;
  readonly converted: boolean;
  readonly memberIds: readonly string[];
}

/** Builds the bridge. What no rule explains stands in it as `unexplained`. */
export function buildBridge({ crm, lines, memberOfOwner, isOtherAmount }: BridgeInput): Bridge {
  const wins = new Map([...Map.groupBy(lines, keyOf)].map(([key, ofRecord]) => [key, winOf(ofRecord)]));
  const entries: BridgeEntry[] = [];
  for (const deal of crm) {
    const key = keyOf({ kind: "deal", crmId: deal.crmId });
    const win = wins.get(key) ?? null;
    wins.delete(key);
    entries.push(...entriesOfDeal(deal, win, isOtherAmount));
    if (win && memberOfOwner && isCreditedElsewhere(deal, win, memberOfOwner)) {
      entries.push({ step: "former_owner", kind: "deal", crmId: deal.crmId, count: 0, amountMinor: 0 });
    }
  }
  for (const win of wins.values()) entries.push(...entriesOfOurs(win));
  return { crm: totalOfCrm(crm), standings: totalOfLines(lines), entries };
}

/** The entries added up by step, in the order in which steps are told. Steps that nothing stands behind are out. */
export function stepsOf(
  entries: readonly BridgeEntry[],
  order: readonly ReconciliationStepName[],
): readonly ReconciliationStep[] {
  const ofStep = Map.groupBy(entries, ({ step }) => step);
  return order.flatMap((step) => {
    const found = ofStep.get(step);
    if (!found) return [];
    return [
      {
        step,
        deals: found.length,
        count: found.reduce((sum, { count }) => sum + count, 0),
        amountMinor: found.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      },
    ];
  });
}

function totalOfCrm(crm: readonly CrmWin[]): WinTotal {
  return {
    count: crm.length,
    amountMinor: crm.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0),
  };
}

function totalOfLines(lines: readonly WinLine[]): WinTotal {
  const counted = lines.filter(({ leftOut }) => leftOut === null);
  return {
    count: counted.reduce((sum, line) => sum + (line.event === "deal_won" ? line.unit : 0), 0),
    amountMinor: counted.reduce((sum, line) => sum + (line.event === "deal_won" ? 0 : line.amountMinor), 0),
  };
}

function winOf(lines: readonly WinLine[]): Win {
  const [first] = lines;
  const ofDeal = lines.filter(({ event }) => event === "deal_won");
  const ofAmount = lines.filter(({ event }) => event !== "deal_won");
  const counted = lines.filter(({ leftOut }) => leftOut === null);
  return {
    kind: first?.kind ?? "deal",
    crmId: first?.crmId ?? "",
    ...totalOfLines(lines),
    countLeftOut: ofDeal.find(({ leftOut }) => leftOut !== null)?.leftOut ?? null,
    amountsLeftOut: ofAmount.flatMap(({ leftOut, amountMinor }) =>
      leftOut === null ? [] : [{ reason: leftOut, amountMinor }],
    ),
    countsAmount: ofAmount.some(({ leftOut }) => leftOut === null),
    adjusted: lines.some(({ adjusted }) => adjusted),
    converted: ofAmount.some(({ converted }) => converted),
    memberIds: counted.map(({ memberId }) => memberId),
  };
}

/** Adds up what a deal's differences come to, by step. */
class Differences {
  readonly #bySteps = new Map<ReconciliationStepName, WinTotal>();

  add(step: ReconciliationStepName, count: number, amountMinor: number): void {
    if (count === 0 && amountMinor === 0) return;
    const before = this.#bySteps.get(step) ?? { count: 0, amountMinor: 0 };
    this.#bySteps.set(step, {
      count: before.count + count,
      amountMinor: before.amountMinor + amountMinor,
    });
  }

  entries(record: { readonly kind: RecordKind; readonly crmId: string }): readonly BridgeEntry[] {
    return [...this.#bySteps].map(([step, total]) => ({
      step,
      kind: record.kind,
      crmId: record.crmId,
      ...total,
    }));
  }
}

function entriesOfDeal(deal: CrmWin, win: Win | null, isOtherAmount: boolean): readonly BridgeEntry[] {
  const differences = new Differences();
  const amount = deal.amountMinor ?? 0;
  const record = { kind: "deal", crmId: deal.crmId } as const;
  if (win === null) {
    differences.add("unexplained", -1, -amount);
    return differences.entries(record);
  }
  const rest = win.adjusted ? "adjusted" : "unexplained";
  differences.add(win.countLeftOut ?? rest, win.count - 1, 0);
  const missing = win.amountMinor - amount;
  const [first] = win.amountsLeftOut;
  if (first && !win.countsAmount) {
    differences.add(first.reason, 0, missing);
    return differences.entries(record);
  }
  let left = missing;
  for (const { reason, amountMinor } of win.amountsLeftOut) {
    differences.add(reason, 0, -amountMinor);
    left += amountMinor;
  }
  differences.add(stepOfAmount(win, isOtherAmount), 0, left);
  return differences.entries(record);
}

/** Why an amount that counts in full is not the CRM's. */
function stepOfAmount({ adjusted, converted }: Win, isOtherAmount: boolean): ReconciliationStepName {
  if (adjusted) return "adjusted";
  if (isOtherAmount) return "other_amount";
  return converted ? "currency" : "unexplained";
}

/** Something of ours that the CRM does not count. */
function entriesOfOurs(win: Win): readonly BridgeEntry[] {
  const differences = new Differences();
  const isOurOwn = win.kind === "adjustment" || win.adjusted;
  differences.add(isOurOwn ? "adjusted" : "unexplained", win.count, win.amountMinor);
  return differences.entries(win);
}

/** The CRM's report goes by the present owner, ours by who owned the deal when it was won. */
function isCreditedElsewhere(
  { ownerId }: CrmWin,
  { memberIds, adjusted }: Win,
  memberOfOwner: (ownerId: string) => string | null,
): boolean {
  if (memberIds.length === 0 || adjusted) return false;
  const present = ownerId === null ? null : memberOfOwner(ownerId);
  return present === null || !memberIds.includes(present);
}

function keyOf({ kind, crmId }: { readonly kind: RecordKind; readonly crmId: string }): string {
  return `${kind}:${crmId}`;
}

import fc from "fast-check";
import { expect, it } from "vitest";
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import type { CreditLine } from "../../../worker/domain/credits.ts";
import { world } from "./arbitraries.ts";
import { naiveFacts } from "./naive-facts.ts";
import { type NaiveTotal, naiveTotals, type World } from "./naive-totals.ts";

function creditsOf(tenant: World): readonly CreditLine[] {
  return tenant.records.flatMap((record) => creditRecord(record, naiveFacts(tenant, record), tenant.rules));
}

function totalsOf(lines: readonly CreditLine[]): ReadonlyMap<string, NaiveTotal> {
  const totals = new Map<string, NaiveTotal>();
  for (const line of lines.filter(({ leftOut }) => leftOut === null)) {
    const key = `${line.event} ${line.memberId} ${line.day}`;
    const before = totals.get(key) ?? { count: 0, unit: 0, amountMinor: 0, seconds: 0 };
    totals.set(key, {
      count: before.count + line.count,
      unit: before.unit + line.unit,
      amountMinor: before.amountMinor + line.amountMinor,
      seconds: before.seconds + line.seconds,
    });
  }
  return totals;
}

function sorted(totals: ReadonlyMap<string, NaiveTotal>): readonly unknown[] {
  return [...totals].sort(([one], [other]) => (one < other ? -1 : 1));
}

it("adds up to what a plain second calculation finds, whatever the records, people and rules", () => {
  fc.assert(
    fc.property(world({ maxRecords: 14 }), (tenant) => {
      expect(sorted(totalsOf(creditsOf(tenant)))).toEqual(sorted(naiveTotals(tenant)));
    }),
    { numRuns: 1500 },
  );
});

it("counts a line or leaves it out with a reason, never both and never neither", () => {
  fc.assert(
    fc.property(world({ maxRecords: 6 }), (tenant) => {
      for (const line of creditsOf(tenant)) {
        const counted = line.leftOut === null;
        expect(line.count).toBe(counted ? 1 : 0);
        if (counted) expect(line.memberId === "" || line.day === null).toBe(false);
        else expect(line.unit).toBe(0);
        for (const figure of [line.amountMinor, line.seconds]) {
          expect(Number.isSafeInteger(figure) && !Object.is(figure, -0)).toBe(true);
        }
      }
    }),
  );
});

it("gives every line of a record a key of its own", () => {
  fc.assert(
    fc.property(world({ maxRecords: 6 }), (tenant) => {
      for (const record of tenant.records) {
        const lines = creditRecord(record, naiveFacts(tenant, record), tenant.rules);
        expect(new Set(lines.map(({ event, line }) => `${event} ${line}`)).size).toBe(lines.length);
      }
    }),
  );
});

it("gives the same lines again, and changes neither record nor facts", () => {
  fc.assert(
    fc.property(world({ maxRecords: 6 }), (tenant) => {
      for (const record of tenant.records) {
        const before = structuredClone(record);
        const facts = naiveFacts(tenant, record);
        const first = creditRecord(record, facts, tenant.rules);
        expect(creditRecord(record, facts, tenant.rules)).toEqual(first);
        expect(record).toEqual(before);
      }
    }),
  );
});

it("shares out a split to the last minor unit", () => {
  fc.assert(
    fc.property(world({ maxRecords: 8 }), (tenant) => {
      const rules = {
        ...tenant.rules,
        events: { revenue_closed: { creditSource: { kind: "splits" as const } } },
      };
      const byOwner = { ...tenant.rules, events: {} };
      for (const record of tenant.records.filter(({ kind }) => kind === "deal")) {
        const facts = { ...naiveFacts(tenant, record), adjustments: [] };
        const sum = (lines: readonly CreditLine[]) =>
          lines
            .filter(({ event }) => event === "revenue_closed" || event === "deal_refunded")
            .reduce((total, { amountMinor }) => total + amountMinor, 0);
        expect(sum(creditRecord(record, facts, rules))).toBe(sum(creditRecord(record, facts, byOwner)));
      }
    }),
  );
});

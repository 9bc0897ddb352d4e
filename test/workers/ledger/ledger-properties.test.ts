import fc from "fast-check";
import { expect, it } from "vitest";
import { naiveTotals } from "../../unit/credit/naive-totals.ts";
import { correspondenceHistory, deliver, deliverAll, history } from "./deliveries.ts";
import { expectedLines, standingLines, sums } from "./ledger-state.ts";
import { createTenant, EVERYTHING } from "./ledger-tenant.ts";

it("ends in the same ledger in whatever order, how often and how late records are delivered", async () => {
  await fc.assert(
    fc.asyncProperty(history({ maxRecords: 14 }), async (sample) => {
      const { world } = sample;
      const tenant = await createTenant(world);
      await deliverAll(tenant, sample);
      expect(await standingLines(tenant)).toEqual(expectedLines(world));
    }),
    { numRuns: 12 },
  );
});

it("credits again whatever depends on a record that came late, changed, or was adjusted", async () => {
  await fc.assert(
    fc.asyncProperty(correspondenceHistory({ maxRecords: 9 }), async (sample) => {
      const { world } = sample;
      const tenant = await createTenant(world);
      await deliverAll(tenant, sample);
      expect(await standingLines(tenant)).toEqual(expectedLines(world));
    }),
    { numRuns: 12 },
  );
});

it("shows on boards what a plain count over the records gives", async () => {
  await fc.assert(
    fc.asyncProperty(history({ maxRecords: 14 }), async (sample) => {
      const { world } = sample;
      const tenant = await createTenant(world);
      await deliverAll(tenant, sample);
      const days = await tenant.reader().sumByDay(EVERYTHING);
      const totals = new Map<string, unknown>();
      for (const { event, memberId, day, count, unit, amountMinor, seconds } of days) {
        totals.set(`${event} ${memberId} ${day}`, { count, unit, amountMinor, seconds });
      }
      const isSomething = (figures: object) => Object.values(figures).some((figure) => figure !== 0);
      const expected = new Map([...naiveTotals(world)].filter(([, figures]) => isSomething(figures)));
      expect(totals).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});

it("keeps every cell equal to the credits behind it, and every board as it was known", async () => {
  await fc.assert(
    fc.asyncProperty(history({ maxRecords: 10 }), async ({ world, deliveries }) => {
      const tenant = await createTenant(world);
      const snapshots = new Map<number, readonly string[]>();
      for (const delivery of deliveries) {
        await deliver(tenant, delivery, world.records);
        const reader = tenant.reader();
        snapshots.set(await reader.loadRevision(), await sums(reader, EVERYTHING));
      }
      const report = await tenant.writer.rebuildCells();
      expect(report.differences).toEqual([]);
      for (const [revision, snapshot] of snapshots) {
        expect(await sums(tenant.reader(), { ...EVERYTHING, atRevision: revision })).toEqual(snapshot);
      }
    }),
    { numRuns: 12 },
  );
});

it("lists for each hour of the week the lines that its table counts", async () => {
  await fc.assert(
    fc.asyncProperty(history({ maxRecords: 10 }), async (sample) => {
      const tenant = await createTenant(sample.world);
      await deliverAll(tenant, sample);
      const hours = await tenant.reader().sumByHour(EVERYTHING);
      for (const { event, memberId, teamId, weekday, hour, count } of hours) {
        const filter = { ...EVERYTHING, events: [event], memberIds: [memberId], teamIds: [teamId] };
        const page = { limit: 50, leftOut: false, clock: { weekday, hour } };
        const { credits } = await tenant.reader().listCredits(filter, page);
        expect(credits.reduce((sum, line) => sum + line.count, 0)).toBe(count);
      }
    }),
    { numRuns: 8 },
  );
});

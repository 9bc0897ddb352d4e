import fc from "fast-check";
import { expect, it } from "vitest";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import type { CreditedMember } from "../../../worker/domain/facts.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import { rules as anyRules } from "../../unit/credit/arbitraries.ts";
import { correspondenceHistory, deliver, deliverAll, history, pollEverything } from "./deliveries.ts";
import { expectedLines, standingLines, sums } from "./ledger-state.ts";
import {
  changeRules,
  createTenant,
  EVERYTHING,
  how,
  PLAIN_RULES,
  seedPeople,
  type TestTenant,
} from "./ledger-tenant.ts";
import { buildCall, buildDeal, SMALL_TEAM } from "./records.ts";

const RULES_CHANGED = how({ cause: { kind: "rules", actor: "admin-1" } });
const fiscalWeeks: Rules["calendar"] = {
  ...PLAIN_RULES.calendar,
  weekStart: 7,
  fiscal: { kind: "weeks", pattern: "4-4-5", startMonth: 2, anchor: "nearest" },
};
const newRules = fc
  .tuple(anyRules, fc.boolean())
  .map(([rules, byWeeks]): Rules => (byWeeks ? { ...rules, calendar: fiscalWeeks } : rules));

it("credits again under new rules while syncing goes on, and shows the old ones until the flip", async () => {
  await fc.assert(
    fc.asyncProperty(history({ maxRecords: 10 }), newRules, async ({ world, deliveries }, rules) => {
      const tenant = await createTenant(world);
      const half = Math.ceil(deliveries.length / 2);
      for (const delivery of deliveries.slice(0, half)) await deliver(tenant, delivery, world.records);
      const begun = await tenant.rules.begin(rules, RULES_CHANGED);
      let done = begun.live;
      const oldLines = new Map<number, readonly string[]>();
      for (const delivery of deliveries.slice(half)) {
        if (!done) done = (await tenant.rules.build({ ...RULES_CHANGED, limit: 2 })).done;
        await deliver(tenant, delivery, world.records);
        const reader = tenant.reader();
        oldLines.set(await reader.loadRevision(), await sums(reader, EVERYTHING));
      }
      await pollEverything(tenant, world);
      expect(await standingLines(tenant)).toEqual(expectedLines(world));
      while (!done) done = (await tenant.rules.build({ ...RULES_CHANGED, limit: 3 })).done;
      await tenant.rules.flip(RULES_CHANGED);
      expect(await standingLines(tenant)).toEqual(expectedLines({ ...world, rules }));
      expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
      for (const [atRevision, board] of oldLines) {
        expect(await sums(tenant.reader(), { ...EVERYTHING, atRevision })).toEqual(board);
      }
    }),
    { numRuns: 9 },
  );
});

async function recreditEverything(tenant: TestTenant): Promise<void> {
  let cursor: string | null = null;
  do {
    const piece = { ...how({ cause: { kind: "people" } }), limit: 3 };
    const { next } = await tenant.writer.recredit(cursor, piece);
    cursor = next;
  } while (cursor !== null);
}

const anyHistory = fc.oneof(history({ maxRecords: 12 }), correspondenceHistory({ maxRecords: 9 }));

it("credits again when people change, and only then", async () => {
  const teamless = (member: CreditedMember): CreditedMember => ({ ...member, memberships: [] });
  await fc.assert(
    fc.asyncProperty(anyHistory, fc.nat(2), async (sample, gone) => {
      const { world } = sample;
      const tenant = await createTenant(world);
      await deliverAll(tenant, sample);
      const members = world.members.filter((_, index) => index !== gone).map(teamless);
      await seedPeople(tenant.tenantId, { ...world, members });
      await recreditEverything(tenant);
      expect(await standingLines(tenant)).toEqual(expectedLines({ ...world, members }));
      const revision = await tenant.reader().loadRevision();
      await recreditEverything(tenant);
      expect(await tenant.reader().loadRevision()).toBe(revision);
    }),
    { numRuns: 9 },
  );
});

const MEMBER: CreditedMember = {
  id: "m1",
  ownerIds: ["o1"],
  userIds: [],
  personKeys: ["p1"],
  memberships: [],
};

function call(at: string) {
  return {
    kind: "call" as const,
    crmId: "1",
    modifiedAt: at,
    createdAt: at,
    archived: false,
    title: "Intro",
    creatorUserId: null,
    ownerId: "o1",
    at,
    direction: "outbound" as const,
    durationSeconds: 0,
    connected: false,
    completed: true,
    duplicateKey: null,
  };
}

const ONE_MEMBER = { members: [MEMBER], queueOwnerIds: [], pipelines: [], rates: [], rules: PLAIN_RULES };
const IN_TOKYO: Rules = { ...PLAIN_RULES, calendar: { ...PLAIN_RULES.calendar, timeZone: "Asia/Tokyo" } };

it("answers a whole board from one generation while readers go over to the next", async () => {
  const tenant = await createTenant(ONE_MEMBER);
  await tenant.writer.apply([call("2026-03-10T20:00:00.000Z")], how());
  const before = tenant.reader();
  const oldBoard = await sums(before, EVERYTHING);
  await changeRules(tenant, IN_TOKYO, RULES_CHANGED);
  expect(await sums(before, EVERYTHING)).toEqual(oldBoard);
  const newBoard = await sums(tenant.reader(), EVERYTHING);
  expect(newBoard).not.toEqual(oldBoard);
  await before.loadRevision();
  expect(await sums(before, EVERYTHING)).toEqual(newBoard);
});

it("gives up rules that were being built when others are chosen, and clears what they left", async () => {
  const [sample] = fc.sample(history({ maxRecords: 14 }), { numRuns: 1, seed: 8 });
  if (!sample) throw new Error("No sample");
  const tenant = await createTenant(sample.world);
  await pollEverything(tenant, sample.world);
  await tenant.rules.begin({ ...sample.world.rules, homeCurrency: "JPY" }, RULES_CHANGED);
  await tenant.rules.build({ ...RULES_CHANGED, limit: 2 });
  const rules = { ...sample.world.rules, connectedFromSeconds: 3 };
  await changeRules(tenant, rules, RULES_CHANGED);
  expect(await standingLines(tenant)).toEqual(expectedLines({ ...sample.world, rules }));
  const { results } = await tenant.db
    .prepare("SELECT DISTINCT generation FROM credits WHERE tenant_id = ?1 ORDER BY generation")
    .bind(tenant.tenantId)
    .all();
  expect(results).toEqual([{ generation: 1 }, { generation: 3 }]);
});

it("erases an id in every generation, those that were given up or superseded among them", async () => {
  const tenant = await createTenant(ONE_MEMBER);
  await tenant.writer.apply([call("2026-03-10T20:00:00.000Z")], how());
  await changeRules(tenant, IN_TOKYO, RULES_CHANGED);
  await tenant.rules.begin({ ...PLAIN_RULES, homeCurrency: "JPY" }, RULES_CHANGED);
  await tenant.rules.build({ ...RULES_CHANGED, limit: 2 });
  await tenant.rules.begin({ ...PLAIN_RULES, homeCurrency: "EUR" }, RULES_CHANGED);
  await tenant.writer.erase([{ kind: "call", crmId: "1" }], how({ cause: { kind: "erasure" } }));
  const { results } = await tenant.db
    .prepare(
      "SELECT generation, crm_id LIKE '~%' AS erased FROM credits WHERE tenant_id = ?1 ORDER BY generation",
    )
    .bind(tenant.tenantId)
    .all();
  expect(results).toEqual([1, 2, 3].map((generation) => ({ generation, erased: 1 })));
});

it("says what a change of rules did to each line, with its cause", async () => {
  const tenant = await createTenant(ONE_MEMBER);
  await tenant.writer.apply([call("2026-03-10T02:00:00.000Z")], how());
  const since = await tenant.reader().loadRevision();
  const rules: Rules = { ...PLAIN_RULES, calendar: { ...PLAIN_RULES.calendar, timeZone: "UTC" } };
  await changeRules(tenant, rules, RULES_CHANGED);
  const changes = await tenant.reader().listChanges(EVERYTHING, since, 10);
  expect(
    changes.map(({ cause, event, before, after }) => [cause.kind, event, before?.day, after?.day]),
  ).toEqual([["rules", "call_made", "2026-03-09", "2026-03-10"]]);
});

it("makes a batch anew when readers went over to other rules while it was being made", async () => {
  const tenant = await createTenant(ONE_MEMBER);
  const { db, tenantId, store } = tenant;
  const flip = [
    db.prepare("UPDATE generations SET live_until = 1 WHERE tenant_id = ?1").bind(tenantId),
    db
      .prepare("INSERT INTO generations VALUES (?1, 2, ?2, '{}', ?3, NULL, 1, NULL)")
      .bind(tenantId, JSON.stringify(IN_TOKYO), how().now),
  ];
  let flipped = false;
  const overtaken = new Proxy(db, {
    get(target, name) {
      if (name !== "batch") return Reflect.get(target, name).bind(target);
      return async (statements: D1PreparedStatement[]) => {
        // The state is loaded by two statements; whatever is longer writes.
        if (statements.length > 2 && !flipped) {
          flipped = true;
          await target.batch(flip);
        }
        return target.batch(statements);
      };
    },
  });
  await createLedgerWriter(overtaken, tenantId, { store }).apply([call("2026-03-10T20:00:00.000Z")], how());
  const { results } = await db
    .prepare("SELECT DISTINCT generation, day FROM credits WHERE tenant_id = ?1")
    .bind(tenantId)
    .all();
  expect(results).toEqual([{ generation: 2, day: "2026-03-11" }]);
});

it("takes the lines of a record that was erased after other rules had built it, and none of the old ones beside", async () => {
  const shares = { revenue_closed: { creditSource: { kind: "splits" as const } } };
  const tenant = await createTenant({ ...SMALL_TEAM, rules: { ...PLAIN_RULES, events: shares } });
  const half = 5_000_000_000;
  const splits = ["o-ada", "o-ben"].map((ownerId) => ({ ownerId, share: half }));
  const longCall = buildCall({ connected: null, durationSeconds: 120 });
  await tenant.writer.apply([buildDeal({ splits }), longCall], how());
  await tenant.rules.begin({ ...PLAIN_RULES, connectedFromSeconds: 600 }, RULES_CHANGED);
  await tenant.rules.build({ ...RULES_CHANGED, limit: 100 });
  const built = [longCall, buildDeal()].map(({ kind, crmId }) => ({ kind, crmId }));
  await tenant.writer.erase(built, how({ cause: { kind: "erasure" } }));
  while (!(await tenant.rules.build({ ...RULES_CHANGED, limit: 1 })).done);
  await tenant.rules.flip(RULES_CHANGED);
  const events = ["revenue_closed", "call_made", "call_answered"] as const;
  const standing = await tenant.reader().sumCredits({ ...EVERYTHING, events });
  expect(
    standing.map(({ event, memberId, amountMinor }) => [event, memberId, amountMinor]).toSorted(),
  ).toEqual([
    ["call_made", "ada", 0],
    ["revenue_closed", "ada", 100_000],
  ]);
  expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
});

it("copies what was erased before other rules came to it, piece by piece", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const crmIds = ["1", "2", "3"];
  await tenant.writer.apply(
    crmIds.map((crmId) => buildDeal({ crmId })),
    how(),
  );
  const before = await tenant.reader().sumCredits(EVERYTHING);
  await tenant.writer.erase(
    crmIds.map((crmId) => ({ kind: "deal", crmId })),
    how({ cause: { kind: "erasure" } }),
  );
  await tenant.rules.begin({ ...PLAIN_RULES, connectedFromSeconds: 600 }, RULES_CHANGED);
  while (!(await tenant.rules.build({ ...RULES_CHANGED, limit: 2 })).done);
  await tenant.rules.flip(RULES_CHANGED);
  expect(await tenant.reader().sumCredits(EVERYTHING)).toEqual(before);
});

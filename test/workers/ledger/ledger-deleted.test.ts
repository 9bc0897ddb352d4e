import { expect, it } from "vitest";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createTenant, how } from "./ledger-tenant.ts";
import { buildCall, buildDeal, SMALL_TEAM } from "./records.ts";

const KEPT = 200;

/** The same database, with D1's own count of the rows that `all` read. */
function countingReads(db: D1Database): { readonly db: D1Database; rowsRead(): number } {
  let rowsRead = 0;
  const counted = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => counted(target.bind(...values));
        if (name !== "all") return Reflect.get(target, name);
        return async () => {
          const answer = await target.all();
          rowsRead += answer.meta.rows_read;
          return answer;
        };
      },
    });
  const prepare = (sql: string) => counted(db.prepare(sql));
  return {
    db: new Proxy(db, { get: (target, name) => (name === "prepare" ? prepare : Reflect.get(target, name)) }),
    rowsRead: () => rowsRead,
  };
}

it("lists what is held as deleted, whatever became known first, but for merged and erased records", async () => {
  const { writer } = await createTenant(SMALL_TEAM);
  const deals = ["kept", "deleted", "binned", "merged", "erased"].map((crmId) =>
    buildDeal({ crmId, archived: crmId === "binned" }),
  );
  await writer.apply([...deals, buildCall({ crmId: "deleted" })], how());
  const keys = ["deleted", "merged", "erased", "never-read"].map(
    (crmId) => ({ kind: "deal", crmId }) as const,
  );
  await writer.applyDeletions(keys, how());
  await writer.applyMerges([{ kind: "deal", from: "merged", into: "kept" }], how());
  await writer.erase([{ kind: "deal", crmId: "erased" }], how());
  expect((await writer.listArchived("deal")).toSorted()).toEqual(["binned", "deleted", "never-read"]);
  expect(await writer.listArchived("call")).toEqual([]);
});

it("tells which of some ids are held as records that are there", async () => {
  const { writer } = await createTenant(SMALL_TEAM);
  await writer.apply(
    ["kept", "binned", "gone"].map((crmId) => buildDeal({ crmId, archived: crmId === "binned" })),
    how(),
  );
  await writer.applyDeletions([{ kind: "deal", crmId: "gone" }], how());
  expect(await writer.listPresent("deal", ["gone", "kept", "binned", "unknown"])).toEqual(["kept"]);
  expect(await writer.listPresent("call", ["kept"])).toEqual([]);
  expect(await writer.listPresent("deal", [])).toEqual([]);
});

it("reads the deleted records alone to list them, however many are held beside them", async () => {
  const { db, tenantId, store, writer } = await createTenant(SMALL_TEAM);
  const deals = Array.from({ length: KEPT }, (_, index) => buildDeal({ crmId: `deal-${index}` }));
  await writer.apply(deals, how());
  await writer.applyDeletions([{ kind: "deal", crmId: "deal-7" }], how());
  const counting = countingReads(db);
  expect(await createLedgerWriter(counting.db, tenantId, { store }).listArchived("deal")).toEqual(["deal-7"]);
  expect(counting.rowsRead()).toBe(1);
});

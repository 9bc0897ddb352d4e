import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { Email } from "../../../worker/domain/records.ts";
import { type Desk, openDesk } from "./adjustment-desk.ts";
import { TestApp } from "./app.ts";

const SECRET = "Because of Jane Buyer";
const app = new TestApp(env);
const how = { cause: { kind: "poll" }, now: "2026-03-12T10:00:00.000Z", fresh: false } as const;
const erasing = { ...how, cause: { kind: "erasure" }, fresh: true } as const;

function mailTo(person: string, crmId: string, ownerId: string): Email {
  return {
    kind: "email",
    crmId,
    modifiedAt: "2026-03-05T09:00:00.000Z",
    createdAt: null,
    archived: false,
    title: "Offer",
    creatorUserId: null,
    ownerId,
    at: "2026-03-05T09:00:00.000Z",
    direction: "outbound",
    status: "sent",
    threadId: null,
    from: null,
    to: [person],
    automatic: false,
    duplicateKey: null,
  };
}

async function everythingOf({ tenantId }: Desk): Promise<string> {
  const rows = [];
  for (const table of ["records", "record_links", "credits"]) {
    const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?1`)
      .bind(tenantId)
      .all();
    rows.push(...results);
  }
  return JSON.stringify(rows);
}

describe("an erasure", () => {
  const moved = { action: "move", event: "email_sent" } as const;

  it("that comes between the check of an adjustment and its making leaves nothing of what it says", async () => {
    const desk = await openDesk(app, "late");
    await desk.writer().apply([mailTo("buyer-key", "mail-1", "late-owner-member")], how);
    await desk.writer().erasePerson("buyer-key", erasing);
    const lane = env.LANE.get(env.LANE.idFromName(desk.tenantId));
    const draft = {
      kind: "adjustment",
      crmId: "too-late",
      ...moved,
      target: { kind: "email", crmId: "mail-1" },
      memberId: "late-manager",
      day: null,
      amount: null,
      reason: SECRET,
      approvedBy: "late-owner",
    } as const;
    expect((await lane.makeAdjustment(desk.tenantId, draft, { actor: null, requestId: "r1" })).kind).toBe(
      "gone",
    );
    expect((await everythingOf(desk)).includes("Buyer")).toBe(false);
  });

  it("that was cut short is done again with what admins wrote of the records", async () => {
    const desk = await openDesk(app, "cut");
    const mails = Array.from({ length: 230 }, (_, index) =>
      mailTo("buyer-key", `mail-${index}`, "cut-owner-member"),
    );
    await desk.writer().apply(mails, how);
    await desk.make({
      ...moved,
      record: { kind: "email", crmId: "mail-0" },
      memberId: "cut-manager",
      reason: SECRET,
    });
    let written = 0;
    const breaking = new Proxy(env.DB, {
      get(db, name) {
        if (name !== "batch") return Reflect.get(db, name).bind(db);
        return (statements: D1PreparedStatement[]) => {
          // A turn of the erasure writes to every table; what is read before it is asked in small batches.
          if (statements.length > 4) written += 1;
          if (written > 1) throw new Error("The line was lost");
          return db.batch(statements);
        };
      },
    });
    const store = createTenantStore(env.DB, desk.tenantId);
    const cut = createLedgerWriter(breaking, desk.tenantId, { store });
    await expect(cut.erasePerson("buyer-key", erasing)).rejects.toThrow("The line was lost");
    const isLeft = async (text: string) => (await everythingOf(desk)).includes(text);
    expect(await isLeft("buyer-key")).toBe(true);
    await desk.writer().erasePerson("buyer-key", erasing);
    expect([await isLeft("buyer-key"), await isLeft("Buyer")]).toEqual([false, false]);
  });
});

describe("whoever adjusted and hides", () => {
  it("is told to nobody by id either", async () => {
    const desk = await openDesk(app, "shy");
    await createPeopleStore(env.DB, desk.tenantId).savePrivacy("shy-admin", "hidden");
    await desk.make({
      action: "add",
      event: "revenue_closed",
      memberId: "shy-member",
      day: "2026-03-05",
      amount: { minor: 500, currency: "EUR" },
      reason: "Agreed",
    });
    const query = "metric=revenue_closed&member=shy-member";
    const { lateChanges } = await desk.explain("member", query);
    expect(lateChanges).toMatchObject([{ cause: "adjustment", actor: null }]);
    const told = await desk.explain("owner", query);
    expect(told.lateChanges).toMatchObject([{ actor: "shy-admin", by: "shy the admin" }]);
    const page = await desk.ask("member", "/api/v1/members/shy-member/standing?period=this_month");
    expect([page.status, (await page.text()).includes("shy-admin")]).toEqual([200, false]);
  });
});

describe("an amount", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(app, "rich");
  });

  it("that is too large in the currency of the account is refused", async () => {
    await createPeopleStore(env.DB, desk.tenantId).saveRates([
      { from: "USD", rate: 20_000, effectiveFrom: "2026-01-01" },
    ]);
    const answer = await desk.post({
      action: "add",
      event: "revenue_closed",
      memberId: "rich-member",
      day: "2026-03-05",
      amount: { minor: -1e15, currency: "USD" },
      reason: "Agreed",
    });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining("amount.minor")]);
  });
});

import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { createRuleWriter } from "../../../worker/adapters/d1/ledger-generations.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { Deal, Email } from "../../../worker/domain/records.ts";
import { buildBerlinRules } from "../../builders/rules.ts";
import { type Desk, openDesk } from "./adjustment-desk.ts";
import { TestApp } from "./app.ts";
import { buildWonDeal, dealIdOf, type SeededTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

const app = new TestApp(env);
const how = { cause: { kind: "poll" }, now: "2026-03-12T10:00:00.000Z", fresh: false } as const;
const recordOf = (seeded: SeededTenant, index: number) => ({ kind: "deal", crmId: dealIdOf(seeded, index) });

describe("credit that is added", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(app, "added");
  });

  it("counts on its day, and the figure says why, by whom, and nothing of it before", async () => {
    const before = app.now;
    const told = app.applied.length;
    const adjustment = await desk.make({
      action: "add",
      event: "revenue_closed",
      memberId: "added-member",
      day: "2026-03-05",
      amount: { minor: 50_000, currency: "EUR" },
      reason: "  Signed on paper  ",
    });
    expect(adjustment).toMatchObject({
      action: "add",
      record: null,
      member: { id: "added-member", name: "added the member" },
      day: "2026-03-05",
      amount: { minor: 50_000, currency: "EUR" },
      reason: "Signed on paper",
      approvedBy: { id: "added-admin", name: "added the admin" },
      madeAt: app.now,
      state: "stands",
      withdrawnAt: null,
    });
    expect(app.applied.slice(told).map(({ touched }) => touched)).toEqual([
      {
        events: ["revenue_closed"],
        memberIds: ["added-member"],
        days: { from: "2026-03-05", to: "2026-03-05" },
      },
    ]);
    expect(await desk.board("revenue_closed")).toMatchObject({ member: 150_003 });
    expect(await desk.board("revenue_closed", `&at=${before}`)).toMatchObject({ member: 100_003 });
    const explained = await desk.explain("member", "metric=revenue_closed&member=added-member");
    expect(explained.counted[0]).toMatchObject({
      kind: "adjustment",
      title: "Signed on paper",
      url: null,
      contribution: 50_000,
      marks: ["adjusted"],
      adjustment: { action: "add", reason: "Signed on paper", approvedBy: { name: "added the admin" } },
    });
    expect(explained.counted[1]).toMatchObject({ marks: [], adjustment: null });
    expect(explained.lateChanges).toMatchObject([{ cause: "adjustment", by: "added the admin" }]);
    const earlier = await desk.explain("member", `metric=revenue_closed&member=added-member&at=${before}`);
    expect(earlier.counted.map(({ kind }) => kind)).toEqual(["deal"]);
  });

  it("may take revenue away, and counts things without an amount", async () => {
    const shared = { action: "add", memberId: "added-manager", day: "2026-03-05", reason: "Refunded" };
    await desk.make({ ...shared, event: "revenue_closed", amount: { minor: -2, currency: "EUR" } });
    await desk.make({ ...shared, event: "meeting_held", reason: "Met in person" });
    expect(await desk.board("revenue_closed")).toMatchObject({ manager: 100_000 });
    const { measures } = await desk.explain("admin", "metric=meetings_held&member=added-manager");
    expect(measures.map(({ sum }) => sum)).toEqual([1]);
  });

  it("is gone when it is withdrawn, stays in what was shown before, and is withdrawn once", async () => {
    const { id, ...rest } = await desk.make({
      action: "add",
      event: "deal_won",
      memberId: "added-owner",
      day: "2026-03-06",
      reason: "Won twice",
    });
    expect(await desk.board("deals_won")).toMatchObject({ owner: 2 });
    const whileItStood = app.now;
    const withdrawn = await desk.withdraw(id);
    expect(withdrawn).toEqual({ id, ...rest, state: "withdrawn", withdrawnAt: app.now });
    expect(await desk.board("deals_won")).toMatchObject({ owner: 1 });
    const query = `metric=deals_won&member=added-owner&at=${whileItStood}`;
    const { counted } = await desk.explain("admin", query);
    expect(counted[0]).toMatchObject({ adjustment: { action: "add", reason: "Won twice" } });
    const revision = await desk.revision();
    expect(await desk.withdraw(id)).toEqual(withdrawn);
    expect(await desk.revision()).toBe(revision);
    expect((await desk.list("?limit=1")).adjustments).toEqual([withdrawn]);
  });
});

describe("credit that is moved or left out", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(app, "moved");
  });

  it("goes to somebody else with the reason, and comes back when the move is withdrawn", async () => {
    const before = app.now;
    const move = { action: "move", record: recordOf(desk.seeded, 3), memberId: "moved-manager" };
    const reason = "Handed over before the signature";
    const won = await desk.make({ ...move, event: "deal_won", reason });
    await desk.make({ ...move, event: "revenue_closed", reason, approvedBy: "moved-owner" });
    expect(won).toMatchObject({ record: { kind: "deal", crmId: "moved-deal-3" }, day: null, amount: null });
    expect(await desk.board("deals_won")).toMatchObject({ manager: 2, member: 0 });
    expect(await desk.board("revenue_closed")).toMatchObject({ manager: 200_005, member: 0 });
    expect(await desk.board("revenue_closed", `&at=${before}`)).toMatchObject({ member: 100_003 });
    const { counted } = await desk.explain("manager", "metric=revenue_closed&member=moved-manager");
    expect(counted.find(({ crmId }) => crmId === "moved-deal-3")).toMatchObject({
      title: "moved Deal 3",
      marks: ["adjusted"],
      adjustment: { action: "move", reason, approvedBy: { name: "moved the owner" } },
    });
    await desk.withdraw(won.id);
    expect(await desk.board("deals_won")).toMatchObject({ manager: 1, member: 1 });
  });

  it("is left out with the reason and the approver, before any move", async () => {
    const exclude = { action: "exclude", event: "revenue_closed", record: recordOf(desk.seeded, 3) };
    const { id } = await desk.make({ ...exclude, reason: "Cancelled the day after" });
    expect(await desk.board("revenue_closed")).toMatchObject({ manager: 100_002, member: 0 });
    const explained = await desk.explain("admin", "metric=revenue_closed&member=moved-manager");
    expect(explained.leftOut).toMatchObject([
      {
        crmId: "moved-deal-3",
        leftOut: "excluded_by_adjustment",
        adjustment: {
          action: "exclude",
          reason: "Cancelled the day after",
          approvedBy: { name: "moved the admin" },
        },
      },
    ]);
    await desk.withdraw(id);
    expect(await desk.board("revenue_closed")).toMatchObject({ manager: 200_005 });
  });

  it("stays so through a rebuild, another reading of the record, and other rules", async () => {
    const writer = desk.writer();
    expect((await writer.rebuildCells()).differences).toEqual([]);
    const again: Deal = {
      ...buildWonDeal(desk.seeded, { index: 3, ownerId: "moved-owner-member" }),
      modifiedAt: "2026-03-12T09:00:00.000Z",
      title: "Renamed",
    };
    await writer.apply([again], how);
    expect(await desk.board("revenue_closed")).toMatchObject({ manager: 200_005, member: 0 });
    const rules = createRuleWriter(env.DB, desk.tenantId, {
      store: createTenantStore(env.DB, desk.tenantId),
    });
    await rules.begin({ ...buildBerlinRules(), connectedFromSeconds: 60 }, how);
    await rules.build({ ...how, limit: 2 });
    const added = { action: "add", event: "deal_won", memberId: "moved-member", day: "2026-03-09" };
    await desk.make({ ...added, reason: "While the rules change" });
    while (!(await rules.build({ ...how, limit: 2 })).done);
    await rules.flip(how);
    expect(await desk.board("revenue_closed")).toMatchObject({ manager: 200_005, member: 0 });
    expect(await desk.board("deals_won")).toMatchObject({ member: 2 });
    expect((await writer.rebuildCells()).differences).toEqual([]);
  });

  it("is refused of what did not happen to the record, and of one that is deleted", async () => {
    const faultOf = async (body: object) => {
      const answer = await desk.post({ action: "exclude", event: "deal_won", reason: "No", ...body });
      const { errors } = v.parse(
        v.object({ errors: v.array(v.object({ path: v.string() })) }),
        await answer.json(),
      );
      return [answer.status, errors.map(({ path }) => path)];
    };
    const record = recordOf(desk.seeded, 0);
    expect(await faultOf({ record, event: "call_made" })).toEqual([422, ["event"]]);
    await desk.writer().applyDeletions([{ kind: "deal", crmId: record.crmId }], { ...how, fresh: true });
    expect(await faultOf({ record })).toEqual([422, ["record"]]);
  });
});

describe("an id of the caller's own", () => {
  it("makes it safe to send twice, also when what it was made of has changed since", async () => {
    const desk = await openDesk(app, "twice");
    const body = {
      id: "payroll:2026-03.7",
      action: "exclude",
      event: "deal_won",
      record: recordOf(desk.seeded, 1),
      reason: "Counted in February",
    };
    const adjustment = await desk.make(body);
    const revision = await desk.revision();
    const both = await Promise.all([desk.post(body), desk.post(body)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    for (const answer of both) expect(await answer.json()).toEqual(adjustment);
    const other = await desk.post({ ...body, reason: "Counted in January" });
    expect(other.status).toBe(409);
    expect(await other.text()).not.toContain("January");
    await desk.writer().applyDeletions([{ kind: "deal", crmId: body.record.crmId }], { ...how, fresh: true });
    expect((await desk.post(body)).status).toBe(200);
    expect(await desk.revision()).toBe(revision + 1);
    const fresh = { ...body, id: "payroll:2026-03.8", record: recordOf(desk.seeded, 2) };
    const atOnce = await Promise.all([desk.post(fresh), desk.post(fresh)]);
    expect(atOnce.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect(await desk.revision()).toBe(revision + 2);
  });

  it("belongs to its account alone", async () => {
    const [north, south] = [await openDesk(app, "north"), await openDesk(app, "south")];
    const body = (mark: string) => ({
      id: "same",
      action: "add",
      event: "deal_won",
      memberId: `${mark}-member`,
      day: "2026-03-05",
      reason: `Known to ${mark}`,
    });
    await north.make(body("north"));
    await south.make(body("south"));
    expect(JSON.stringify(await north.list())).not.toContain("south");
    expect(await north.board("deals_won")).toMatchObject({ member: 2 });
    await south.withdraw("same");
    expect(await north.board("deals_won")).toMatchObject({ member: 2 });
    expect((await north.list()).adjustments).toMatchObject([{ state: "stands" }]);
  });
});

describe("the list", () => {
  it("is newest first, page by page", async () => {
    const desk = await openDesk(app, "listed");
    for (const reason of ["one", "two", "three"]) {
      const credit = { action: "add", event: "deal_won", memberId: "listed-member", day: "2026-03-05" };
      await desk.make({ ...credit, reason });
    }
    const first = await desk.list("?limit=2");
    expect(first.adjustments.map(({ reason }) => reason)).toEqual(["three", "two"]);
    const rest = await desk.list(`?limit=2&after=${encodeURIComponent(first.next ?? "")}`);
    expect(rest).toMatchObject({ adjustments: [{ reason: "one" }], next: null });
  });
});

describe("what is said of an adjustment", () => {
  const SECRET = "Because of Jane Buyer";

  it("is told with the line alone, and the approver by name to whoever may know it", async () => {
    const desk = await openDesk(app, "told");
    await createPeopleStore(env.DB, desk.tenantId).savePrivacy("told-admin", "hidden");
    await desk.make({
      action: "exclude",
      event: "revenue_closed",
      record: recordOf(desk.seeded, 3),
      reason: SECRET,
    });
    const query = "metric=revenue_closed&member=told-member";
    const own = await desk.explain("member", query);
    expect(own.leftOut).toMatchObject([{ adjustment: { reason: SECRET, approvedBy: { name: null } } }]);
    const led = await desk.explain("manager", query);
    expect(led.leftOut).toMatchObject([{ adjustment: { approvedBy: { name: "told the admin" } } }]);
    const peer = await desk.explain("viewer", query);
    expect(peer).toMatchObject({ recordsVisible: false, leftOut: [], leftOutTotal: 1 });
    expect(JSON.stringify(peer)).not.toContain("Buyer");
    expect(JSON.stringify(app.logged)).not.toContain("Buyer");
  });

  it("goes with a record that is erased, and its figure stays", async () => {
    const desk = await openDesk(app, "erased");
    const email: Email = {
      kind: "email",
      crmId: "mail-1",
      modifiedAt: "2026-03-05T09:00:00.000Z",
      createdAt: null,
      archived: false,
      title: "Offer",
      creatorUserId: null,
      ownerId: "erased-owner-member",
      at: "2026-03-05T09:00:00.000Z",
      direction: "outbound",
      status: "sent",
      threadId: null,
      from: null,
      to: ["buyer-key"],
      automatic: false,
      duplicateKey: null,
    };
    await desk.writer().apply([email], how);
    const body = {
      id: "of-a-mail",
      action: "move",
      event: "email_sent",
      record: { kind: "email", crmId: "mail-1" },
      memberId: "erased-manager",
      reason: SECRET,
    };
    await desk.make(body);
    const query = "metric=emails_sent&member=erased-manager";
    expect((await desk.explain("admin", query)).counted).toMatchObject([{ adjustment: { reason: SECRET } }]);
    await desk.writer().erasePerson("buyer-key", { ...how, cause: { kind: "erasure" }, fresh: true });
    const { counted } = await desk.explain("admin", query);
    expect(counted).toMatchObject([{ crmId: "", title: null, contribution: 1, adjustment: null }]);
    expect(await desk.list()).toEqual({ adjustments: [], next: null });
    expect((await desk.post(body)).status).toBe(409);
    for (const table of ["records", "record_links", "credits"]) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE tenant_id = ?1`)
        .bind(desk.tenantId)
        .all();
      const left = results.filter((row) => row.kind === "adjustment" || table !== "records");
      expect(JSON.stringify(left)).not.toMatch(/Buyer|mail-1/);
    }
    expect((await desk.writer().rebuildCells()).differences).toEqual([]);
  });
});

describe("the tenant's lane in the runtime", () => {
  it("makes and withdraws an adjustment by the same calls", async () => {
    const { tenantId, board } = await openDesk(app, "runtime");
    const lane = env.LANE.get(env.LANE.idFromName(tenantId));
    const draft = {
      kind: "adjustment",
      crmId: "by-the-lane",
      action: "add",
      event: "deal_won",
      target: null,
      memberId: "runtime-member",
      day: "2026-03-05",
      amount: null,
      reason: "Called directly",
      approvedBy: "runtime-owner",
    } as const;
    const by = { actor: null, requestId: "r1" };
    expect((await lane.makeAdjustment(tenantId, draft, { ...by, actor: "runtime-owner" })).kind).toBe("made");
    expect((await lane.makeAdjustment(tenantId, draft, by)).kind).toBe("known");
    expect(await board("deals_won")).toMatchObject({ member: 2 });
    expect(await lane.withdrawAdjustment(tenantId, "by-the-lane", by)).toMatchObject({ archived: true });
    expect(await lane.withdrawAdjustment(tenantId, "nothing", by)).toBeNull();
    expect(await board("deals_won")).toMatchObject({ member: 1 });
  });
});

describe("an API key", () => {
  it("has to name who approves", async () => {
    const desk = await openDesk(app, "keyed");
    const { key } = await makeKey(app, desk.seeded, { role: "admin" });
    const post = (more: object) =>
      app.fetch("/api/v1/adjustments", {
        method: "POST",
        headers: { ...bearer(key), "content-type": "application/json" },
        body: JSON.stringify({
          action: "add",
          event: "deal_won",
          memberId: "keyed-member",
          day: "2026-03-05",
          reason: "From payroll",
          ...more,
        }),
      });
    const refused = await post({});
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining("an API key has no person behind it"),
    ]);
    expect((await post({ approvedBy: "keyed-owner" })).status).toBe(201);
  });
});

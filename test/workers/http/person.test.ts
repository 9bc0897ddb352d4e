import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { ActivityHours, ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { Look, PersonStanding } from "../../../shared/contracts/person.ts";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { LedgerRecord } from "../../../worker/domain/records.ts";
import { buildCall, buildDeal } from "../ledger/records.ts";
import { NOW, TestApp } from "./app.ts";
import { type SeededTenant, seedTenant } from "./seed.ts";
import { bearer, signIn } from "./sign-in.ts";

const app = new TestApp(env);
const tokens = new Map<Role, string>();
let tenant: SeededTenant;

const OWNER = "person-owner-member";
const eur = (minor: number) => ({ minor, currency: "EUR" });

function deal(crmId: string, fields: Parameters<typeof buildDeal>[0]) {
  return buildDeal({
    crmId,
    title: `Deal ${crmId}`,
    ownerId: OWNER,
    pipelineId: "sales",
    stageId: "proposal",
    wonAt: null,
    amount: eur(100_00),
    close: { kind: "day", day: "2026-03-27" },
    createdAt: "2026-02-02T12:00:00.000Z",
    modifiedAt: "2026-03-02T12:00:00.000Z",
    ...fields,
  });
}

const RECORDS: readonly LedgerRecord[] = [
  deal("won", { stageId: "won", close: { kind: "day", day: "2026-03-04" }, amount: eur(70_00) }),
  deal("open", {}),
  deal("next month", { close: { kind: "day", day: "2026-04-02" }, amount: eur(30_00) }),
  deal("past", { close: { kind: "day", day: "2026-03-02" }, stageId: "qualified" }),
  deal("bare", { amount: null }),
  deal("dateless", { close: null }),
  deal("won dateless", { stageId: "won", close: null }),
  deal("won bare", { stageId: "won", amount: null, close: { kind: "day", day: "2026-03-05" } }),
  buildCall({ crmId: "call-a", ownerId: OWNER, at: "2026-03-10T13:10:00.000Z" }),
  buildCall({ crmId: "call-b", ownerId: OWNER, at: "2026-03-10T13:50:00.000Z" }),
  buildCall({ crmId: "call-c", ownerId: "person-owner-manager", at: "2026-02-10T08:00:00.000Z" }),
];

async function apply(records: readonly LedgerRecord[], now: string, kind: "backfill" | "webhook") {
  const store = createTenantStore(env.DB, tenant.tenant.id);
  const writer = createLedgerWriter(env.DB, tenant.tenant.id, { store });
  await writer.apply(records, { cause: { kind }, now, fresh: false });
}

beforeAll(async () => {
  tenant = await seedTenant(env.DB, { mark: "person", crmId: "3003" });
  const stages = ["qualified", "proposal", "won"].map((id, order) => ({
    id,
    label: `The ${id}`,
    order,
    outcome: id === "won" ? ("won" as const) : ("open" as const),
    probability: null,
  }));
  await createPeopleStore(env.DB, tenant.tenant.id).savePipelines([{ id: "sales", label: "Sales", stages }]);
  await apply(RECORDS, "2026-03-10T10:00:00.000Z", "backfill");
  const state = createSyncStateStore(env.DB, tenant.tenant.id);
  for (const kind of ["deal", "call", "email", "meeting"] as const) {
    await state.changeKind(kind, { granted: true, completeFrom: "2025-01-01" });
  }
  await signEverybodyIn();
});

async function signEverybodyIn() {
  for (const role of ["member", "manager", "admin"] as const) {
    tokens.set(role, await signIn(app, tenant, role));
  }
}

async function get<Schema extends v.GenericSchema>(
  path: string,
  role: Role,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const answer = await app.fetch(`/api/v1${path}`, { headers: bearer(tokens.get(role) ?? "") });
  expect([path, answer.status]).toEqual([path, 200]);
  return v.parse(schema, await answer.json());
}

const standing = (role: Role = "member") =>
  get("/members/person-member/standing?period=this_month", role, PersonStanding);

describe("the page of a person, from the database", () => {
  it("has figures, places, stages, and what is due", async () => {
    const page = await standing();
    const byId = new Map(page.metrics.map((each) => [each.metric.id, each]));
    expect(byId.get("revenue_closed")).toMatchObject({ value: 70_00, rank: 1 });
    expect(byId.get("calls_made")).toMatchObject({ value: 2, rank: 1 });
    expect(byId.get("calls_made")?.weeks).toHaveLength(8);
    expect(page.pipeline.stages.map(({ label, count, amountMinor }) => [label, count, amountMinor])).toEqual([
      ["The qualified", 1, 100_00],
      ["The proposal", 2, 130_00],
    ]);
    expect(page.dueByEnd).toEqual({
      from: "2026-03-11",
      to: "2026-03-31",
      count: 1,
      amountMinor: 100_00,
      needed: null,
    });
  });

  it("names the deals that will not count, with links", async () => {
    const { willNotCount } = await standing("manager");
    expect(willNotCount.deals.map(({ crmId, reason }) => [crmId, reason])).toEqual([
      ["won bare", "no_amount"],
      ["won dateless", "no_close_date"],
      ["dateless", "no_close_date"],
      ["past", "close_date_past"],
      ["bare", "no_amount"],
    ]);
    expect(willNotCount.deals[0]?.url).toBe("https://app.hubspot.test/contacts/3003/record/0-3/won%20bare");
  });

  it("tells what changed since the viewer's own last look", async () => {
    expect((await standing()).sinceLastLooked).toBeNull();
    const look = await app.fetch("/api/v1/members/person-member/look", {
      method: "PUT",
      headers: bearer(tokens.get("member") ?? ""),
    });
    expect(v.parse(Look, await look.json())).toEqual({ lookedAt: NOW });
    app.now = "2026-03-11T12:00:00.000Z";
    await signEverybodyIn();
    const raised = { amount: eur(90_00), modifiedAt: "2026-03-11T11:00:00.000Z" };
    const close = { kind: "day", day: "2026-03-04" } as const;
    await apply([deal("won", { stageId: "won", close, ...raised })], "2026-03-11T11:00:05.000Z", "webhook");
    const { sinceLastLooked, lateChanges } = await standing();
    expect(sinceLastLooked).toMatchObject({ since: NOW, newRecords: 0 });
    const changes = sinceLastLooked?.changes.map(({ metric: { id }, before, after }) => [id, before, after]);
    expect(changes).toContainEqual(["revenue_closed", 70_00, 90_00]);
    expect(lateChanges.map(({ crmId, before, after }) => [crmId, before, after])).toEqual([
      ["won", 70_00, 90_00],
    ]);
    expect((await standing("manager")).sinceLastLooked).toBeNull();
  });
});

describe("activity, from the database", () => {
  it("has the days and the hours on the account's clock", async () => {
    const page = await get("/activity?period=this_month", "member", ActivityPage);
    expect(page.members.map(({ member, totals }) => [member.id, totals.callsMade])).toEqual([
      ["person-member", 2],
    ]);
    // Nobody else in the team did anything: an average would be one person's figures.
    expect(page.average).toBeNull();
    const hours = await get("/activity/hours?period=this_month", "member", ActivityHours);
    expect(hours.hours).toEqual([{ weekday: 2, hour: 14, emails: 0, calls: 2, meetings: 0, total: 2 }]);
    const all = await get("/activity/hours?from=2026-02-01&to=2026-03-31", "admin", ActivityHours);
    expect(all.hours.map(({ weekday, hour, calls }) => [weekday, hour, calls])).toEqual([
      [2, 9, 1],
      [2, 14, 2],
    ]);
    expect(all.average).toBeNull();
  });
});

it("tells the open deals of a person, as their page adds them up", async () => {
  const path = "/deals/open?member=person-member";
  const told = await get(`${path}&from=2026-03-11&to=2026-03-31`, "member", OpenDeals);
  expect(told).toMatchObject({ count: 1, amountMinor: 100_00, next: null, currency: "EUR" });
  expect(told.deals).toMatchObject([
    {
      title: "Deal open",
      closeDay: "2026-03-27",
      stageLabel: "The proposal",
      pipelineLabel: "Sales",
      pastDue: false,
    },
  ]);
  const stage = await get(`${path}&pipeline=sales&stage=qualified`, "manager", OpenDeals);
  expect(stage.deals.map(({ title, pastDue }) => [title, pastDue])).toEqual([["Deal past", true]]);
  const first = await get(`${path}&limit=2`, "admin", OpenDeals);
  expect(first).toMatchObject({ count: 3, amountMinor: 230_00 });
  const after = encodeURIComponent(first.next ?? "");
  const second = await get(`${path}&limit=2&after=${after}`, "admin", OpenDeals);
  expect([...first.deals, ...second.deals].map(({ closeDay }) => closeDay)).toEqual([
    "2026-04-02",
    "2026-03-27",
    "2026-03-02",
  ]);
});

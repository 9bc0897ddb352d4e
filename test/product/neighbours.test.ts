import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LiveTicket } from "../../shared/contracts/access.ts";
import { MemberList } from "../../shared/contracts/api.ts";
import { LiveMessage } from "../../shared/contracts/live.ts";
import { createRecord, updateRecord } from "../simulators/hubspot/portal/changes.ts";
import type { Portal } from "../simulators/hubspot/portal/portal.ts";
import { wonTotals } from "../simulators/hubspot/portal/totals.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import { type BoardAnswer, countedPipelines, openApi, type StandingsApi } from "../tools/standings-api.ts";
import { lastMonths, type Month } from "./all-figures.ts";
import { markedPortal } from "./marked-portal.ts";

const TENANTS = 10;
/** Ten digits that nothing else in an answer has by chance. */
const FIRST_PORTAL_ID = 6_407_713_001;
const SCALE = 0.005;
const STARTED_AT = Date.now();
const REQUESTS_AT_ONCE = 8;
/** More than the generated history has. */
const MONTHS = 20;
const API = "/api/v1/";
const LIVE_BOARD = { metric: "revenue_closed", period: "this_month" } as const;
const Specification = v.object({ paths: v.record(v.string(), v.record(v.string(), v.unknown())) });

const ONE_CHECK = "won_without_amount";
/** Addresses that want another credential than a key of the account. */
const OTHERWISE: Readonly<Record<string, readonly number[]>> = {
  live: [426],
  display: [401],
  // Of Salesforce alone, and these are accounts of HubSpot.
  "connection/preflight": [422, 403],
};

type KeyRole = "admin" | "member";

interface Tenant extends v.InferOutput<typeof MemberList> {
  readonly id: string;
  readonly portal: Portal;
  /** The pipelines whose deals count. */
  readonly counted: readonly string[];
  readonly apis: Readonly<Record<KeyRole, StandingsApi>>;
}

let product: Product;
let tenants: readonly Tenant[];
/** Whose each id is that only one tenant has. */
let ownerOfId: ReadonlyMap<string, string>;
let whole: Month;

beforeAll(async () => {
  product = await startProduct({
    state: "neighbours",
    simulator: { scale: SCALE, rateLimits: { enabled: false }, webhooks: { concurrency: TENANTS } },
  });
  const portals = Array.from({ length: TENANTS }, (_, index) => {
    const story = { seed: index + 1, scale: SCALE, today: STARTED_AT, ownIds: index % 2 === 1 };
    return markedPortal(FIRST_PORTAL_ID + index, story);
  });
  for (const portal of portals) product.simulator.simulation.addPortal(portal);
  await Promise.all(portals.map(({ portalId }) => product.install(portalId)));
  const live = await product.untilLive();
  tenants = await Promise.all(
    portals.map((portal) => {
      const tenant = live.find(({ crmId }) => crmId === String(portal.portalId));
      return meet(tenant?.id ?? "", portal);
    }),
  );
  ownerOfId = ownersOfIds();
  const months = lastMonths(product.simulator.portal, STARTED_AT, MONTHS);
  whole = { from: months[0]?.from ?? "", to: months.at(-1)?.to ?? "" };
});

afterAll(async () => {
  await product?.stop();
});

/** With a quota and an adjustment, so that the sheet of quotas and the list of adjustments say something. */
async function meet(id: string, portal: Portal): Promise<Tenant> {
  const [admin, member] = await Promise.all([apiOf(id, "admin"), apiOf(id, "member")]);
  const list = v.parse(MemberList, await admin.get("members"));
  const period = { grain: "year", from: `${new Date(STARTED_AT).getUTCFullYear()}-01-01` };
  const subject = { kind: "member", id: list.members.at(0)?.id };
  const quota = { metric: "deals_won", subject, period, amount: 12, effectiveFrom: null };
  const version = (await admin.ask("quotas")).headers.get("etag") ?? "";
  const saved = await admin.ask("quotas", {
    method: "PUT",
    body: JSON.stringify({ quotas: [quota] }),
    headers: { "content-type": "application/json", "if-match": version },
  });
  expect(saved.status, await saved.text()).toBe(200);
  const [approver] = list.members.filter(({ role, active }) => active && role === "admin");
  // Under the same id in every account.
  const adjustment = {
    id: "first",
    action: "add",
    event: "task_completed",
    day: period.from,
    reason: "On paper",
  };
  const made = await admin.ask("adjustments", {
    method: "POST",
    body: JSON.stringify({ ...adjustment, memberId: list.members.at(-1)?.id, approvedBy: approver?.id }),
    headers: { "content-type": "application/json" },
  });
  expect(made.status, await made.text()).toBe(201);
  return { id, portal, counted: await countedPipelines(admin), apis: { admin, member }, ...list };
}

async function apiOf(tenantId: string, role: KeyRole): Promise<StandingsApi> {
  const key = await product.apiKey(tenantId, role);
  return openApi(() => product.worker.url, key);
}

/** The account's number, which stands behind every name in it, is among the ids. */
function ownersOfIds(): ReadonlyMap<string, string> {
  const known = tenants.flatMap(({ id: owner, portal, members, teams }) => {
    const ids = [...members, ...teams].flatMap((named) => [named.id, named.crmId]);
    return [...new Set([owner, String(portal.portalId), ...ids])].map((id) => ({ id, owner }));
  });
  const byId = Map.groupBy(known, ({ id }) => id);
  return new Map([...byId].flatMap(([id, [one, other]]) => (one && !other ? [[id, one.owner]] : [])));
}

/** Whose ids a text holds. */
function ownersIn(text: string): readonly string[] {
  const owners = [...text.matchAll(/[\w-]+/g)].map(([word]) => ownerOfId.get(word));
  return [...new Set(owners)].filter((owner) => owner !== undefined);
}

/** What can be asked at each address. An address that is new has to be added here. */
function questionsOf({ members }: Tenant): Readonly<Record<string, string>> {
  const span = `from=${whole.from}&to=${whole.to}`;
  // A team of which an answer has somebody to name.
  const ranked = members.find(({ role, teamId, active }) => active && role === "member" && teamId !== null);
  return {
    healthz: "",
    connection: "",
    metrics: "",
    members: "",
    quotas: "",
    settings: "",
    "settings/deal-fields": "",
    live: "",
    adjustments: "",
    leaderboard: `metric=revenue_closed&${span}&all=true`,
    explain: `metric=revenue_closed&${span}&limit=200`,
    "deals/open": `member=${members.at(0)?.id}`,
    activity: `period=last_month&team=${ranked?.teamId}`,
    [`members/${members.at(0)?.id}/scorecard`]: "period=this_month",
    [`members/${members.at(0)?.id}/standing`]: "period=this_month",
    [`members/${members.at(0)?.id}/leave`]: "",
    "activity/hours": `period=last_month&team=${ranked?.teamId}`,
    "cards/quota": `member=${members.at(0)?.id}&grain=month`,
    "connection/checks": "",
    "connection/preflight": "",
    [`connection/checks/${ONE_CHECK}/records`]: "",
    display: "",
    "display-keys": "",
    "quotas/attainment": "metric=deals_won",
    "quotas/history": `metric=deals_won&subject_kind=member&subject_id=${members.at(0)?.id}&grain=year`,
    "quotas/import": "grain=month",
    reconciliation: "period=this_quarter",
    "reconciliation/records": "period=this_quarter&step=former_owner",
  };
}

/** The address as the document has it. */
function templateOf(path: string, { members }: Tenant): string {
  return path.replace(members.at(0)?.id ?? "", "{id}").replace(ONE_CHECK, "{check}");
}

/** Works through a list, a few at a time. */
async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const next = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, next));
}

/** What the portal itself holds to be won by its people, in the pipelines that count. */
function wonInPortal({ portal, counted }: Tenant, month: Month): number {
  const people = new Set(portal.people.map(({ ownerId }) => ownerId));
  return wonTotals(portal, { by: "owner_at_win", pipelines: counted, ...month })
    .filter(({ ownerId }) => people.has(ownerId ?? ""))
    .reduce((sum, { sumMinor }) => sum + sumMinor, 0);
}

/** All of an answer but the number of its request. */
async function refusalOf(
  api: StandingsApi,
  { path, body }: { readonly path: string; readonly body?: string },
): Promise<{ readonly status: number; readonly problem: unknown }> {
  const headers = { "content-type": "application/json" };
  const answer = await api.ask(path, body === undefined ? {} : { method: "PATCH", body, headers });
  const { requestId, ...problem } = v.parse(v.looseObject({ requestId: v.string() }), await answer.json());
  expect(requestId).not.toBe("");
  return { status: answer.status, problem };
}

/** An open page: it keeps all that it was told. */
interface OpenPage {
  readonly tenant: Tenant;
  readonly socket: WebSocket;
  readonly messages: string[];
}

async function openPage(tenant: Tenant, role: KeyRole): Promise<OpenPage> {
  const answer = await tenant.apis[role].ask("live/ticket", { method: "POST" });
  const { ticket } = v.parse(LiveTicket, await answer.json());
  const address = `${product.worker.url.replace(/^http/, "ws")}${API}live`;
  const socket = new WebSocket(address, ["standings", `ticket.${ticket}`]);
  const messages: string[] = [];
  socket.addEventListener("message", ({ data }) => messages.push(String(data)));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("A socket was refused")), { once: true });
  });
  socket.send(JSON.stringify({ type: "watch", board: LIVE_BOARD }));
  return { tenant, socket, messages };
}

/** The total of the last board or difference that the page was told. */
function totalOn({ messages }: OpenPage): number | null | undefined {
  const told = messages.map((text) => v.parse(LiveMessage, JSON.parse(text)));
  const last = told.findLast((message) => "total" in message);
  return last && "total" in last ? last.total : undefined;
}

/** A deal is won, and then grows, at the same moments in every account. */
function sellEverywhere(): void {
  const act = { now: Date.now(), userId: null, source: "CRM_UI" };
  const sold = tenants.map(({ portal, counted }, index) => {
    const pipeline = portal.pipelines.find(({ id }) => counted.includes(id));
    const won = pipeline?.stages.find(({ closed, probability }) => closed && probability === 1);
    const rep = portal.people.find(({ role, leftAt }) => role === "rep" && leftAt === null);
    const properties = {
      dealname: `Sold ${portal.portalId}`,
      pipeline: pipeline?.id ?? null,
      dealstage: won?.id ?? null,
      amount: `${10_000 + index}.50`,
      hubspot_owner_id: rep?.ownerId ?? null,
    };
    return { portal, deal: createRecord(portal, "deals", properties, act) };
  });
  for (const [index, { portal, deal }] of sold.entries()) {
    updateRecord(portal, deal, { amount: `${20_000 + 7 * index}.25` }, { ...act, now: act.now + 1 });
  }
}

describe(`${TENANTS} tenants of one Worker, half of whose accounts have the same ids`, () => {
  it("are marked so that a leak would be seen", () => {
    expect(new Set(tenants.map(({ id }) => id)).size).toBe(TENANTS);
    for (const tenant of tenants) {
      expect(tenant.members.length).toBeGreaterThan(40);
      expect(tenant.members.filter(({ id }) => ownerOfId.get(id) !== tenant.id)).toEqual([]);
      for (const named of [...tenant.members, ...tenant.teams]) {
        expect(ownersIn(JSON.stringify(named))).toEqual([tenant.id]);
      }
    }
  });

  it("are asked at every address that can be read", async () => {
    const answer = await fetch(`${product.worker.url}${API}openapi.json`);
    const { paths } = v.parse(Specification, await answer.json());
    const readable = Object.keys(paths).filter(
      (path) => path.startsWith(API) && "get" in (paths[path] ?? {}),
    );
    const asked = tenants.slice(0, 1).flatMap((tenant) => {
      const own = Object.keys(questionsOf(tenant));
      return own.map((path) => API + templateOf(path, tenant));
    });
    expect(readable.toSorted()).toEqual(asked.toSorted());
  });

  it("read nothing of each other, in no header and no body, as admin or as member", async () => {
    const asked = tenants.flatMap((tenant) =>
      Object.entries(questionsOf(tenant)).flatMap(([path, query]) =>
        (["admin", "member"] as const).map((role) => ({ tenant, role, path, query })),
      ),
    );
    const leaks: string[] = [];
    const silent = new Set<string>();
    await forEach(asked, async ({ tenant, role, path, query }) => {
      const answer = await tenant.apis[role].ask(`${path}?${query}`);
      const usual = role === "admin" ? [200] : [200, 403];
      expect(OTHERWISE[path] ?? usual, `${role} ${path}`).toContain(answer.status);
      const owners = ownersIn(`${JSON.stringify([...answer.headers])}\n${await answer.text()}`);
      if (role === "admin" && owners.length === 0) silent.add(templateOf(path, tenant));
      if (owners.some((owner) => owner !== tenant.id)) leaks.push(`${tenant.id} ${role} ${path}`);
    });
    expect(leaks).toEqual([]);
    // Everywhere else an admin was told of the own tenant, so that somebody else's could have been seen.
    expect([...silent].toSorted()).toEqual([
      "activity/hours",
      "connection/checks",
      "connection/checks/{check}/records",
      "connection/preflight",
      "display",
      "display-keys",
      "healthz",
      "live",
      "members/{id}/leave",
      "metrics",
      "reconciliation",
      "reconciliation/records",
      "settings",
      "settings/deal-fields",
    ]);
  });

  it("have the revenue of their own accounts", async () => {
    const totals = tenants.map((tenant) => wonInPortal(tenant, whole));
    expect(new Set(totals).size).toBe(TENANTS);
    const question = `leaderboard?metric=revenue_closed&from=${whole.from}&to=${whole.to}`;
    const boards = await Promise.all(tenants.map(({ apis }) => apis.admin.get<BoardAnswer>(question)));
    expect(boards.map(({ total }) => total)).toEqual(totals);
  });

  it("cannot tell another's people and teams from such as do not exist", async () => {
    const period = "period=this_month";
    const ofPerson = (id: string) => [
      { path: `members/${id}/scorecard?${period}` },
      { path: `explain?metric=revenue_closed&${period}&member=${id}` },
      { path: `activity?${period}&member=${id}` },
      { path: `deals/open?member=${id}` },
      { path: `members/${id}`, body: '{"privacy":"hidden"}' },
    ];
    const ofTeam = (id: string) => [
      { path: `activity?${period}&team=${id}` },
      { path: `leaderboard?metric=revenue_closed&${period}&team=${id}` },
      { path: `explain?metric=revenue_closed&${period}&team=${id}` },
      { path: `explain?metric=revenue_closed&${period}&of_team=${id}` },
      { path: `quotas/attainment?team=${id}` },
    ];
    await forEach([...tenants.entries()], async ([index, { apis }]) => {
      // One whose people and teams have ids that nobody else has.
      const other = tenants[(index % 2 === 0 ? index + 1 : index + 2) % TENANTS];
      const api = index % 4 < 2 ? apis.admin : apis.member;
      const foreign = [...ofPerson(other?.members[0]?.id ?? ""), ...ofTeam(other?.teams[0]?.id ?? "")];
      const nobodys = [...ofPerson(randomUUID()), ...ofTeam(`team-${randomUUID()}`)];
      for (const [at, asked] of foreign.entries()) {
        const told = await refusalOf(api, asked);
        expect([403, 404], asked.path).toContain(told.status);
        expect(told).toEqual(await refusalOf(api, nobodys[at] ?? { path: "" }));
      }
    });
  });

  it("are told of their own deals alone, while deals are won everywhere at once", async () => {
    const pages = await Promise.all(
      tenants.map((tenant, index) => openPage(tenant, index % 3 === 0 ? "admin" : "member")),
    );
    const haveBoards = () => pages.every((page) => totalOn(page) !== undefined);
    await until("a board on each page", async () => (haveBoards() ? true : null));
    sellEverywhere();
    const months = lastMonths(product.simulator.portal, Date.now(), 1);
    const totals = tenants.map((tenant) => wonInPortal(tenant, months[0] ?? whole));
    await expect.poll(() => pages.map(totalOn), { timeout: 60_000 }).toEqual(totals);
    for (const { socket } of pages) socket.close();
    for (const { tenant, messages } of pages) expect(ownersIn(messages.join("\n"))).toEqual([tenant.id]);
  });
});

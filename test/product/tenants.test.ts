import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRIC_IDS, ROLES } from "../../shared/contracts/ids.ts";
import { updateRecord } from "../simulators/hubspot/portal/changes.ts";
import { tableOf } from "../simulators/hubspot/portal/portal.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import { type BoardAnswer, openApi, type StandingsApi } from "../tools/standings-api.ts";
import { buildMarkedAccount, type MarkedAccount } from "./marked-account.ts";
import { signedNotice } from "./signed-notice.ts";

const ACCOUNTS = 30;
const STARTED_AT = Date.now();
const PERIOD = "period=this_year";

interface Tenant extends MarkedAccount {
  readonly id: string;
  readonly api: StandingsApi;
  /** Ids of ours, by which nobody else's can be told from this one's. */
  readonly memberIds: readonly string[];
  readonly teamIds: readonly string[];
}

let product: Product;
let tenants: readonly Tenant[];

beforeAll(async () => {
  product = await startProduct({
    state: "tenants",
    simulator: { seed: 1, scale: 0.001, rateLimits: { enabled: false } },
  });
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => buildMarkedAccount(index + 1, STARTED_AT));
  for (const { portal } of accounts) product.simulator.simulation.addPortal(portal);
  for (const { portalId } of accounts) await product.install(portalId);
  const live = await product.untilLive();
  tenants = await Promise.all(
    accounts.map(async (account, index) => {
      const id = live.find(({ crmId }) => crmId === String(account.portalId))?.id ?? "";
      // Every role takes its turn: none may see more than its own company.
      const key = await product.apiKey(id, ROLES[index % ROLES.length]);
      const admin = openApi(() => product.worker.url, await product.apiKey(id));
      const people = await admin.get<{ members: { id: string }[]; teams: { id: string }[] }>("members");
      return {
        ...account,
        id,
        api: openApi(() => product.worker.url, key),
        memberIds: people.members.map((member) => member.id),
        teamIds: people.teams.map((team) => team.id),
      };
    }),
  );
});

afterAll(async () => {
  await product?.stop();
});

/** What of other tenants stands in a text: names, ids of theirs, the tenant itself. */
function strangersIn(text: string, own: Tenant): readonly string[] {
  const others = tenants.filter(({ id }) => id !== own.id);
  return others.flatMap(({ id, marker, portalId, memberIds }) =>
    [id, marker, marker.toLowerCase(), String(portalId), ...memberIds].filter((mark) => text.includes(mark)),
  );
}

/** The questions that each readable address takes; filled with ids of the tenant that asks. */
function questionsOf(path: string, { memberIds, teamIds }: Tenant): readonly string[] | undefined {
  const [member] = memberIds;
  const boards = METRIC_IDS.map((metric) => `metric=${metric}&${PERIOD}`);
  const known: Readonly<Record<string, readonly string[]>> = {
    "/leaderboard": [...boards, `metric=revenue_closed&${PERIOD}&by=team&compare=previous`],
    "/explain": [`metric=revenue_closed&${PERIOD}`, `metric=emails_sent&${PERIOD}&member=${member}`],
    "/metrics": [""],
    "/members": [""],
    "/members/{id}/scorecard": [PERIOD],
    "/activity": [PERIOD, `${PERIOD}&team=${teamIds[0] ?? ""}`],
    "/quotas": [""],
    "/quotas/attainment": ["period=this_month", ""],
    "/connection": [""],
  };
  return known[path];
}

interface Description {
  readonly paths: Record<string, Record<string, { readonly security?: readonly object[] }>>;
}

/** Every address that is read with a credential of a tenant, from the product's own description. */
async function readablePaths(): Promise<readonly string[]> {
  const answer = await fetch(`${product.worker.url}/api/v1/openapi.json`);
  const { paths } = (await answer.json()) as Description;
  return Object.entries(paths)
    .filter(([path, methods]) => path.startsWith("/api/v1/") && methods.get?.security?.length)
    .map(([path]) => path.slice("/api/v1".length));
}

function withId(path: string, tenant: Tenant): string {
  return path.slice(1).replace("{id}", tenant.memberIds[0] ?? "");
}

describe(`each of ${ACCOUNTS} tenants on one Worker`, () => {
  it("gets answers that hold nothing of any other, whatever all of them ask at once", async () => {
    const paths = await readablePaths();
    expect(paths).toContain("/leaderboard");
    const asked = tenants.flatMap((tenant) =>
      paths.flatMap((path) => {
        const questions = questionsOf(path, tenant);
        if (!questions) throw new Error(`No question is known for ${path}: add one`);
        return questions.map((question) => ({ tenant, address: `${withId(path, tenant)}?${question}` }));
      }),
    );
    // Neighbours in the line are of different tenants.
    asked.sort((one, other) => (one.address < other.address ? -1 : 1));
    const found: string[] = [];
    const askNext = async () => {
      for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
        const answer = await next.tenant.api.ask(next.address);
        const text = await answer.text();
        const known = answer.status === 200 || answer.status === 403 || answer.status === 422;
        if (!known) found.push(`${next.address} answered ${answer.status} ${text}`);
        for (const stranger of strangersIn(text, next.tenant)) found.push(`${stranger} in ${next.address}`);
      }
    };
    await Promise.all(Array.from({ length: 12 }, askNext));
    expect(found).toEqual([]);
  });

  it("sees its own money and nobody else's", async () => {
    for (const { api, unit, marker } of tenants) {
      const board = await api.get<BoardAnswer>(`leaderboard?metric=revenue_closed&${PERIOD}`);
      const amounts = board.rows.flatMap(({ value }) => (value ? [value] : []));
      expect(amounts.length).toBeGreaterThan(0);
      expect(amounts.filter((amount) => amount % unit !== 0)).toEqual([]);
      expect(board.total).toBe(10 * unit);
      expect(board.rows.every(({ member }) => member?.name.endsWith(marker))).toBe(true);
    }
  });

  it("is told that what belongs to its neighbour does not exist", async () => {
    for (const [index, tenant] of tenants.entries()) {
      const other = tenants[(index + 1) % tenants.length];
      const questions = [
        `members/${other?.memberIds[0]}/scorecard?${PERIOD}`,
        `explain?metric=revenue_closed&${PERIOD}&member=${other?.memberIds[0]}`,
        `activity?${PERIOD}&member=${other?.memberIds[0]}`,
        `leaderboard?metric=revenue_closed&${PERIOD}&team=nobody-${other?.id}`,
      ];
      for (const question of questions) {
        const answer = await tenant.api.ask(question);
        expect([question, answer.status]).toEqual([question, 404]);
        expect(strangersIn((await answer.text()).replaceAll(other?.id ?? "", ""), tenant)).toEqual([]);
      }
    }
  });

  it("can be exported without a line of any other", async () => {
    for (const tenant of tenants.slice(0, 5)) {
      const lines = await (await product.operator(`tenants/${tenant.id}/export`)).text();
      expect(lines).toContain(tenant.marker);
      expect(strangersIn(lines, tenant)).toEqual([]);
    }
  });
});

interface Watcher {
  readonly tenant: Tenant;
  readonly messages: { readonly type: string; readonly text: string }[];
  close(): void;
}

async function watch(tenant: Tenant): Promise<Watcher> {
  const minted = await tenant.api.ask("live/ticket", { method: "POST" });
  const { ticket } = (await minted.json()) as { ticket: string };
  const address = `${product.worker.url.replace(/^http/, "ws")}/api/v1/live`;
  const socket = new WebSocket(address, ["standings", `ticket.${ticket}`]);
  const messages: { type: string; text: string }[] = [];
  socket.addEventListener("message", ({ data }) => {
    const text = String(data);
    messages.push({ type: (JSON.parse(text) as { type: string }).type, text });
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error("The socket was refused")));
  });
  const board = { metric: "revenue_closed", period: "this_year" };
  socket.send(JSON.stringify({ type: "watch", board }));
  await until("the first board", async () => (messages.some(({ type }) => type === "board") ? true : null));
  return { tenant, messages, close: () => socket.close() };
}

function changesOf({ messages }: Watcher): readonly string[] {
  return messages.filter(({ type }) => type === "difference").map(({ text }) => text);
}

describe("the rooms of many tenants", () => {
  it("tell each change to those whose it is, and to nobody else", async () => {
    const watchers = await Promise.all(tenants.slice(0, 12).map(watch));
    const changed = watchers.filter((_, index) => index % 2 === 0);
    for (const { tenant } of changed) {
      const deal = tableOf(tenant.portal, "deals").all()[0];
      if (!deal) throw new Error("The account has no deals");
      const amount = ((tenant.unit * 1000) / 100).toFixed(2);
      updateRecord(tenant.portal, deal, { amount }, { now: Date.now(), userId: null, source: "CRM_UI" });
    }
    await until("a change in every room where there was one", async () =>
      changed.every((watcher) => changesOf(watcher).length > 0) ? true : null,
    );
    for (const watcher of watchers) {
      const all = watcher.messages.map(({ text }) => text).join("\n");
      expect(strangersIn(all, watcher.tenant)).toEqual([]);
      expect(changesOf(watcher).length > 0).toBe(changed.includes(watcher));
    }
    for (const watcher of watchers) watcher.close();
  });

  it("keep apart two accounts whose changes come in one delivery", async () => {
    const [one, other, third] = tenants.slice(20, 23);
    if (!one || !other || !third) throw new Error("There are too few tenants");
    const [deal] = tableOf(one.portal, "deals").all();
    const url = `${product.worker.url}/webhooks/hubspot`;
    for (const { portal, unit } of [one, other, third]) {
      const own = tableOf(portal, "deals").get(deal?.id ?? "");
      if (own) own.properties.amount_in_home_currency = String((unit * 500) / 100);
    }
    const event = {
      subscriptionType: "deal.propertyChange",
      objectId: Number(deal?.id),
      propertyName: "amount",
    };
    const body = JSON.stringify(
      [one, other].map(({ portalId }, index) => ({
        ...event,
        portalId,
        eventId: index,
        occurredAt: Date.now(),
      })),
    );
    const { clientSecret } = product.simulator.simulation.app;
    expect((await fetch(url, signedNotice(clientSecret, { url, body }))).status).toBe(200);
    const totalOf = async ({ api }: Tenant) =>
      (await api.get<BoardAnswer>(`leaderboard?metric=revenue_closed&${PERIOD}`)).total;
    await until("both changes", async () =>
      (await totalOf(one)) === 509 * one.unit && (await totalOf(other)) === 509 * other.unit ? true : null,
    );
    expect(await totalOf(third)).toBe(10 * third.unit);
  });
});

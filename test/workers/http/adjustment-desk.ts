/** A company whose credit is adjusted: what its people send, and what they see then. */
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect } from "vitest";
import { MadeAdjustment, MadeAdjustments } from "../../../shared/contracts/adjustments.ts";
import { Explanation, Leaderboard } from "../../../shared/contracts/api.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import { createLedgerReader } from "../../../worker/adapters/d1/ledger-reader.ts";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { asDocumented } from "../../contract/as-documented.ts";
import type { TestApp } from "./app.ts";
import { seedDeals, seedTenant } from "./seed.ts";
import { bearer, signIn } from "./sign-in.ts";

const ADDRESS = "/api/v1/adjustments";
let accounts = 3000;

/** A company with five won deals of March, and somebody of each role who signs in when asked. */
export async function openDesk(app: TestApp, mark: string) {
  accounts += 1;
  const seeded = await seedTenant(env.DB, { mark, crmId: `${accounts}` });
  await seedDeals(env.DB, seeded);
  const tokens = new Map<Role, string>();
  const ask = async (role: Role, path: string, init: RequestInit = {}) => {
    const token = tokens.get(role) ?? (await signIn(app, seeded, role));
    tokens.set(role, token);
    return app.fetch(path, { ...init, headers: { ...bearer(token), "content-type": "application/json" } });
  };
  const tenantId = seeded.tenant.id;
  return {
    seeded,
    tenantId,
    ask,
    ...changesAt(app, ask),
    ...viewsOf(mark, ask),
    revision: () => createLedgerReader(env.DB, tenantId).loadRevision(),
    writer: () => createLedgerWriter(env.DB, tenantId, { store: createTenantStore(env.DB, tenantId) }),
  };
}

/** An open desk. */
export type Desk = Awaited<ReturnType<typeof openDesk>>;

type Ask = (role: Role, path: string, init?: RequestInit) => Promise<Response>;

/** Each change is made a minute after the last. */
function changesAt(app: TestApp, ask: Ask) {
  const change = (role: Role, path: string, init: RequestInit) => {
    app.now = new Date(Date.parse(app.now) + 60_000).toISOString();
    return ask(role, path, init);
  };
  const post = (body: object) => change("admin", ADDRESS, { method: "POST", body: JSON.stringify(body) });
  const read = async (answer: Response) => asDocumented(MadeAdjustment, await answer.json());
  return {
    post,
    async make(body: object) {
      const answer = await post(body);
      expect(answer.status).toBe(201);
      return read(answer);
    },
    withdraw: async (id: string) => read(await change("owner", `${ADDRESS}/${id}`, { method: "DELETE" })),
  };
}

function viewsOf(mark: string, ask: Ask) {
  return {
    list: async (query = "") =>
      asDocumented(MadeAdjustments, await (await ask("owner", `${ADDRESS}${query}`)).json()),
    /** The value of each person, by role. */
    async board(metric: string, query = "") {
      const path = `/api/v1/leaderboard?period=this_month&metric=${metric}${query}`;
      const { rows } = v.parse(Leaderboard, await (await ask("admin", path)).json());
      return Object.fromEntries(
        rows.map(({ member, value }) => [member?.id.replace(`${mark}-`, "") ?? "", value]),
      );
    },
    explain: async (role: Role, query: string) =>
      v.parse(Explanation, await (await ask(role, `/api/v1/explain?period=this_month&${query}`)).json()),
  };
}

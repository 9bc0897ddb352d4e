import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { OperatorTenants } from "../../../shared/contracts/access.ts";
import { Leaderboard } from "../../../shared/contracts/api.ts";
import { TestApp } from "./app.ts";
import { casesOf, type RouteCase } from "./route-cases.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, OPERATOR, signIn } from "./sign-in.ts";

const TENANTS = 100;
/** What every name and id of a seeded tenant begins with. */
const MARK = /no\d{3}(?!\d)/g;
const BOARD = "/api/v1/leaderboard?metric=deals_won&from=2026-03-01&to=2026-03-31&all=true";

const app = new TestApp(env);
const seeded: SeededTenant[] = [];

beforeAll(async () => {
  for (let number = 1; number <= TENANTS; number += 1) {
    const mark = `no${String(number).padStart(3, "0")}`;
    const tenant = await seedTenant(env.DB, { mark, crmId: `${50_000 + number}` });
    await seedDeals(env.DB, tenant);
    seeded.push(tenant);
  }
});

/** Whose marks an admin's answer bears: those of the own tenant, if it is as it should be. */
async function marksIn({ path, status }: RouteCase, token: string): Promise<ReadonlySet<string>> {
  const answer = await app.fetch(path, { headers: bearer(token) });
  const expected = status({ role: "admin", credential: "session" });
  expect([path, answer.status]).toEqual([path, expected]);
  return new Set((await answer.text()).match(MARK) ?? []);
}

describe(`the last of ${TENANTS} tenants on one Worker`, () => {
  it("has the board of its own people, as every other has", async () => {
    const totals = new Set<number | null>();
    for (const tenant of seeded) {
      const answer = await app.fetch(BOARD, { headers: bearer(await signIn(app, tenant, "member")) });
      const text = await answer.text();
      expect([...new Set(text.match(MARK))]).toEqual([tenant.mark]);
      totals.add(v.parse(Leaderboard, JSON.parse(text)).total);
    }
    expect([...totals]).toEqual([4]);
  });

  it("reads nothing of the others wherever it asks, and nor do the first and one between", async () => {
    for (const tenant of [0, TENANTS / 2, TENANTS - 1].flatMap((index) => seeded[index] ?? [])) {
      const token = await signIn(app, tenant, "admin");
      const seen = new Set<string>();
      for (const one of casesOf(tenant.mark).filter(({ route }) => route.startsWith("get "))) {
        for (const mark of await marksIn(one, token)) seen.add(mark);
      }
      expect([...seen]).toEqual([tenant.mark]);
    }
  });

  it("is one of all those that the operator is told of", async () => {
    const answer = await app.fetch("/operator/tenants", { headers: OPERATOR });
    const { tenants } = v.parse(OperatorTenants, await answer.json());
    expect(tenants.map(({ crmId }) => crmId).toSorted()).toEqual(
      seeded.map(({ tenant }) => tenant.crmId).toSorted(),
    );
  });
});

import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Explanation, Problem } from "../../../shared/contracts/api.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { SLICES_MAX } from "../../../worker/domain/ledger/slice-book.ts";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

const app = new TestApp(env);

describe("what a board is narrowed by and there is not", () => {
  const refused = async (path: string, credential: string) => {
    const answer = await app.fetch(`/api/v1${path}`, { headers: bearer(credential) });
    if (answer.status === 200) return [path, 200];
    const { type, status, errors = [] } = v.parse(Problem, await answer.json());
    return [path, status, type, ...errors.map((error) => `${error.path} ${error.message}`)];
  };
  let shy: SeededTenant;
  let peer: string;
  let owner: string;

  beforeAll(async () => {
    shy = await seedTenant(env.DB, { mark: "shy", crmId: "1003" });
    await seedDeals(env.DB, shy);
    const people = createPeopleStore(env.DB, shy.tenant.id);
    await people.saveAttributes("shy-member", { region: "North", department: "Field" });
    await people.saveAttributes("shy-viewer", { region: "Secret", department: "Secret" });
    await people.savePrivacy("shy-viewer", "hidden");
    peer = (await makeKey(app, shy, { role: "member" })).key;
    owner = (await makeKey(app, shy, { role: "owner" })).key;
  });

  it.each([
    ["/leaderboard?metric=deals_won&segment=pipeline:nosuch", "segment", "pipeline:shy-pipeline"],
    ["/leaderboard?metric=deals_won&segment=type:nosuch&by=team", "segment", "pipeline:shy-pipeline"],
    ["/leaderboard?metric=deals_won&region=Atlantis", "region", "North"],
    ["/leaderboard?metric=deals_won&region=North&department=Atlantis&details=true", "department", "Field"],
    ["/explain?metric=deals_won&segment=pipeline:nosuch", "segment", "pipeline:shy-pipeline"],
    ["/explain?metric=deals_won&region=Atlantis", "region", "North"],
    ["/explain?metric=deals_won&department=Atlantis&board=team_quota", "department", "Field"],
  ])("%s is refused with what there is", async (path, filter, known) => {
    const asker = path.includes("team_quota") ? (await makeKey(app, shy, { role: "manager" })).key : peer;
    const said = `${filter} is not known here; there is ${known}`;
    expect(await refused(path, asker)).toEqual([path, 404, "/problems/filter-unknown", said]);
  });

  it.each([
    ["pipeline=nosuch&stage=open", "pipeline is not known here; there is shy-pipeline"],
    ["pipeline=shy-pipeline&stage=nosuch", "stage is not known here; there is open, won"],
  ])("open deals of %s are refused with what there is", async (query, said) => {
    const path = `/deals/open?member=shy-member&${query}`;
    expect(await refused(path, owner)).toEqual([path, 404, "/problems/filter-unknown", said]);
  });

  it("says where there is none at all", async () => {
    const bare = await seedTenant(env.DB, { mark: "bare", crmId: "1008" });
    const { key } = await makeKey(app, bare, { role: "admin" });
    const path = "/leaderboard?metric=deals_won&department=Sales";
    const said = "department is not known here: there is none";
    expect(await refused(path, key)).toEqual([path, 404, "/problems/filter-unknown", said]);
  });

  it("is for a peer what hidden people alone have, word for word, and not for whoever sees them", async () => {
    for (const filter of ["region", "department"]) {
      for (const route of ["/leaderboard?metric=deals_won", "/explain?metric=deals_won"]) {
        const told = async (value: string, credential: string) =>
          (await refused(`${route}&${filter}=${value}`, credential)).slice(1);
        expect(await told("Secret", peer)).toEqual(await told("Atlantis", peer));
        expect(await told("Secret", peer)).not.toEqual([200]);
        expect(await told("Secret", owner)).toEqual([200]);
        expect(await told("Secret&audience=members", owner)).toEqual([200]);
      }
    }
  });

  it("does not stand in the way of what there is", async () => {
    for (const path of [
      "/leaderboard?metric=deals_won&region=North&department=Field&segment=pipeline:shy-pipeline",
      "/explain?metric=deals_won&region=North&department=Field&segment=pipeline:shy-pipeline",
      "/deals/open?member=shy-member&pipeline=shy-pipeline&stage=open",
    ]) {
      expect(await refused(path, owner)).toEqual([path, 200]);
    }
  });
});

describe("a type of deals beyond those that are kept apart", () => {
  it("is not taken for one that there is not", async () => {
    const full = await seedTenant(env.DB, { mark: "full", crmId: "1009" });
    const sql = `INSERT INTO slices (tenant_id, id, pipeline_id, deal_type)
      SELECT ?1, value, 'full-pipeline', 'Kind ' || value FROM json_each(?2)`;
    const ids = Array.from({ length: SLICES_MAX }, (_, index) => String(index + 1));
    await env.DB.prepare(sql).bind(full.tenant.id, JSON.stringify(ids)).run();
    await seedDeals(env.DB, full, "Rare");
    const { key } = await makeKey(app, full, { role: "owner" });
    const path = "/api/v1/leaderboard?metric=deals_won&period=this_month&segment=type:Rare";
    const answer = await app.fetch(path, { headers: bearer(key) });
    expect([answer.status, await answer.json()]).toMatchObject([200, { total: 4 }]);
  });
});

describe("a cursor that was given to somebody else, or for another question", () => {
  it("is only a place: what is read from there is the asker's own", async () => {
    const elm = await seedTenant(env.DB, { mark: "elm", crmId: "1004" });
    const oak = await seedTenant(env.DB, { mark: "oak", crmId: "1005" });
    for (const seeded of [elm, oak]) await seedDeals(env.DB, seeded);
    const keyOf = async (seeded: SeededTenant, role: Role) => (await makeKey(app, seeded, { role })).key;
    const read = async (path: string, token: string) => {
      const answer = await app.fetch(`/api/v1${path}`, { headers: bearer(token) });
      expect([path, answer.status]).toEqual([path, 200]);
      return v.parse(Explanation, await answer.json());
    };
    const path = "/explain?metric=revenue_closed&period=this_month";
    const owner = await keyOf(oak, "owner");
    const { nextCounted } = await read(`${path}&limit=1`, owner);
    const after = `after_counted=${encodeURIComponent(nextCounted ?? "")}`;
    // Of another account, another person, another question, and of whoever may see no records.
    for (const [asked, token] of [
      [`${path}&${after}`, await keyOf(elm, "owner")],
      [`${path}&member=oak-member&${after}`, owner],
      [`/explain?metric=calls_made&period=this_month&${after}`, owner],
      [`${path}&${after}`, await keyOf(oak, "member")],
    ] as const) {
      const whole = await read(asked.replace(`&${after}`, "&limit=200"), token);
      const rest = await read(asked, token);
      expect(rest.countedTotal).toBe(whole.countedTotal);
      const ids = new Set(whole.counted.map(({ crmId }) => crmId));
      expect(rest.counted.filter(({ crmId }) => !ids.has(crmId))).toEqual([]);
    }
  });

  it("goes on from its place when its record is no more", async () => {
    const ash = await seedTenant(env.DB, { mark: "ash", crmId: "1006" });
    await seedDeals(env.DB, ash);
    const { key: owner } = await makeKey(app, ash, { role: "owner" });
    const gone = encodeURIComponent('["2026-03-04","deal","ash-deal-25","revenue_closed",0]');
    const answer = await app.fetch(
      `/api/v1/explain?metric=revenue_closed&period=this_month&after_counted=${gone}`,
      { headers: bearer(owner) },
    );
    const { counted } = v.parse(Explanation, await answer.json());
    expect(counted.map(({ crmId }) => crmId)).toEqual(["ash-deal-2", "ash-deal-1", "ash-deal-0"]);
  });
});

import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { PREFLIGHT_STEPS, Preflight, type PreflightStepName } from "../../../shared/contracts/preflight.ts";
import { createAccessReadings, createFramingStore } from "../../../worker/adapters/d1/framing-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createSealing, readTokenKeys } from "../../../worker/adapters/sealing.ts";
import { type RecheckParts, recheckAccess } from "../../../worker/app/preflight/recheck-access.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import { secondsAfter } from "../../../worker/domain/seconds-after.ts";
import type { Grant } from "../../../worker/ports/crm.ts";
import { NOW, TestApp } from "./app.ts";
import { postSigned, signedRequest } from "./salesforce-frame.ts";
import { type SeededTenant, seedTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

const keys = readTokenKeys(env.TOKEN_KEYS);
const sealing = createSealing(keys.ok ? keys.value : []);
const app = new TestApp(env);
let org: SeededTenant;
let admin: string;

beforeAll(async () => {
  org = await seedTenant(env.DB, { mark: "checked", crmId: "00D5g000000003cEAA", crm: "salesforce" });
  admin = (await makeKey(app, org, { role: "admin" })).key;
});

async function ask(method = "GET", from = app): Promise<Preflight> {
  const answer = await from.fetch("/api/v1/connection/preflight", { method, headers: bearer(admin) });
  expect(answer.status).toBe(200);
  return v.parse(Preflight, await answer.json());
}

function stepIn({ steps }: Preflight, name: PreflightStepName) {
  return steps.find(({ step }) => step === name);
}

const statesOf = ({ steps }: Preflight) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

describe("what is set up in Salesforce", () => {
  it("is not said of a step before anything tells", async () => {
    const preflight = await ask();
    expect(preflight.checkedAt).toBeNull();
    expect(preflight.steps.map(({ step }) => step)).toEqual([...PREFLIGHT_STEPS]);
    expect(statesOf(preflight)).toEqual({
      api_access: "cannot_tell",
      integration_user: "cannot_tell",
      refresh_policy: "cannot_tell",
      view_all: "cannot_tell",
      field_access: "cannot_tell",
      permission_sets: "cannot_tell",
      ping: "to_do",
      tab_page: "to_do",
      record_page: "to_do",
      home_page: "to_do",
    });
  });

  it("names what the last reading was not allowed to see, and what was granted since is done", async () => {
    const readings = createAccessReadings(env.DB, org.tenant.id);
    const hidden = { feature: "deal", scopes: [], fields: ["Opportunity.Amount"] };
    const partial = { feature: "complete_activities", scopes: ["View All Data"], fields: [] };
    await readings.save({ at: NOW, gaps: [hidden, partial], adminHolders: 0 });
    const before = await ask();
    expect(before.checkedAt).toBe(NOW);
    expect(stepIn(before, "api_access")).toMatchObject({ state: "done", evidence: { at: NOW } });
    expect(stepIn(before, "view_all")).toMatchObject({ state: "to_do", evidence: { gaps: [partial] } });
    expect(stepIn(before, "field_access")).toMatchObject({ state: "to_do", evidence: { gaps: [hidden] } });
    await readings.save({ at: secondsAfter(NOW, 60), gaps: [], adminHolders: null });
    const after = await ask();
    expect(statesOf(after)).toMatchObject({ view_all: "done", field_access: "done" });
  });

  it("calls the permission sets given once somebody holds them, whoever is an admin by other ways", async () => {
    const readings = createAccessReadings(env.DB, org.tenant.id);
    await env.DB.prepare("UPDATE members SET role_by_hand = 0 WHERE id = 'checked-admin'").run();
    const stepWith = async (adminHolders: number | null) => {
      await readings.save({ at: NOW, gaps: [], adminHolders });
      return stepIn(await ask(), "permission_sets");
    };
    expect(await stepWith(null)).toMatchObject({ state: "cannot_tell", evidence: { people: null } });
    const nobody = { people: 0 };
    expect(await stepWith(0)).toMatchObject({ state: "to_do", evidence: nobody });
    const two = { people: 2 };
    expect(await stepWith(2)).toMatchObject({ state: "done", evidence: two });
  });

  it("shows a page as in use once somebody opened it there", async () => {
    await postSigned(app, await signedRequest(org, "member", { parameters: { place: "home" } }));
    const preflight = await ask();
    expect(stepIn(preflight, "home_page")).toMatchObject({ state: "done", evidence: { at: NOW } });
    expect(statesOf(preflight)).toMatchObject({ tab_page: "to_do", record_page: "to_do" });
  });

  it("is refused access after a refusal that is younger than the last answer", async () => {
    const state = createSyncStateStore(env.DB, org.tenant.id);
    const refused = [{ type: "rejected", subject: "people", detail: "HTTP 403" }] as const;
    await state.recordFaults(refused, secondsAfter(NOW, 120));
    expect(statesOf(await ask())).toMatchObject({ api_access: "to_do", refresh_policy: "cannot_tell" });
    const readings = createAccessReadings(env.DB, org.tenant.id);
    await readings.save({ at: secondsAfter(NOW, 180), gaps: [], adminHolders: null });
    expect(statesOf(await ask())).toMatchObject({ api_access: "done" });
    const directory = createTenantDirectory(env.DB);
    await directory.setState(org.tenant.id, "reconnect");
    expect(statesOf(await ask())).toMatchObject({ api_access: "to_do", refresh_policy: "to_do" });
    await directory.setState(org.tenant.id, "live");
  });

  it("reads people again when it is asked to", async () => {
    app.lanes.length = 0;
    const before = await ask("POST");
    expect(app.lanes).toEqual([`read the people of ${org.tenant.id}`]);
    expect(before).toEqual(await ask());
  });
});

describe("asking Salesforce again", () => {
  const grant: Grant = {
    accessToken: "a",
    refreshToken: "r",
    expiresAt: NOW,
    apiUrl: "https://checked.my.salesforce.com",
    userName: "integration@checked.test",
    scopes: [],
    crmId: "00D5g000000003cEAA",
    userId: null,
  };
  const recheck = async (change: Partial<RecheckParts>) => {
    const asked: (Grant | string)[] = [];
    const parts: RecheckParts = {
      crm: {
        refresh: async (given) => {
          asked.push(given);
          return ok(given);
        },
      },
      lane: {
        refreshPeople: async () => {
          asked.push("people");
          return { kind: "done" };
        },
      },
      connections: { loadGrant: async () => grant },
      framing: createFramingStore(env.DB, org.tenant.id, sealing),
      readings: { load: async () => null, save: async () => undefined },
      signsInByKey: true,
      now: () => NOW,
      ...change,
    };
    await recheckAccess(parts);
    return asked;
  };
  const signInOf = async () => {
    const byKey = new TestApp(env, {
      salesforce: {
        loginUrl: "https://login.salesforce.test",
        verifySignedRequest: async () => err("unreadable"),
        signsInByKey: true,
      },
    });
    const preflight = await ask("GET", byKey);
    return [stepIn(preflight, "integration_user")?.state, stepIn(preflight, "refresh_policy")?.state];
  };

  it("tries to sign in by key with the refresh token held back, so that it is never spent", async () => {
    expect(await signInOf()).toEqual(["cannot_tell", "cannot_tell"]);
    const asked = await recheck({});
    expect(asked).toContain("people");
    expect(asked).toContainEqual({ ...grant, refreshToken: null });
    expect(await signInOf()).toEqual(["done", "done"]);
    await recheck({ crm: { refresh: async () => err({ reason: "token_revoked" }) } });
    expect(await signInOf()).toEqual(["to_do", "cannot_tell"]);
    // Nobody answered: what was known stays.
    await recheck({ crm: { refresh: async () => err({ reason: "unavailable", detail: "" }) } });
    expect(await signInOf()).toEqual(["to_do", "cannot_tell"]);
  });

  it("asks nothing twice within seconds, and tries no key where there is none", async () => {
    const young = { at: secondsAfter(NOW, -5), gaps: [], adminHolders: null };
    expect(await recheck({ readings: { load: async () => young, save: async () => undefined } })).toEqual([]);
    expect(await recheck({ signsInByKey: false })).toEqual(["people"]);
    expect(await recheck({ connections: { loadGrant: async () => null } })).toEqual(["people"]);
  });
});

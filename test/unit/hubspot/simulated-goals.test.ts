import { afterAll, beforeAll, expect, it } from "vitest";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import { compareGoals } from "../../../worker/app/quotas/compare-goals.ts";
import type { CrmClient, CrmQuota } from "../../../worker/ports/crm.ts";
import { buildBerlinRules } from "../../builders/rules.ts";
import { tableOf } from "../../simulators/hubspot/portal/portal.ts";
import {
  authorizeUrl,
  codeIn,
  type InstalledSimulator,
  startInstalled,
} from "../simulator/installed-simulator.ts";
import { CLIENT_OPTIONS } from "./recorded-portal.ts";

let simulator: InstalledSimulator;
let client: CrmClient;
let goals: readonly CrmQuota[];

async function readGoals(): Promise<readonly CrmQuota[]> {
  const read = await client.fetchQuotas();
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

function clientWith(grant: { readonly access_token: string; readonly scopes: readonly string[] }): CrmClient {
  const { url } = simulator;
  const port = createHubSpotPort({ apiUrl: url, appUrl: url, clientId: "client", clientSecret: "secret" });
  return port.client({ ...CLIENT_OPTIONS, accessToken: grant.access_token, scopes: grant.scopes });
}

beforeAll(async () => {
  simulator = await startInstalled();
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url)));
  const { json: grant } = await simulator.token({ grant_type: "authorization_code", code });
  client = clientWith(grant);
  goals = await readGoals();
});
afterAll(() => simulator.close());

it("reads every goal of the account, people's by the month and teams' by the quarter, in minor units", () => {
  const held = tableOf(simulator.portal, "goal_targets").all();
  expect(held.length).toBeGreaterThan(20);
  expect(goals).toHaveLength(held.length);
  for (const goal of goals) {
    const raw = held.find(({ id }) => id === goal.crmId)?.properties;
    expect(goal.amount).toBe(Math.round(Number(raw?.hs_target_amount) * 100));
    expect(goal).toMatchObject({ metric: "revenue_closed", currency: "USD" });
    expect([goal.ownerId === null, goal.teamId === null]).toEqual(
      raw?.hs_milestone === "monthly" ? [false, true] : [true, false],
    );
  }
});

it("gives each goal the very days of a month or a quarter, whichever way its end is written", () => {
  const rules = buildBerlinRules();
  const rows = compareGoals(goals, {
    members: [],
    teams: [],
    standing: [],
    calendar: { ...rules.calendar, fiscal: { kind: "months", startMonth: 1 } },
    currency: "USD",
  });
  const ends = new Set(
    tableOf(simulator.portal, "goal_targets")
      .all()
      .map(({ properties }) => properties.hs_end_datetime?.slice(11)),
  );
  expect(ends.size).toBe(2);
  expect(new Set(rows.map(({ period }) => period?.grain))).toEqual(new Set(["month", "quarter"]));
  expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(["subject_unknown"]));
});

it("says which permission is missing where the account did not grant it", async () => {
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url, { optional_scope: "" })));
  const { json: grant } = await simulator.token({ grant_type: "authorization_code", code });
  expect(await clientWith(grant).fetchQuotas()).toEqual({
    ok: false,
    error: { reason: "scope_missing", scopes: ["crm.objects.goals.read"] },
  });
});

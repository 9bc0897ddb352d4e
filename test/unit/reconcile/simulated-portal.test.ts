import { afterAll, beforeAll, expect, it } from "vitest";
import { RECONCILIATION_STEPS } from "../../../shared/contracts/reconciliation.ts";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import { addDays, startOfLocalDay } from "../../../worker/domain/calendar/local-time.ts";
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import { buildDirectory } from "../../../worker/domain/credit/directory.ts";
import type { Facts } from "../../../worker/domain/facts.ts";
import { buildBridge, stepsOf, WIN_EVENTS, type WinLine } from "../../../worker/domain/reconcile/bridge.ts";
import type { CrmRecord } from "../../../worker/domain/records.ts";
import type { Result } from "../../../worker/domain/result.ts";
import type { CrmClient, CrmFailure } from "../../../worker/ports/crm.ts";
import { buildCalendar, buildRules } from "../../builders/rules.ts";
import { type WonTotal, wonTotals } from "../../simulators/hubspot/portal/totals.ts";
import { CLIENT_OPTIONS } from "../hubspot/recorded-portal.ts";
import {
  authorizeUrl,
  codeIn,
  type InstalledSimulator,
  startInstalled,
} from "../simulator/installed-simulator.ts";

const SPAN = { from: "2025-01-01", to: "2026-12-31" };
let simulator: InstalledSimulator;
let client: CrmClient;

beforeAll(async () => {
  simulator = await startInstalled({ scale: 0.3 });
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url)));
  const { json: grant } = await simulator.token({ grant_type: "authorization_code", code });
  const { url } = simulator;
  const port = createHubSpotPort({ apiUrl: url, appUrl: url, clientId: "client", clientSecret: "secret" });
  client = port.client({ ...CLIENT_OPTIONS, accessToken: grant.access_token, scopes: grant.scopes });
});
afterAll(() => simulator.close());

async function read<T>(asked: Promise<Result<T, CrmFailure>>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

async function readAllDeals(): Promise<readonly CrmRecord[]> {
  const records: CrmRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: { records: readonly CrmRecord[]; next: string | null } = await read(
      client.fetchStretch({ kind: "all", of: "deal" }, cursor),
    );
    records.push(...page.records);
    cursor = page.next;
  } while (cursor !== null);
  return records;
}

/** Who there is and how they sell, as the client tells of it. */
async function readFacts(): Promise<Facts> {
  const { people } = await read(client.fetchPeople());
  const members = people.flatMap(({ ownerId, userId, kind }) =>
    ownerId === null || kind === "queue"
      ? []
      : [
          {
            id: `member ${ownerId}`,
            ownerIds: [ownerId],
            userIds: userId ? [userId] : [],
            personKeys: [],
            memberships: [],
          },
        ],
  );
  const queues = people.flatMap(({ ownerId, kind }) => (kind === "queue" && ownerId ? [ownerId] : []));
  return {
    directory: buildDirectory(members, queues),
    pipelines: await read(client.fetchPipelines()),
    rates: await read(client.fetchRates(simulator.portal.homeCurrency)),
    mergedInto: null,
    duplicateOf: null,
    adjustments: [],
    correspondence: [],
  };
}

it("leads from what the portal itself calls won to what is credited, without a remainder", async () => {
  const { timeZone, homeCurrency, pipelines } = simulator.portal;
  const included = pipelines.slice(0, 1).map(({ id }) => id);
  const rules = buildRules({ calendar: buildCalendar({ timeZone }), homeCurrency, pipelines: included });
  const facts = await readFacts();
  const lines = (await readAllDeals()).flatMap((record) =>
    creditRecord(record, facts, rules).flatMap((line): WinLine[] => {
      const event = WIN_EVENTS.find((each) => each === line.event);
      if (!event || line.day === null || line.day < SPAN.from || line.day > SPAN.to) return [];
      const { memberId, unit, amountMinor, leftOut, original } = line;
      const converted = original !== null && original.currency !== homeCurrency;
      const { kind, crmId } = record;
      return [{ kind, crmId, event, memberId, unit, amountMinor, leftOut, adjusted: false, converted }];
    }),
  );
  const crm = await read(
    client.fetchWonDeals({
      from: startOfLocalDay(SPAN.from, timeZone),
      to: startOfLocalDay(addDays(SPAN.to, 1), timeZone),
    }),
  );
  const bridge = buildBridge({
    crm,
    lines,
    memberOfOwner: facts.directory.memberOfOwner,
    isOtherAmount: false,
  });
  const steps = stepsOf(bridge.entries, RECONCILIATION_STEPS);

  const sum = (totals: readonly WonTotal[], of: "count" | "creditNotes" | "sumMinor") =>
    totals.reduce((total, each) => total + each[of], 0);
  const all = wonTotals(simulator.portal, { by: "owner", pipelines: null, ...SPAN });
  const counted = wonTotals(simulator.portal, { by: "owner_at_win", pipelines: included, ...SPAN });
  expect(bridge.crm).toEqual({
    count: sum(all, "count") + sum(all, "creditNotes"),
    amountMinor: sum(all, "sumMinor"),
  });
  expect(bridge.crm.count).toBeGreaterThan(20);
  const nobody = bridge.entries.filter(({ step }) =>
    ["no_owner", "owner_is_queue", "owner_not_mapped"].includes(step),
  );
  expect(bridge.standings).toEqual({
    count: sum(counted, "count") + nobody.reduce((total, { count }) => total + count, 0),
    amountMinor: sum(counted, "sumMinor") + nobody.reduce((total, { amountMinor }) => total + amountMinor, 0),
  });
  expect(steps.map(({ step }) => step)).not.toContain("unexplained");
  expect(steps.map(({ step }) => step)).toContain("former_owner");
});

import { describe, expect, it } from "vitest";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { SalesforceContext } from "../../../worker/adapters/crm/salesforce/api/context.ts";
import type { QueryPage, SalesforceGateway } from "../../../worker/adapters/crm/salesforce/api/gateway.ts";
import { fetchPipelines } from "../../../worker/adapters/crm/salesforce/reading/fetch-pipelines.ts";
import { fetchArchived } from "../../../worker/adapters/crm/salesforce/walks/fetch-archived.ts";
import { fetchChanged } from "../../../worker/adapters/crm/salesforce/walks/fetch-changed.ts";
import { fetchStretch } from "../../../worker/adapters/crm/salesforce/walks/fetch-stretch.ts";
import { fetchWonDeals } from "../../../worker/adapters/crm/salesforce/walks/fetch-won-deals.ts";
import { findChangedKinds } from "../../../worker/adapters/crm/salesforce/walks/find-changed-kinds.ts";
import type { CrmRecord, Deal } from "../../../worker/domain/records.ts";
import { err, ok, type Result } from "../../../worker/domain/result.ts";
import type { CrmFailure, CrmPage } from "../../../worker/ports/crm.ts";
import { generateOrganisation } from "../../organisation/generate.ts";
import { describeObject } from "../../simulators/salesforce/org/describe.ts";
import { buildOrg, type Org } from "../../simulators/salesforce/org/org.ts";
import { runQuery } from "../../simulators/salesforce/soql/run-query.ts";
import { contextOf, createRecordedOrg, valueIn } from "./recorded-org.ts";

const ROWS_PER_ANSWER = 400;
const TODAY = Date.parse("2026-11-20T15:00:00.000Z");
const KINDS = ["deal", "call", "email", "meeting", "task", "communication"] as const;

const organisation = generateOrganisation({ seed: 7, scale: 0.05, today: TODAY });
const org = buildOrg(organisation);

/** The simulator's own SOQL behind the gateway, without a network. */
function gatewayTo(simulated: Org, usual: SalesforceGateway): SalesforceGateway {
  const ask = (soql: string, deleted: boolean): Result<QueryPage, CrmFailure> => {
    const outcome = runQuery(simulated, soql, { withDeleted: deleted });
    if (!outcome.ok) return err({ reason: "rejected", status: 400, detail: `${outcome.message} ${soql}` });
    const records = outcome.records.slice(0, ROWS_PER_ANSWER);
    const next = records.length < outcome.records.length ? "/services/data/v66.0/query/more" : null;
    return ok({ records, next, total: outcome.totalSize });
  };
  return {
    ...usual,
    query: async (soql, { deleted = false } = {}) => ask(soql, deleted),
    queryAllPages: async (soql, { deleted = false } = {}) => {
      const outcome = runQuery(simulated, soql, { withDeleted: deleted });
      return outcome.ok
        ? ok(outcome.records)
        : err({ reason: "rejected", status: 400, detail: outcome.message });
    },
    queryTogether: async (soqls, { deleted = false } = {}) => {
      const outcomes = soqls.map((soql) => runQuery(simulated, soql, { withDeleted: deleted }));
      const fault = outcomes.find((outcome) => !outcome.ok);
      if (fault?.ok === false) return err({ reason: "rejected", status: 400, detail: fault.message });
      return ok(
        outcomes.map((outcome) => ({
          records: outcome.ok ? outcome.records : [],
          next: null,
          total: outcome.ok ? outcome.totalSize : null,
        })),
      );
    },
    describe: async (object) => {
      const described = describeObject(simulated, object);
      return ok(described && new Map(described.fields.map((field) => [field.name, field])));
    },
  };
}

function simulatedContext(): SalesforceContext {
  const org = createRecordedOrg({});
  org.bulk.isOff = true;
  const context = contextOf(org, {
    homeCurrency: organisation.homeCurrency,
    timeZone: organisation.timeZone,
  });
  return {
    ...context,
    now: () => new Date(TODAY).toISOString(),
    gateway: gatewayTo(organisationOrg(), context.gateway),
  };
}

function organisationOrg(): Org {
  return org;
}

async function readAll(
  fetchPage: (context: SalesforceContext, cursor: string | null) => Promise<Result<CrmPage, CrmFailure>>,
): Promise<readonly CrmRecord[]> {
  const context = simulatedContext();
  const records: CrmRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: CrmPage = valueIn(await fetchPage(context, cursor));
    expect(page.rejections).toEqual([]);
    records.push(...page.records);
    cursor = page.next;
  } while (cursor !== null);
  return records;
}

const allOf = (kind: CrmRecordKind) =>
  readAll((context, cursor) => fetchStretch(context, { kind: "all", of: kind }, cursor));

const iso = (at: number) => new Date(Math.floor(at / 1000) * 1000).toISOString();

describe("a generated organisation in Salesforce", () => {
  it("has every deal with its whole history", async () => {
    const deals = new Map(
      (await allOf("deal"))
        .filter((record): record is Deal => record.kind === "deal")
        .map((deal) => [deal.crmId, deal]),
    );
    const kept = organisation.deals.filter((deal) => deal.archivedAt === null && deal.mergedIntoId === null);
    expect(deals.size).toBe(kept.length);
    for (const source of kept) {
      const deal = deals.get(org.places.deals.get(source.id) ?? "");
      const stages = source.stages.map(({ at, value }) => ({
        at: iso(at),
        value: org.places.stages.get(`${source.pipelineId}/${value}`),
      }));
      expect(deal?.stageHistory.at(-1)?.value).toBe(stages.at(-1)?.value);
      expect(deal?.stageId).toBe(stages.at(-1)?.value);
      expect(deal?.pipelineId).toBe(org.places.pipelines.get(source.pipelineId));
      expect(deal?.splits.length).toBe(source.splits.length);
      expect(deal?.createdAt).toBe(iso(source.createdAt));
      const owners = source.owners.map(({ value }) => org.places.owners.get(value ?? "") ?? org.adminUserId);
      expect(deal?.ownerId).toBe(owners.at(-1));
      const changes = owners.filter((owner, index) => owner !== owners[index - 1]);
      if (changes.length > 1) expect(deal?.ownerHistory.map(({ value }) => value)).toEqual(changes);
    }
  });

  it("has every activity once, and its twins under one key", async () => {
    const ofKind = (kind: string) =>
      organisation.activities.filter((activity) => activity.kind === kind).length;
    expect((await allOf("call")).length).toBe(ofKind("calls"));
    expect((await allOf("task")).length).toBe(ofKind("tasks"));
    expect((await allOf("communication")).length).toBe(ofKind("communications"));
    expect((await allOf("meeting")).length).toBe(ofKind("meetings"));
    const emails = await allOf("email");
    const activities = new Set(
      emails.map((email) => (email.kind === "email" ? (email.duplicateKey ?? email.crmId) : "")),
    );
    expect(activities.size).toBe(ofKind("emails"));
    expect(emails.length).toBeGreaterThan(activities.size);
  });

  it("is the same by changes as by a backfill", async () => {
    const since = "2000-01-01T00:00:00.000Z";
    for (const kind of KINDS) {
      const changed = await readAll((context, cursor) => fetchChanged(context, kind, since, cursor));
      const byId = new Map(changed.map((record) => [record.crmId, record]));
      const archived = await readAll((context, cursor) => fetchArchived(context, kind, cursor));
      for (const record of [...(await allOf(kind)), ...archived])
        expect(byId.get(record.crmId)).toEqual(record);
      expect(byId.size).toBe((await allOf(kind)).length + archived.length);
    }
  });

  it("names what changed, its pipelines and its won deals", async () => {
    const context = simulatedContext();
    const wanted = KINDS.map((kind) => ({ kind, since: "2000-01-01T00:00:00.000Z" }));
    expect(valueIn(await findChangedKinds(context, wanted))).toEqual(KINDS);
    const later = KINDS.map((kind) => ({ kind, since: "2030-01-01T00:00:00.000Z" }));
    expect(valueIn(await findChangedKinds(context, later))).toEqual([]);
    const pipelines = valueIn(await fetchPipelines(context));
    expect(pipelines.map(({ id }) => id)).toEqual(
      expect.arrayContaining(organisation.pipelines.map(({ id }) => org.places.pipelines.get(id))),
    );
    const span = { from: "2026-07-01T04:00:00.000Z", to: "2026-10-01T04:00:00.000Z" };
    const won = valueIn(await fetchWonDeals(context, span));
    const read = await readAll((given, cursor) =>
      fetchStretch(given, { kind: "deals_closed", ...span, wonOnly: true }, cursor),
    );
    expect(new Set(won.map(({ crmId }) => crmId))).toEqual(new Set(read.map(({ crmId }) => crmId)));
    expect(won.length).toBeGreaterThan(0);
  });
});

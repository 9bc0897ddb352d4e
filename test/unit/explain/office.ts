import * as v from "valibot";
import { Explanation } from "../../../shared/contracts/api.ts";
import type { PrivacyMode, Role } from "../../../shared/contracts/ids.ts";
import { type ExplanationQuery, loadExplanation } from "../../../worker/app/explain/load-explanation.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import type { Cause } from "../../../worker/domain/credits.ts";
import type { CreditedMember, Facts } from "../../../worker/domain/facts.ts";
import type { LedgerRecord } from "../../../worker/domain/records.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import type { QuotaVersion } from "../../../worker/ports/quotas.ts";
import type { Member } from "../../../worker/ports/tenants.ts";
import { buildRules } from "../../builders/rules.ts";
import { memorySettings } from "../../builders/settings.ts";
import { ANA, BEN, buildFacts, buildWonDeal, usd } from "../credit/builders.ts";
import { MemoryLedger } from "./memory-ledger.ts";

/** A tenant of HubSpot. */
export const TENANT = {
  id: "tenant",
  crm: "hubspot",
  crmId: "4242",
  name: "Example",
  state: "live",
  plan: "pro",
  connectedAt: "2026-04-01T00:00:00.000Z",
  crmAppUrl: "https://app.hubspot.test",
} as const;
const MAY = { from: "2026-05-01", to: "2026-05-31" } as const;
const BACKFILL: Cause = { kind: "backfill" };

/** Ana and Ben with what is held of them: ask why a figure of theirs is what it is. */
export class Office {
  readonly ledger = new MemoryLedger();
  readonly rules: Rules;
  readonly now: string;
  readonly ben: Member;
  readonly quotas: readonly QuotaVersion[];

  constructor(
    options: {
      rules?: Partial<Rules>;
      now?: string;
      privacyOfBen?: PrivacyMode;
      benLeftOn?: string;
      quotas?: readonly QuotaVersion[];
    } = {},
  ) {
    this.quotas = options.quotas ?? [];
    this.rules = buildRules(options.rules);
    this.now = options.now ?? "2026-06-15T12:00:00.000Z";
    this.ben = {
      ...member(BEN, options.privacyOfBen ?? "named"),
      ...(options.benLeftOn === undefined ? {} : { active: false, leftOn: options.benLeftOn }),
    };
  }

  has(
    record: LedgerRecord,
    at = "2026-05-25T12:00:00.000Z",
    cause: Cause = BACKFILL,
    facts: Partial<Facts> = {},
  ): this {
    this.ledger.write(record, creditRecord(record, buildFacts(facts), this.rules), { at, cause });
    return this;
  }

  explain(query: Partial<ExplanationQuery>, viewer: Viewer = as("admin", "ana")) {
    return loadExplanation(
      this.#context(),
      { metric: "revenue_closed", memberId: "ana", ...MAY, ...query },
      viewer,
    );
  }

  async explained(query: Partial<ExplanationQuery>, viewer?: Viewer): Promise<Explanation> {
    const result = await this.explain(query, viewer);
    if (!result.ok) throw new Error(result.error.reason);
    return v.parse(Explanation, result.value);
  }

  #context(): QueryContext {
    const generation = { number: 1, rules: this.rules };
    return {
      tenant: TENANT,
      now: this.now,
      ledger: this.ledger.reader(),
      coverage: {
        loadCoverage: async () => [
          { kind: "deal", completeFrom: "2020-01-01" },
          { kind: "call", completeFrom: "2020-01-01" },
          { kind: "meeting", completeFrom: "2020-01-01" },
        ],
      },
      store: {
        loadMembers: async () => [member(ANA, "named"), this.ben],
        loadIdentifiedMembers: async () => [
          { ...member(ANA, "named"), ...ANA },
          { ...BEN, ...this.ben, userIds: BEN.userIds },
        ],
        loadTeams: async () => [
          { id: "north", crmId: "1", name: "North", parentId: null },
          { id: "south", crmId: "2", name: "South", parentId: null },
        ],
        loadQueueOwnerIds: async () => [],
        loadPipelines: async () => [],
        loadRates: async () => [],
        loadLiveGeneration: async () => generation,
        loadBuildingGeneration: async () => null,
      },
      quotas: {
        loadVersions: async (at) => this.quotas.filter(({ setAt }) => at === undefined || setAt <= at),
        loadSheet: async () => ({ version: 0, currency: "USD", quotas: [] }),
        save: async () => null,
      },
      settings: memorySettings(),
    };
  }
}

/** Ana leads the team that Ben is in. */
function member(person: CreditedMember, privacy: PrivacyMode): Member {
  return {
    ...person,
    crmId: person.ownerIds[0] ?? "",
    name: person.id,
    email: null,
    role: "member",
    privacy,
    roleByHand: false,
    active: true,
    joinedOn: null,
    leftOn: null,
    leaves: [],
    region: null,
    department: null,
    managesTeamIds: person.id === "ana" ? ["north"] : [],
  };
}

/** Somebody who looks. */
export function as(role: Role, memberId: string | null): Viewer {
  return { tenantId: "tenant", role, memberId, mayWrite: false };
}

/** A deal that Ben won in May. */
export function bens(crmId: string, dollars: number) {
  const ownerHistory = [{ at: "2026-05-01T16:00:00.000Z", value: "owner-ben" }];
  return buildWonDeal({ crmId, ownerId: "owner-ben", ownerHistory, amount: usd(dollars) });
}

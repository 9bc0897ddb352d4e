import { type CrmName, type PrivacyMode, ROLES, type Role } from "../../../shared/contracts/ids.ts";
import { toFullId } from "../../../worker/adapters/crm/salesforce/api/record-ids.ts";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { Deal } from "../../../worker/domain/records.ts";
import type { Tenant } from "../../../worker/ports/tenants.ts";
import { buildBerlinRules } from "../../builders/rules.ts";

const SEEDED_AT = "2026-01-05T09:00:00.000Z";

/** Everything a seeded tenant holds bears its mark, so that a leak can be seen in any answer. */
export interface SeededTenant {
  readonly tenant: Tenant;
  readonly mark: string;
  /** By role: one member each. */
  readonly memberIds: Readonly<Record<Role, string>>;
  readonly teamId: string;
}

const PEOPLE: readonly { readonly role: Role; readonly privacy: PrivacyMode }[] = [
  { role: "owner", privacy: "named" },
  { role: "admin", privacy: "named" },
  { role: "manager", privacy: "named" },
  { role: "member", privacy: "named" },
  { role: "viewer", privacy: "named" },
];

/** HubSpot's user ids are numbers; Salesforce's begin with what they are. */
export function userIdOf(crmId: string, role: Role): string {
  const number = `${ROLES.indexOf(role)}`;
  return crmId.startsWith("00D") ? salesforceId("005", crmId, number) : `${crmId}${number}`;
}

/** The CRM's id of a deal that `seedDeals` made: the owner's, the admin's, the manager's, the member's, nobody's. */
export function dealIdOf({ tenant, mark }: Pick<SeededTenant, "tenant" | "mark">, index: number): string {
  return tenant.crm === "salesforce"
    ? salesforceId("006", tenant.crmId, `${index}`)
    : `${mark}-deal-${index}`;
}

function salesforceId(prefix: string, crmId: string, number: string): string {
  return toFullId(`${prefix}${crmId.slice(4, 15)}${number}`) ?? "";
}

const APP_URLS: Readonly<Record<CrmName, (mark: string) => string>> = {
  hubspot: () => "https://app.hubspot.test",
  salesforce: (mark) => `https://${mark}.my.salesforce.com`,
};

/** A tenant with one team and one person of each role, who leads, sells or looks on. */
export async function seedTenant(
  db: D1Database,
  {
    mark,
    crmId,
    crm = "hubspot",
    state = "live",
  }: {
    readonly mark: string;
    readonly crmId: string;
    readonly crm?: CrmName;
    readonly state?: Tenant["state"];
  },
): Promise<SeededTenant> {
  const directory = createTenantDirectory(db, () => `${mark}-tenant`);
  const installed = await directory.install(
    { crm, crmId, name: `${mark} Company`, crmAppUrl: APP_URLS[crm](mark) },
    SEEDED_AT,
  );
  await directory.setState(installed.id, state);
  const store = createPeopleStore(db, installed.id);
  const by = { cause: { kind: "people" }, now: SEEDED_AT } as const;
  await store.saveFirstRules(buildBerlinRules(), by);
  const teamId = `${mark}-team`;
  await store.savePeople(
    {
      profiles: PEOPLE.map(({ role }) => ({
        id: `${mark}-${role}`,
        crmId: `${mark}-owner-${role}`,
        name: `${mark} the ${role}`,
        email: `${role}@${mark}.test`,
        active: true,
        joinedOn: null,
        leftOn: null,
      })),
      newAliases: PEOPLE.flatMap(({ role }) => [
        { kind: "owner", alias: `${mark}-owner-${role}`, memberId: `${mark}-${role}` } as const,
        { kind: "user", alias: userIdOf(crmId, role), memberId: `${mark}-${role}` } as const,
      ]),
      droppedAliases: [],
      newQueueOwnerIds: [],
      droppedQueueOwnerIds: [],
      memberships: PEOPLE.map(({ role }) => ({
        memberId: `${mark}-${role}`,
        teamId,
        from: null,
        until: null,
      })),
      openedTeams: [{ id: teamId, crmId: `${mark}-crm-team`, name: `${mark} Sales`, parentId: null }],
      closedTeamIds: [],
      renamedTeams: [],
    },
    by,
  );
  for (const { role } of PEOPLE) await store.saveRoleByHand(`${mark}-${role}`, role);
  await store.saveTeamLeads(`${mark}-manager`, [teamId]);
  return {
    tenant: { ...installed, state },
    mark,
    memberIds: {
      owner: `${mark}-owner`,
      admin: `${mark}-admin`,
      manager: `${mark}-manager`,
      member: `${mark}-member`,
      viewer: `${mark}-viewer`,
    },
    teamId,
  };
}

/** A won deal of March for everybody who sells, and one that nobody owns. */
export async function seedDeals(
  db: D1Database,
  seeded: SeededTenant,
  dealType: string | null = null,
): Promise<void> {
  const { tenant, mark } = seeded;
  await createPeopleStore(db, tenant.id).savePipelines([
    {
      id: `${mark}-pipeline`,
      label: `${mark} Pipeline`,
      stages: [
        { id: "open", label: "Open", order: 0, outcome: "open", probability: 0.2 },
        { id: "won", label: "Won", order: 1, outcome: "won", probability: 1 },
      ],
    },
  ]);
  const owners = ["owner", "admin", "manager", "member"].map((role) => `${mark}-owner-${role}`);
  const deals = [...owners, null].map((ownerId, index) => ({
    ...buildWonDeal(seeded, { index, ownerId }),
    dealType,
  }));
  const writer = createLedgerWriter(db, tenant.id, { store: createTenantStore(db, tenant.id) });
  await writer.apply(deals, { cause: { kind: "backfill" }, now: "2026-03-10T10:00:00.000Z", fresh: false });
  await createSyncStateStore(db, tenant.id).changeKind("deal", { granted: true, completeFrom: "2025-01-01" });
}

export function buildWonDeal(
  seeded: SeededTenant,
  { index, ownerId }: { readonly index: number; readonly ownerId: string | null },
): Deal {
  const { mark } = seeded;
  const closedAt = "2026-03-04T12:00:00.000Z";
  return {
    kind: "deal",
    crmId: dealIdOf(seeded, index),
    modifiedAt: closedAt,
    createdAt: "2026-02-02T12:00:00.000Z",
    archived: false,
    title: `${mark} Deal ${index}`,
    creatorUserId: null,
    ownerId,
    pipelineId: `${mark}-pipeline`,
    stageId: "won",
    dealType: null,
    close: { kind: "instant", at: closedAt },
    wonAt: closedAt,
    amount: { minor: 100_000 + index, currency: "EUR" },
    amountHome: { minor: 100_000 + index, currency: "EUR" },
    otherAmounts: {},
    otherOwners: {},
    stageHistory: [{ at: closedAt, value: "won" }],
    ownerHistory: [{ at: "2026-02-02T12:00:00.000Z", value: ownerId }],
    amountHistory: [],
    closeHistory: [],
    splits: [],
    mergedIds: [],
  };
}

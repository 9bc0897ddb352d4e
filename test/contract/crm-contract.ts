import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CrmRecordKind } from "../../shared/contracts/ids.ts";
import type { CrmRecord } from "../../worker/domain/records.ts";
import type { Result } from "../../worker/domain/result.ts";
import type {
  CrmClient,
  CrmContact,
  CrmContactPage,
  CrmFailure,
  CrmPage,
  CrmPort,
  Grant,
  RecordRejection,
} from "../../worker/ports/crm.ts";

/** What goes wrong in the CRM while the suite looks on. */
export type WorldFault =
  | "every_seventh_call"
  | "token_expired"
  | "grant_revoked"
  | "app_unknown"
  | "activities_not_granted"
  | "hangs"
  | "cuts_connections"
  | "answers_no_json";

/** A CRM to test an adapter against, and what it is known to hold. */
export interface CrmWorld {
  readonly port: CrmPort;
  client(): CrmClient;
  set(fault: WorldFault | null): void;
  readonly now: string;
  readonly code: string;
  /** The proof key that the code was asked for with. */
  readonly codeVerifier: string;
  readonly grant: Grant;
  readonly account: { readonly crmId: string; readonly timeZone: string; readonly homeCurrency: string };
  readonly present: Readonly<Record<CrmRecordKind, readonly string[]>>;
  /** Every contact, with the keys of all its addresses. They carry the stamp too. */
  readonly contacts: readonly CrmContact[];
  readonly archivedDealId: string;
  readonly unreadableDealId: string;
  /** A deal that went up in another. Null where the CRM cannot merge deals: Salesforce merges accounts and people only. */
  readonly merged: { readonly from: string; readonly into: string } | null;
  readonly unknownId: string;
  /** The stamp that all records carry. */
  readonly stamp: string;
  readonly emailSpan: { readonly from: string; readonly to: string };
  readonly wonSpan: { readonly from: string; readonly to: string };
  readonly wonTotals: readonly {
    readonly ownerId: string;
    readonly count: number;
    readonly amountMinor: number;
  }[];
  readonly wonStageId: string;
  readonly lostStageId: string;
  /** Changes a deal after everything else; answers its stamp. */
  changeDeal(id: string): string;
  /** The same for a contact. */
  changeContact(id: string): string;
  close(): Promise<void>;
}

const PAGES_MAX = 1000;
const TRIES_MAX = 20;

interface Walk {
  readonly records: Map<string, CrmRecord>;
  readonly rejections: Map<string, RecordRejection>;
  readonly pages: number;
}

/** Walks to the end as a lane would: a failed page is asked for again, and the cursor passes through text. */
async function walk(
  fetchPage: (cursor: string | null) => Promise<Result<CrmPage, CrmFailure>>,
): Promise<Walk> {
  const records = new Map<string, CrmRecord>();
  const rejections = new Map<string, RecordRejection>();
  let cursor: string | null = null;
  for (let pages = 1; pages <= PAGES_MAX; pages += 1) {
    const page = await again(() => fetchPage(cursor));
    for (const record of page.records) records.set(record.crmId, record);
    for (const rejection of page.rejections) rejections.set(rejection.crmId, rejection);
    if (page.next === null) return { records, rejections, pages };
    cursor = String(page.next);
  }
  throw new Error("The walk has no end");
}

async function walkContacts(world: CrmWorld, since: string | null): Promise<Map<string, readonly string[]>> {
  const contacts = new Map<string, readonly string[]>();
  let cursor: string | null = null;
  for (let pages = 1; pages <= PAGES_MAX; pages += 1) {
    const at: string | null = cursor;
    const page: CrmContactPage = await again(() => world.client().fetchContacts(since, at));
    for (const { contactId, persons } of page.contacts) contacts.set(contactId, persons.toSorted());
    if (page.next === null) return contacts;
    cursor = String(page.next);
  }
  throw new Error("The walk has no end");
}

async function again<T>(call: () => Promise<Result<T, CrmFailure>>): Promise<T> {
  let failure: CrmFailure | null = null;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const result = await call();
    if (result.ok) return result.value;
    failure = result.error;
  }
  throw new Error(`Failed for good: ${JSON.stringify(failure)}`);
}

function idsOf(walked: Walk): string[] {
  return [...walked.records.keys(), ...walked.rejections.keys()].toSorted();
}

/** What every CRM adapter has to do, whichever CRM it speaks to. */
export function describeCrmContract(name: string, makeWorld: () => Promise<CrmWorld>): void {
  describe(`${name} as a CRM`, () => {
    let opened: CrmWorld | null = null;
    const worldNow = () => {
      if (opened === null) throw new Error("The world was not opened");
      return opened;
    };

    beforeAll(async () => {
      opened = await makeWorld();
    });
    afterAll(() => worldNow().close());
    beforeEach(() => worldNow().set(null));

    describeAccount(worldNow);
    describeRecords(worldNow);
    describeWalks(worldNow);
    describeContacts(worldNow);
    describeFaults(worldNow);
  });
}

/** The account, its people and its stages. */
function describeAccount(worldNow: () => CrmWorld): void {
  it("trades a code for a grant of the account, and refreshes it", async () => {
    const world = worldNow();
    const granted = await again(() =>
      world.port.exchangeCode(
        { code: world.code, redirectUri: "https://standings.test/cb", codeVerifier: world.codeVerifier },
        world.now,
      ),
    );
    expect(granted.crmId).toBe(world.account.crmId);
    expect(granted.expiresAt > world.now).toBe(true);
    const refreshed = await again(() => world.port.refresh(granted, world.now));
    expect(refreshed.crmId).toBe(world.account.crmId);
    expect(refreshed.refreshToken).not.toBe("");
  });

  it("tells a revoked grant from a wrong configuration", async () => {
    const world = worldNow();
    world.set("grant_revoked");
    const revoked = await world.port.refresh(world.grant, world.now);
    expect(revoked).toEqual({ ok: false, error: { reason: "token_revoked" } });
    world.set("app_unknown");
    const unknown = await world.port.refresh(world.grant, world.now);
    expect(unknown).toMatchObject({ ok: false, error: { reason: "misconfigured" } });
  });

  it("tells the account's clock and currency", async () => {
    const world = worldNow();
    expect(await again(() => world.client().fetchAccount())).toMatchObject(world.account);
  });

  it("knows those who left, and tells queues from people", async () => {
    const world = worldNow();
    const { people } = await again(() => world.client().fetchPeople());
    expect(people.some((person) => person.archived && person.userId !== null)).toBe(true);
    expect(people.some((person) => person.kind === "queue")).toBe(true);
  });

  it("says which stages are won and lost", async () => {
    const world = worldNow();
    const stages = (await again(() => world.client().fetchPipelines())).flatMap(
      (pipeline) => pipeline.stages,
    );
    expect(stages.find(({ id }) => id === world.wonStageId)?.outcome).toBe("won");
    expect(stages.find(({ id }) => id === world.lostStageId)?.outcome).toBe("lost");
    expect(stages.map(({ order }) => order)).toEqual(stages.map(({ order }) => order).toSorted());
  });
}

/** Records, one by one and all of them. */
function describeRecords(worldNow: () => CrmWorld): void {
  it.each(["deal", "call", "meeting", "task", "communication"] as const)(
    "reads every %s once, whatever page it stands on",
    async (kind) => {
      const world = worldNow();
      const walked = await walk((cursor) => world.client().fetchStretch({ kind: "all", of: kind }, cursor));
      expect(idsOf(walked)).toEqual(world.present[kind].toSorted());
    },
  );

  it("parks what it cannot read, with the place, and reads the rest of the page", async () => {
    const world = worldNow();
    const read = await again(() => world.client().fetchByIds("deal", world.present.deal.slice(-10)));
    const rejection = read.rejections.find(({ crmId }) => crmId === world.unreadableDealId);
    expect(rejection).toMatchObject({ kind: "deal", path: expect.stringMatching(/\w+\.\w+/) });
    expect(read.records).toHaveLength(9);
  });

  it("finds archived, merged and missing ids, and says which is which", async () => {
    const world = worldNow();
    const { archivedDealId, merged, unknownId } = world;
    const ids = [archivedDealId, ...(merged ? [merged.from] : []), unknownId, unknownId, "no-number"];
    const read = await again(() => world.client().fetchByIds("deal", ids));
    expect(read.records.find(({ crmId }) => crmId === archivedDealId)?.archived).toBe(true);
    expect(read.merged).toEqual(merged ? [merged] : []);
    if (merged) expect(read.records.map(({ crmId }) => crmId)).toContain(merged.into);
    expect([...read.missing].toSorted()).toEqual([unknownId, "no-number"].toSorted());
  });

  it("lists the recycle bin", async () => {
    const world = worldNow();
    const walked = await walk((cursor) => world.client().fetchArchived("deal", cursor));
    expect(walked.records.get(world.archivedDealId)?.archived).toBe(true);
  });
}

/** Walks beyond caps, through changes and across restarts. */
function describeWalks(worldNow: () => CrmWorld): void {
  it("finds everything that carries one stamp, beyond every cap, and ends", async () => {
    const world = worldNow();
    const walked = await walk((cursor) => world.client().fetchChanged("email", world.stamp, cursor));
    expect(idsOf(walked)).toEqual(world.present.email.toSorted());
  });

  it("finds only the change when one record changed later", async () => {
    const world = worldNow();
    const id = world.present.deal[0] ?? "";
    const since = world.changeDeal(id);
    const walked = await walk((cursor) => world.client().fetchChanged("deal", since, cursor));
    expect(idsOf(walked)).toEqual([id]);
  });

  it("finds the activities of a span beyond every cap", async () => {
    const world = worldNow();
    const stretch = { kind: "activities", of: "email", ...world.emailSpan } as const;
    const walked = await walk((cursor) => world.client().fetchStretch(stretch, cursor));
    expect(idsOf(walked)).toEqual(world.present.email.toSorted());
  });

  it("takes up a cursor again with another client, as after a restart", async () => {
    const world = worldNow();
    const stretch = { kind: "all", of: "deal" } as const;
    const first = await again(() => world.client().fetchStretch(stretch, null));
    const once = await again(() => world.client().fetchStretch(stretch, first.next));
    const twice = await again(() => world.client().fetchStretch(stretch, first.next));
    expect(first.next).not.toBeNull();
    expect(twice).toEqual(once);
  });
}

/** Contacts, as no more than keys. */
function describeContacts(worldNow: () => CrmWorld): void {
  const expected = ({ contacts }: CrmWorld) =>
    new Map(contacts.map(({ contactId, persons }) => [contactId, persons.toSorted()]));

  it("lists every contact once with a key for each of its addresses", async () => {
    const world = worldNow();
    expect(await walkContacts(world, null)).toEqual(expected(world));
    world.set("every_seventh_call");
    expect(await walkContacts(world, null)).toEqual(expected(world));
  });

  it("finds all contacts that carry one stamp, and then only the one that changed", async () => {
    const world = worldNow();
    expect(await walkContacts(world, world.stamp)).toEqual(expected(world));
    const [first] = world.contacts;
    const changed = await walkContacts(world, world.changeContact(first?.contactId ?? ""));
    expect([...changed.keys()]).toEqual([first?.contactId]);
  });

  it("says that contacts are not granted, and asks for nothing", async () => {
    const world = worldNow();
    world.set("activities_not_granted");
    const refused = await world.client().fetchContacts(null, null);
    expect(refused).toMatchObject({ ok: false, error: { reason: "scope_missing" } });
  });
}

/** Whatever will go wrong. */
function describeFaults(worldNow: () => CrmWorld): void {
  it("ends in the same records when every seventh call fails", async () => {
    const world = worldNow();
    const stretch = { kind: "all", of: "deal" } as const;
    const calm = await walk((cursor) => world.client().fetchStretch(stretch, cursor));
    world.set("every_seventh_call");
    const stormy = await walk((cursor) => world.client().fetchStretch(stretch, cursor));
    expect(stormy.records).toEqual(calm.records);
    expect(stormy.rejections).toEqual(calm.rejections);
    const people = await again(() => world.client().fetchPeople());
    const emails = await walk((cursor) => world.client().fetchChanged("email", world.stamp, cursor));
    world.set(null);
    expect(people).toEqual(await again(() => world.client().fetchPeople()));
    expect(emails.records.size).toBe(world.present.email.length);
  });

  it("lists the won deals of a span, each once, with owner and amount as the CRM holds them", async () => {
    const world = worldNow();
    const deals = await again(() => world.client().fetchWonDeals(world.wonSpan));
    expect(new Set(deals.map(({ crmId }) => crmId)).size).toBe(deals.length);
    const totals = [...Map.groupBy(deals, ({ ownerId }) => ownerId)].map(([ownerId, owned]) => ({
      ownerId,
      count: owned.length,
      amountMinor: owned.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0),
    }));
    expect(totals.toSorted((a, b) => String(a.ownerId).localeCompare(String(b.ownerId)))).toEqual(
      world.wonTotals,
    );
  });

  it("turns one feature off when its scope is missing, and leaves the others on", async () => {
    const world = worldNow();
    world.set("activities_not_granted");
    const calls = await world.client().fetchStretch({ kind: "all", of: "call" }, null);
    expect(calls).toMatchObject({ ok: false, error: { reason: "scope_missing" } });
    expect((await world.client().fetchStretch({ kind: "all", of: "deal" }, null)).ok).toBe(true);
  });

  it.each([
    ["token_expired", "token_expired"],
    ["hangs", "unavailable"],
    ["cuts_connections", "unavailable"],
    ["answers_no_json", "unavailable"],
  ] as const)("names the fault when the CRM is in trouble: %s", async (fault, reason) => {
    const world = worldNow();
    world.set(fault);
    const page = await world.client().fetchStretch({ kind: "all", of: "deal" }, null);
    expect(page).toMatchObject({ ok: false, error: { reason } });
    expect(JSON.stringify(page)).not.toContain("token-of");
  });
}

import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { QuotaCardEnvelope, QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createQuotaStore } from "../../../worker/adapters/d1/quota-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { buildDeal, closing } from "../../unit/credit/builders.ts";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedDeals, seedTenant, userIdOf } from "./seed.ts";
import { bearer, signedCall, signIn } from "./sign-in.ts";

type Envelope = v.InferOutput<typeof QuotaCardEnvelope>;

let north: SeededTenant;
const app = new TestApp(env);

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  const south = await seedTenant(env.DB, { mark: "south", crmId: "2002" });
  for (const seeded of [north, south]) {
    await seedDeals(env.DB, seeded);
    await seedOpenDeal(seeded);
  }
  await createQuotaStore(env.DB, north.tenant.id).save(
    [
      {
        metric: "revenue_closed",
        subject: { kind: "member", id: "north-member" },
        period: { grain: "month", from: "2026-03-01" },
        amount: 200_000,
        effectiveFrom: null,
      },
    ],
    { setBy: "north-admin", expectedVersion: 0, now: "2026-03-01T09:00:00.000Z" },
  );
  const state = createSyncStateStore(env.DB, north.tenant.id);
  await state.changeKind("deal", { lastSyncAt: "2026-03-11T09:58:00.000Z" });
});

/** An open deal of the member over 1,000 euros that closes on 20 March. */
async function seedOpenDeal({ tenant, mark }: SeededTenant): Promise<void> {
  const deal = buildDeal({
    crmId: `${mark}-open`,
    ownerId: `${mark}-owner-member`,
    ownerHistory: [],
    pipelineId: `${mark}-pipeline`,
    stageId: "open",
    close: closing("2026-03-20"),
    amount: { minor: 100_000, currency: "EUR" },
  });
  const writer = createLedgerWriter(env.DB, tenant.id, { store: createTenantStore(env.DB, tenant.id) });
  await writer.apply([deal], { cause: { kind: "webhook" }, now: "2026-03-10T11:00:00.000Z", fresh: false });
}

interface Call {
  readonly crmId?: string;
  readonly userId?: string;
  readonly body?: string;
  readonly secret?: string;
  readonly app?: TestApp;
}

/** As hubspot.fetch calls it for the member of the north, whatever is wrong with the call. */
async function embed({
  crmId = "1001",
  userId = userIdOf("1001", "member"),
  ...call
}: Call): Promise<Envelope> {
  const path = `/embed/hubspot/quota-card?userId=${userId}&portalId=${crmId}&userEmail=a%40b.test&appId=7`;
  const asked = call.app ?? app;
  const answer = await asked.fetch(path, await signedCall(path, { now: asked.now, ...call }));
  expect(answer.status).toBe(200);
  return v.parse(QuotaCardEnvelope, await answer.json());
}

async function embedded(call: Call): Promise<QuotaCardView> {
  const envelope = await embed(call);
  if (envelope.status !== "ok") throw new Error(JSON.stringify(envelope));
  return envelope.view;
}

const onDeal = (objectId: string | number, more: object = {}) =>
  JSON.stringify({ objectType: "0-3", objectId, locale: "en-gb", ...more });

describe("the card on a record in HubSpot", () => {
  it("is the person's own, with what the deal would change", async () => {
    const card = await embedded({ body: onDeal("north-open") });
    expect(card.member).toEqual({ id: "north-member", name: "north the member", mine: true });
    expect([card.title, card.hero.text, card.locale]).toEqual(["March quota", "50%", "en-GB"]);
    expect(card.openDeals).toMatchObject({ label: "1 open deal due by 31 Mar", value: "€1,000" });
    expect(card.sync).toEqual({ state: "live", at: "2026-03-11T09:58:00.000Z", label: "Synced 10:58" });
    expect(card.deal).toMatchObject({
      kind: "counts_in_period",
      amount: "€1,000",
      steps: [
        { label: "Quota", from: "50%", to: "100%" },
        { label: "Rank", from: "#1", to: "#1" },
      ],
    });
  });

  it("speaks the language of the viewer", async () => {
    const card = await embedded({ body: onDeal("north-open", { locale: "de" }) });
    expect([card.title, card.deal?.title]).toEqual(["Quote März", "Wenn dieser Deal abgeschlossen wird"]);
  });

  it("speaks English to whoever has a language that cannot be read", async () => {
    for (const locale of ["en-us@posix", "../..", "", 7, "de".repeat(1000)]) {
      const card = await embedded({ body: onDeal("north-open", { locale }) });
      expect([locale, card.title, card.locale]).toEqual([locale, "March quota", "en"]);
    }
  });

  it("is without a deal on a contact or a company, or on no record at all", async () => {
    for (const body of [
      '{"objectType":"0-1","objectId":501}',
      '{"objectType":"0-2","objectId":"7"}',
      "{}",
      "",
    ]) {
      expect([body, (await embedded({ body })).deal]).toEqual([body, null]);
    }
  });

  it("takes the period that is asked for, and ids as HubSpot writes them", async () => {
    const card = await embedded({ body: onDeal(123, { grain: "quarter", somethingNew: true }) });
    expect([card.title, card.deal?.kind]).toEqual(["Q1 quota", "not_found"]);
  });

  it("says of a deal that is new, deleted, or another account's only that it is not known", async () => {
    for (const id of ["just-made", "south-open", "south-deal-0"]) {
      const { deal } = await embedded({ body: onDeal(id) });
      expect(deal).toMatchObject({ kind: "not_found", amount: null, steps: [] });
    }
  });

  it("follows a deal that was merged, and forgets one that was deleted", async () => {
    const store = createTenantStore(env.DB, north.tenant.id);
    const writer = createLedgerWriter(env.DB, north.tenant.id, { store });
    const how = { cause: { kind: "webhook" }, now: "2026-03-10T12:00:00.000Z", fresh: false } as const;
    await writer.applyMerges([{ kind: "deal", from: "old-name", into: "north-open" }], how);
    expect((await embedded({ body: onDeal("old-name") })).deal?.amount).toBe("€1,000");
    await writer.applyDeletions([{ kind: "deal", crmId: "north-deal-1" }], how);
    expect((await embedded({ body: onDeal("north-deal-1") })).deal?.kind).toBe("not_found");
  });

  it("tells a member whose a deal is, and a manager what it changes for its owner", async () => {
    const peer = await embedded({ body: onDeal("north-deal-2") });
    expect(peer.deal).toMatchObject({
      kind: "not_your_deal",
      amount: null,
      steps: [],
      sentences: ["This deal belongs to north the manager."],
    });
    const lead = await embedded({ userId: userIdOf("1001", "manager"), body: onDeal("north-open") });
    expect(lead.deal?.kind).toBe("not_your_deal");
    expect(lead.deal?.steps.map(({ label, from, to }) => [label, from, to])).toContainEqual([
      "Quota, north the member",
      "50%",
      "100%",
    ]);
  });
});

describe("a card that cannot be shown is a 200 that says why", () => {
  const typeOf = (envelope: Envelope) => (envelope.status === "problem" ? envelope.type : envelope.status);

  it("to a wrong signature, saying nothing of what is wrong with it", async () => {
    const refused = await embed({ secret: "another-secret", body: onDeal("north-open", { locale: "de" }) });
    expect(refused).toEqual({
      status: "problem",
      type: "/problems/signature-refused",
      title: "Standings konnte nicht geladen werden",
      detail: "Die Anfrage wurde nicht angenommen.",
      action: "Laden Sie die Seite neu.",
      retry: "Erneut versuchen",
    });
  });

  it("to a body that was changed on its way", async () => {
    const path = `/embed/hubspot/quota-card?userId=${userIdOf("1001", "member")}&portalId=1001`;
    const signed = await signedCall(path, { now: app.now, body: "{}" });
    const answer = await app.fetch(path, { ...signed, body: '{"grain":"year"}' });
    expect(answer.status).toBe(200);
    expect(typeOf(v.parse(QuotaCardEnvelope, await answer.json()))).toBe("/problems/signature-refused");
  });

  it("to an account that is not connected, and a person who is not known", async () => {
    expect(typeOf(await embed({ crmId: "4040" }))).toBe("/problems/account-unknown");
    expect(typeOf(await embed({ userId: "999" }))).toBe("/problems/person-unknown");
  });

  it("to a body that is no card's", async () => {
    for (const body of ["[", "null", "7", '{"grain":"week"}', '{"objectId":{}}', '{"objectId":""}']) {
      expect([body, typeOf(await embed({ body }))]).toEqual([body, "/problems/input-invalid"]);
    }
  });

  it("to an account that was uninstalled, or that nothing was read of", async () => {
    const gone = await seedTenant(env.DB, { mark: "gone", crmId: "3003" });
    await createTenantDirectory(env.DB).setState(gone.tenant.id, "uninstalled");
    const person = { crmId: "3003", userId: userIdOf("3003", "member") };
    expect(typeOf(await embed(person))).toBe("/problems/account-disconnected");
    await createTenantDirectory(env.DB).setState(gone.tenant.id, "installing");
    await env.DB.prepare("DELETE FROM generations WHERE tenant_id = ?1").bind(gone.tenant.id).run();
    expect(typeOf(await embed(person))).toBe("/problems/not-loaded");
  });

  it("when something fails unexpectedly, with a line of log that names nobody", async () => {
    const failing = new TestApp(env, {
      cardSources: () => {
        throw new Error("north the member broke it");
      },
    });
    expect(await embed({ app: failing })).toMatchObject({
      status: "problem",
      type: "/problems/internal",
      retry: "Try again",
    });
    const faults = failing.logged.filter(({ event }) => event === "fault");
    expect(faults.length).toBe(1);
    expect(JSON.stringify(faults)).not.toContain("north the member");
  });
});

describe("the card of our own pages", () => {
  const get = async (role: "member" | "manager" | "admin", query: string) => {
    const headers = bearer(await signIn(app, north, role));
    const answer = await app.fetch(`/api/v1/cards/quota${query}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };

  it("is the very card that HubSpot is given", async () => {
    const { body } = await get("member", "?deal=north-open&locale=en-gb");
    expect(v.parse(QuotaCardView, body)).toEqual(await embedded({ body: onDeal("north-open") }));
  });

  it("is for the person, their manager and admins", async () => {
    expect((await get("member", "?member=north-manager")).status).toBe(403);
    expect((await get("manager", "?member=north-member")).status).toBe(200);
    expect((await get("admin", "?member=north-member&grain=year")).body).toMatchObject({
      title: "2026 quota",
    });
    expect((await get("admin", "?member=south-member")).status).toBe(404);
  });
});

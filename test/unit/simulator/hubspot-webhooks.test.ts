import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signatureV3 } from "../../simulators/hubspot/serving/signature.ts";
import type { InstalledSimulator, Received } from "./installed-simulator.ts";
import { CLIENT, startInstalled, startReceiver } from "./installed-simulator.ts";

let simulator: InstalledSimulator;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let statusOf: (received: Received) => number;

beforeEach(async () => {
  statusOf = () => 200;
  receiver = await startReceiver((received) => ({ status: statusOf(received) }));
  simulator = await startInstalled({
    webhookTarget: `${receiver.url}/webhooks/hubspot`,
    webhooks: { retryMilliseconds: 1, retryLongestMilliseconds: 2 },
  });
  simulator.simulation.webhooks.hold();
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the protocol says is there
function eventsIn(deliveries: readonly Received[]): any[] {
  return deliveries.flatMap(({ body }) => JSON.parse(body));
}

async function newDeal(): Promise<string> {
  return (
    await simulator.control("POST", "/simulator/deals", { properties: { dealname: "Test", amount: "10" } })
  ).json.id;
}

describe("signature v3", () => {
  it.each([
    [
      "POST",
      "https://www.hubspot.com/webhook",
      "REQUEST_BODY",
      "1632188626483",
      "f6e94c08-85d0-4608-bcc6-e1850176e7b8",
      "jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=",
    ],
    [
      "POST",
      "https://www.hubspot.com/webhook",
      "",
      "1632188626483",
      "f6e94c08-85d0-4608-bcc6-e1850176e7b8",
      "csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE=",
    ],
    [
      "GET",
      "https://hubspot.com/?appId=1&portalId=2&userId=3",
      "",
      "1111111111",
      "12345678-aaaa-bbbb-cccc-ddddeeeeffff",
      "zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=",
    ],
  ])("agrees with the published example of %s %s %s", (method, uri, body, timestamp, secret, signature) => {
    expect(signatureV3(secret, { method, uri, body, timestamp })).toBe(signature);
  });

  it("decodes an at sign in the query before signing, and leaves a space as it is", () => {
    const sign = (uri: string) => signatureV3("secret", { method: "GET", uri, body: "", timestamp: 1 });
    expect(sign("https://a.example/?e=x%40b.example")).toBe(sign("https://a.example/?e=x@b.example"));
    expect(sign("https://a.example/?e=x%20y")).not.toBe(sign("https://a.example/?e=x y"));
  });
});

describe("webhooks", () => {
  it("tell what changed, by whom, signed over the address they go to", async () => {
    const id = await newDeal();
    await simulator.control("PATCH", `/simulator/deals/${id}`, {
      properties: { amount: "20" },
      userId: "77",
    });
    await simulator.flushWebhooks();
    const events = eventsIn(receiver.received);
    expect(events[0]).toMatchObject({
      subscriptionType: "object.creation",
      objectId: Number(id),
      objectTypeId: "0-3",
    });
    expect(events[1]).toMatchObject({
      subscriptionType: "object.propertyChange",
      propertyName: "amount",
      propertyValue: "20",
      changeSource: "CRM_UI",
      sourceId: "userId:77",
      portalId: simulator.portal.portalId,
      attemptNumber: 0,
    });
    const [delivery] = receiver.received;
    const timestamp = String(delivery?.headers["x-hubspot-request-timestamp"]);
    const uri = `${receiver.url}/webhooks/hubspot`;
    const signature = signatureV3(CLIENT.client_secret, {
      method: "POST",
      uri,
      body: delivery?.body ?? "",
      timestamp,
    });
    expect(delivery?.headers["x-hubspot-signature-v3"]).toBe(signature);
    expect(timestamp).toMatch(/^\d{13}$/);
  });

  it("go in batches of a hundred at most", async () => {
    for (let count = 0; count < 250; count += 1) await newDeal();
    await simulator.flushWebhooks();
    expect(receiver.received.map(({ body }) => JSON.parse(body).length).sort()).toEqual([100, 100, 50]);
  });

  it("are repeated with a rising attempt number until they are taken", async () => {
    let failures = 3;
    statusOf = () => (failures-- > 0 ? 500 : 200);
    await newDeal();
    await simulator.flushWebhooks();
    expect(eventsIn(receiver.received).map(({ attemptNumber }) => attemptNumber)).toEqual([0, 1, 2, 3]);
    expect(new Set(eventsIn(receiver.received).map(({ eventId }) => eventId)).size).toBe(1);
  });

  it("are given up after ten repetitions", async () => {
    statusOf = () => 503;
    await newDeal();
    await simulator.flushWebhooks();
    expect(receiver.received.length).toBe(11);
    expect(simulator.simulation.webhooks.state()).toMatchObject({ queued: 0, givenUp: 1, delivered: 0 });
  });

  it("tell merges, deletions, restorations and the erasure of a person", async () => {
    const [one, other, third] = [await newDeal(), await newDeal(), await newDeal()];
    const contact = simulator.portal.records.get("contacts")?.all()[0]?.id;
    const { json: survivor } = await simulator.control("POST", "/simulator/deals/merge", {
      primaryId: one,
      otherId: other,
    });
    await simulator.control("POST", `/simulator/deals/${third}/archive`, {});
    await simulator.control("POST", `/simulator/deals/${third}/restore`, {});
    await simulator.control("POST", `/simulator/contacts/${contact}/erase`, {});
    await simulator.flushWebhooks();
    const events = eventsIn(receiver.received).slice(3);
    expect(events.map(({ subscriptionType }) => subscriptionType)).toEqual([
      "object.merge",
      "object.deletion",
      "object.restore",
      "contact.privacyDeletion",
      "contact.deletion",
    ]);
    expect(events[0]).toMatchObject({ mergedObjectIds: [Number(other)], newObjectId: Number(survivor.id) });
    expect(events[3]).not.toHaveProperty("objectTypeId");
  });

  it("are not sent to whoever has no installation, nor for what is not subscribed", async () => {
    const id = await newDeal();
    await simulator.control("PATCH", `/simulator/deals/${id}`, { properties: { description: "words" } });
    await simulator.control("POST", "/simulator/uninstall", {});
    await newDeal();
    await simulator.flushWebhooks();
    expect(eventsIn(receiver.received).length).toBe(1);
  });

  it("come twice, in another order or not at all when faults say so", async () => {
    await simulator.control("POST", "/simulator/faults", {
      faults: ["duplicate_webhooks", "reordered_webhooks", "lost_webhooks"],
      every: { duplicate_webhooks: 1, lost_webhooks: 4 },
    });
    for (let count = 0; count < 8; count += 1) await newDeal();
    await simulator.flushWebhooks();
    const [first, second] = receiver.received.map(({ body }) => JSON.parse(body));
    expect(first.length).toBe(6);
    expect(second).toEqual(first);
    expect(first[0].eventId).toBeGreaterThan(first.at(-1).eventId);
    expect(simulator.simulation.webhooks.state().lost).toBe(2);
  });
});

import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { commitLate, insertRecord, updateRecord } from "../../simulators/salesforce/org/changes.ts";
import { tableOf } from "../../simulators/salesforce/org/org.ts";
import { startReceiver } from "../simulator/installed-simulator.ts";
import { NOW, startConnected } from "./connected-simulator.ts";

const MINUTE = 60_000;

describe("pings", () => {
  const KEY = "the-key-that-was-pasted";

  async function startPinging() {
    const receiver = await startReceiver(({ body }) => ({
      status: 200,
      ...(body.includes("notifications") ? { json: "<Ack>true</Ack>" } : {}),
    }));
    const pinging = await startConnected({ webhookTarget: `${receiver.url}/webhooks/salesforce` });
    const close = async () => {
      await pinging.close();
      await receiver.close();
    };
    return { ...receiver, pinging, close };
  }

  it("are signed, gather the changes of one object, and begin once a key was pasted", async () => {
    const { received, pinging, close } = await startPinging();
    const { org } = pinging;
    const [one, other] = tableOf(org, "Opportunity").byCursor();
    if (!one || !other) throw new Error("The org has no deals");
    updateRecord(org, "Opportunity", one.id, { Amount: 1 }, { userId: null });
    await pinging.settle();
    expect(received).toEqual([]);
    pinging.pastePingKey(KEY);
    updateRecord(org, "Opportunity", one.id, { Amount: 2 }, { userId: null });
    updateRecord(org, "Opportunity", other.id, { Amount: 3 }, { userId: null });
    insertRecord(org, "Contact", { LastName: "Not told of" }, { userId: null });
    commitLate(org, "Task", null, { Subject: "Late" }, { stampedAt: NOW - MINUTE });
    await pinging.settle();
    const pings = received.map(({ body }) => JSON.parse(body));
    const usual = { orgId: org.id, commitTimestamp: NOW, sentAt: NOW, nonce: expect.any(String) };
    expect(pings).toContainEqual({
      ...usual,
      object: "Opportunity",
      changeType: "UPDATE",
      ids: [one.id, other.id],
    });
    expect(pings.map(({ object, changeType }) => `${object} ${changeType}`).toSorted()).toEqual([
      "Opportunity UPDATE",
      "Task CREATE",
    ]);
    for (const { body, headers } of received) {
      const signature = createHmac("sha256", KEY).update(body).digest("base64");
      expect(headers["x-standings-signature"]).toBe(signature);
    }
    await close();
  });

  it("come twice and are lost, as the faults say", async () => {
    const { received, pinging, close } = await startPinging();
    const [deal] = tableOf(pinging.org, "Opportunity").byCursor();
    if (!deal) throw new Error("The org has no deals");
    pinging.pastePingKey(KEY);
    const { faults, pings } = pinging.simulation;
    const change = async (Amount: number) => {
      updateRecord(pinging.org, "Opportunity", deal.id, { Amount }, { userId: null });
      await pinging.settle();
    };
    faults.turnOn(["duplicate_pings"]);
    faults.setEvery("duplicate_pings", 1);
    await change(1);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(received).toHaveLength(2);
    faults.turnOn(["lost_pings"]);
    faults.setEvery("lost_pings", 1);
    await change(2);
    expect([received.length, pings.state().lost]).toEqual([2, 1]);
    await close();
  });

  it("are accompanied by outbound messages, which are repeated until they are acknowledged", async () => {
    let asked = 0;
    const receiver = await startReceiver(() => {
      asked += 1;
      return asked < 3 ? { status: 500 } : { status: 200, json: "<Ack>true</Ack>" };
    });
    const messaging = await startConnected({ outboundTarget: receiver.url });
    const [deal] = tableOf(messaging.org, "Opportunity").byCursor();
    if (!deal) throw new Error("The org has no deals");
    updateRecord(messaging.org, "Opportunity", deal.id, { Amount: 7 }, { userId: null });
    await messaging.settle();
    expect(receiver.received).toHaveLength(3);
    const last = receiver.received.at(-1)?.body ?? "";
    expect(last).toContain(`<OrganizationId>${messaging.org.id}</OrganizationId>`);
    expect(last).toContain(`<sf:Id>${deal.id}</sf:Id>`);
    expect(last).toContain("<sf:Amount>7</sf:Amount>");
    await messaging.close();
    await receiver.close();
  });
});

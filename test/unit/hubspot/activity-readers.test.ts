import { describe, expect, it } from "vitest";
import { meansConnected } from "../../../worker/adapters/crm/call-outcome.ts";
import {
  type ActivityContext,
  readCall,
  readCommunication,
  readEmail,
  readMeeting,
  readTask,
} from "../../../worker/adapters/crm/hubspot/read-activities.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import { activityContext, buildRaw, readValue, STAMP, TENANT } from "./raw-records.ts";

describe("activities", () => {
  it("reads a call with its length in whole seconds", () => {
    const call = readValue(
      readCall(
        buildRaw({
          hs_call_direction: "OUTBOUND",
          hs_call_duration: "65999",
          hs_call_disposition: "yes",
          hs_timestamp: STAMP,
        }),
        activityContext,
      ),
    );
    expect(call).toMatchObject({
      direction: "outbound",
      durationSeconds: 65,
      connected: true,
      completed: null,
      at: STAMP,
    });
  });

  it("does not know whether a call without an outcome connected", () => {
    expect(readValue(readCall(buildRaw({ hs_call_status: "COMPLETED" }), activityContext))).toMatchObject({
      connected: null,
      completed: true,
      direction: null,
    });
  });

  it.each(["Connected", "connected - interested", "Call connected"])("takes '%s' for connected", (label) => {
    expect(meansConnected(label)).toBe(true);
  });

  it.each(["Not connected", "Disconnected", "Did not get connected", "Left voicemail", ""])(
    "does not take '%s' for it",
    (label) => {
      expect(meansConnected(label)).toBe(false);
    },
  );

  it("turns addresses into keys at once", () => {
    const raw = buildRaw({
      hs_email_direction: "INCOMING_EMAIL",
      hs_email_status: "SENT",
      hs_email_from_email: " Buyer@Customer.Example ",
      hs_email_to_email: "rep@seller.example;Boss <BOSS@seller.example>;rep@seller.example",
      hs_email_subject: "Secret",
      hs_email_text: "Secret",
    });
    const email = readValue(readEmail(raw, activityContext));
    expect(email.from).toBe(personKey(TENANT, "buyer@customer.example"));
    expect(email.to).toEqual([
      personKey(TENANT, "rep@seller.example"),
      personKey(TENANT, "boss@seller.example"),
    ]);
    expect(email).toMatchObject({ direction: "inbound", status: "sent", title: null, automatic: false });
    expect(JSON.stringify(email)).not.toMatch(/secret|example/i);
  });

  it("reads people from the headers where the properties are redacted", () => {
    const headers = JSON.stringify({
      from: { email: "a@x.example" },
      to: [{ email: "b@y.example" }],
      "Auto-Submitted": "auto-replied",
    });
    const email = readValue(readEmail(buildRaw({ hs_email_headers: headers }), activityContext));
    expect(email.from).toBe(personKey(TENANT, "a@x.example"));
    expect(email.to).toEqual([personKey(TENANT, "b@y.example")]);
    expect(email.automatic).toBe(true);
  });

  it.each(["no json", "[]", '{"from":7}', '{"Auto-Submitted":"no"}'])(
    "takes odd headers for nothing: %s",
    (headers) => {
      const email = readValue(readEmail(buildRaw({ hs_email_headers: headers }), activityContext));
      expect(email).toMatchObject({ from: null, to: [], automatic: false });
    },
  );

  it("gives one message in two mailboxes one key, and another tenant another", () => {
    const key = (tenantId: string, id: string) =>
      readValue(readEmail(buildRaw({ hs_email_message_id: id }), { ...activityContext, tenantId }))
        .duplicateKey;
    expect(key(TENANT, "<m1@x>")).toBe(key(TENANT, "<m1@x>"));
    expect(key(TENANT, "<m1@x>")).not.toBe(key("other", "<m1@x>"));
    expect(readValue(readEmail(buildRaw({}), activityContext)).duplicateKey).toBeNull();
  });

  it("counts the people from outside, and says when it could not ask", () => {
    const meeting = (id: string, context: ActivityContext) =>
      readValue(readMeeting({ ...buildRaw({ hs_meeting_outcome: "Enjoyed" }), id }, context));
    expect(meeting("1", activityContext)).toMatchObject({ outsideAttendees: 2, outcome: "other" });
    expect(meeting("2", activityContext).outsideAttendees).toBe(0);
    expect(meeting("1", { ...activityContext, contactsOfMeeting: null }).outsideAttendees).toBeNull();
  });

  it("reads tasks and other messages", () => {
    const task = buildRaw({
      hs_task_status: "COMPLETED",
      hs_task_completion_date: STAMP,
      hs_task_subject: "Call back",
    });
    expect(readValue(readTask(task))).toMatchObject({
      completed: true,
      completedAt: STAMP,
      title: "Call back",
    });
    expect(
      readValue(readCommunication(buildRaw({ hs_communication_channel_type: "LINKEDIN_MESSAGE" }))),
    ).toMatchObject({
      channel: "linkedin",
    });
    expect(readValue(readCommunication(buildRaw({ hs_communication_channel_type: "PIGEON" }))).channel).toBe(
      "other",
    );
  });

  it.each([
    ["properties.hs_call_duration", readCall(buildRaw({ hs_call_duration: "-5" }), activityContext)],
    ["properties.hs_timestamp", readEmail(buildRaw({ hs_timestamp: "never" }), activityContext)],
    ["properties.hs_task_completion_date", readTask(buildRaw({ hs_task_completion_date: "2026-02-30" }))],
    ["updatedAt", readCommunication({ id: "1", properties: {} })],
  ])("rejects an activity whole and says where: %s", (path, result) => {
    expect(result).toMatchObject({ ok: false, error: { crmId: "1", path } });
  });
});

import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readPing } from "../../../worker/adapters/crm/salesforce/notices/read-notice.ts";
import {
  OUTBOUND_ACKNOWLEDGEMENT,
  readOutboundMessage,
} from "../../../worker/adapters/crm/salesforce/notices/read-outbound-message.ts";
import { readXml } from "../../../worker/adapters/crm/salesforce/notices/read-xml.ts";
import { ORG_ID } from "./replying-org.ts";

const NOW = "2026-11-21T12:00:00.000Z";
const KEY = "clé-of-the-org-0000";
const DEAL = "0065g00000AbCdEAAV";
const bytes = (text: string) => new TextEncoder().encode(text);

const PING = {
  orgId: ORG_ID,
  object: "Opportunity",
  ids: [DEAL],
  changeType: "UPDATE",
  commitTimestamp: Date.parse("2026-11-21T11:59:59.000Z"),
  sentAt: Date.parse(NOW),
  nonce: "n-1",
};

function sign(body: string, key = KEY): string {
  return createHmac("sha256", key).update(body).digest("base64");
}

function read(
  body: string,
  { signature = sign(body), key = KEY }: { signature?: string | null; key?: string | null } = {},
) {
  return readPing({
    method: "POST",
    url: "https://standings.test/webhooks/salesforce",
    headers: new Headers(signature === null ? {} : { "x-standings-signature": signature }),
    body: bytes(body),
    now: NOW,
    secretOf: async (crmId) => (crmId === ORG_ID ? key : null),
  });
}

const readJson = (changes: object = {}) => read(JSON.stringify({ ...PING, ...changes }));

describe("a ping", () => {
  it("of an opportunity hints at the deal", async () => {
    expect(await readJson()).toEqual({
      ok: true,
      value: [
        {
          crmId: ORG_ID,
          hints: [
            {
              change: "changed",
              kind: "deal",
              recordId: DEAL,
              occurredAt: "2026-11-21T11:59:59.000Z",
              deliveryKey: `n-1:deal:${DEAL}`,
              actor: null,
            },
          ],
        },
      ],
    });
  });

  it.each([
    ["Task", ["call", "email", "task", "communication"]],
    ["Event", ["meeting"]],
    ["EmailMessage", ["email"]],
    ["VoiceCall", ["call"]],
    ["Account", []],
  ])("of a %s hints at each kind it may be: %j", async (object, kinds) => {
    const notices = await readJson({ object });
    expect(notices.ok && notices.value[0]?.hints.map((hint) => "kind" in hint && hint.kind)).toEqual(kinds);
  });

  it.each([
    ["CREATE", "changed"],
    ["DELETE", "deleted"],
    ["UNDELETE", "restored"],
    ["GAP_UPDATE", "changed"],
    ["GAP_DELETE", "deleted"],
    ["GAP_UNDELETE", "restored"],
  ])("of the change %s says %s", async (changeType, change) => {
    expect(await readJson({ changeType })).toMatchObject({ ok: true, value: [{ hints: [{ change }] }] });
  });

  it("of an overflow, and without rows, names nothing: the next poll walks what changed", async () => {
    const nothing = { ok: true, value: [{ crmId: ORG_ID, hints: [] }] };
    expect(await readJson({ changeType: "GAP_OVERFLOW", ids: ["000000000000000AAA"] })).toEqual(nothing);
    expect(await readJson({ ids: [] })).toEqual(nothing);
    expect(await readJson({ ids: ["no id", ""] })).toEqual(nothing);
  });

  it("names rows by their full ids, by case, each once", async () => {
    const notices = await readJson({ ids: [DEAL, DEAL.slice(0, 15), "0065g00000abcdeAAA"] });
    expect(notices.ok && notices.value[0]?.hints.map((hint) => "recordId" in hint && hint.recordId)).toEqual([
      "0065g00000AbCdEAAV",
      "0065g00000abcdeAAA",
    ]);
  });

  it("is known by its org in fifteen characters too", async () => {
    expect(await readJson({ orgId: ORG_ID.slice(0, 15) })).toMatchObject({
      ok: true,
      value: [{ crmId: ORG_ID }],
    });
  });

  it.each<[string, Parameters<typeof read>[1], string]>([
    ["without a signature", { signature: null }, "signature_missing"],
    ["with an empty one", { signature: "" }, "signature_missing"],
    ["signed with another key", { signature: sign(JSON.stringify(PING), "other") }, "signature_wrong"],
    ["signed over another body", { signature: sign("{}") }, "signature_wrong"],
    ["with a cut signature", { signature: sign(JSON.stringify(PING)).slice(0, 20) }, "signature_wrong"],
    ["with something that is no signature", { signature: "%%%" }, "signature_wrong"],
    ["of an org without a key", { key: null }, "signature_wrong"],
    [
      "of an org with an empty key",
      { key: "", signature: sign(JSON.stringify(PING), "") },
      "signature_wrong",
    ],
  ])("%s is refused", async (_, options, refusal) => {
    expect(await read(JSON.stringify(PING), options)).toEqual({ ok: false, error: refusal });
  });

  it.each([
    ["five minutes old", -300_000, true],
    ["a little older", -300_001, false],
    ["five minutes ahead", 300_000, true],
    ["further ahead", 300_001, false],
  ])("that is %s is taken or not", async (_, offset, taken) => {
    const notices = await readJson({ sentAt: Date.parse(NOW) + offset });
    expect(notices.ok || notices.error).toBe(taken || "timestamp_out_of_range");
  });

  it.each<[string, string]>([
    ["is no JSON", "{"],
    ["is a list", "[]"],
    ["names no org", JSON.stringify({ ...PING, orgId: "0055g0000012abCEAQ" })],
    ["names too many rows", JSON.stringify({ ...PING, ids: Array.from({ length: 2001 }, () => DEAL) })],
    ["names an odd object", JSON.stringify({ ...PING, object: "Task; DROP" })],
    ["lacks its time", JSON.stringify({ ...PING, sentAt: undefined })],
    ["has a time that is none", JSON.stringify({ ...PING, commitTimestamp: 9e15 })],
  ])("that %s is unreadable", async (_, body) => {
    expect(await read(body)).toEqual({ ok: false, error: "unreadable" });
  });
});

const notification = (id: string, record: string, type = "sf:Opportunity") =>
  `<Notification><Id>${id}</Id><sObject xsi:type="${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>${record}</sf:Id><sf:Name>A &amp; B &#x41;</sf:Name></sObject></Notification>`;

const message = (inner: string, orgId = ORG_ID) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${orgId}</OrganizationId><ActionId>04k5g000000PZmHAAW</ActionId><SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://acme.my.salesforce.com/services/Soap/c/66.0/00D</EnterpriseUrl>
   ${inner}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>
`;

/** Each element knows all namespaces around it: many of both would be a product. */
const namespaced = (count: number) =>
  message("<a/>".repeat(5000)).replace(
    "<soapenv:Body>",
    `<soapenv:Body${Array.from({ length: count }, (_, at) => ` xmlns:n${at}="n"`).join("")}>`,
  );

const NOTIFICATION_ID = "04l5g000003TUSgAAO";
const readMessage = (text: string) => readOutboundMessage(bytes(text), NOW);

describe("an outbound message", () => {
  it("hints at the rows it names", () => {
    const second = notification("04l5g000003TUShAAO", "00T5g00000XyZabEAF", "sf:Task");
    const read = readMessage(message(notification(NOTIFICATION_ID, DEAL) + second));
    expect(read.ok && read.value.crmId).toBe(ORG_ID);
    expect(read.ok && read.value.hints.map((hint) => "kind" in hint && [hint.kind, hint.recordId])).toEqual([
      ["deal", DEAL],
      ["call", "00T5g00000XyZabEAF"],
      ["email", "00T5g00000XyZabEAF"],
      ["task", "00T5g00000XyZabEAF"],
      ["communication", "00T5g00000XyZabEAF"],
    ]);
    expect(read.ok && read.value.hints[0]).toMatchObject({
      change: "changed",
      occurredAt: NOW,
      deliveryKey: `${NOTIFICATION_ID}:deal:${DEAL}`,
    });
  });

  it("may be empty, or about what is nothing of ours", () => {
    const nothing = { ok: true, value: { crmId: ORG_ID, hints: [] } };
    expect(readMessage(message(""))).toEqual(nothing);
    expect(readMessage(message(notification(NOTIFICATION_ID, DEAL, "sf:Account")))).toEqual(nothing);
    expect(readMessage(namespaced(10))).toEqual(nothing);
  });

  it("holds a hundred notifications at most", () => {
    const many = (count: number) =>
      message(Array.from({ length: count }, () => notification(NOTIFICATION_ID, DEAL)).join(""));
    expect(readMessage(many(100)).ok).toBe(true);
    expect(readMessage(many(101))).toEqual({ ok: false, error: "unreadable" });
  });

  const good = message(notification(NOTIFICATION_ID, DEAL));

  it.each<[string, string]>([
    ["a document type", good.replace("?>", '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')],
    ["an entity of its own", good.replace("A &amp; B", "&x;")],
    ["entities that grow", good.replace("A &amp; B", "&lol9;&lol9;")],
    ["a bare ampersand", good.replace("A &amp; B", "A & B")],
    ["a character that is none", good.replace("&#x41;", "&#xD800;")],
    ["CDATA", good.replace("A &amp; B", "<![CDATA[x]]>")],
    ["a comment", good.replace("<OrganizationId>", "<!-- a --><OrganizationId>")],
    ["an instruction", good.replace("<OrganizationId>", "<?php x?><OrganizationId>")],
    ["an end that is missing", good.replace("</soapenv:Body>", "")],
    ["ends in the wrong order", good.replace("</sObject></Notification>", "</Notification></sObject>")],
    ["something after the end", `${good}<a/>`],
    ["words before the beginning", `x${good.replace(/^.*\?>/, "")}`],
    ["an attribute twice", good.replace('xsi:nil="true"', 'xsi:nil="true" xsi:nil="true"')],
    ["an attribute without quotes", good.replace('xsi:nil="true"', "xsi:nil=true")],
    ["a prefix that stands for nothing", good.replaceAll("xmlns:sf=", "xmlns:sg=")],
    ["another envelope", good.replace("schemas.xmlsoap.org/soap/envelope", "example.test/soap")],
    ["another namespace", good.replace("2005/09/outbound", "2005/09/inbound")],
    ["no org", message("", "0055g0000012abCEAQ")],
    ["a record without an id", good.replace(`<sf:Id>${DEAL}</sf:Id>`, "")],
    ["a record whose id does not add up", good.replace(DEAL, `${DEAL.slice(0, 15)}AAA`)],
    ["a notification without an id", good.replace(`<Id>${NOTIFICATION_ID}</Id>`, "")],
    ["a record without a type", good.replace('xsi:type="sf:Opportunity"', "")],
    ["nothing", ""],
    ["JSON", "{}"],
    ["more than a megabyte", message(" ".repeat(1_000_001))],
    ["more namespaces than anything needs", namespaced(8000)],
    ["too deep a tree", message("<a>".repeat(30) + "</a>".repeat(30))],
  ])("with %s is unreadable", (_, text) => {
    expect(readMessage(text)).toEqual({ ok: false, error: "unreadable" });
  });

  it("is unreadable when it is no text", () => {
    expect(readOutboundMessage(Uint8Array.of(0xff, 0xfe, 0x3c), NOW)).toMatchObject({ ok: false });
  });

  it("is read in a time that grows with its length alone", () => {
    const attributes = ` a="${"x".repeat(10)}"`.repeat(1);
    for (const hostile of [
      `<a${attributes}${" ".repeat(500_000)}`,
      `<a ${'b="c" '.repeat(100_000)}`,
      "<".repeat(500_000),
      "&".repeat(500_000),
      "<a>".repeat(300_000),
    ]) {
      expect(readXml(hostile)).toBeNull();
    }
  });

  it("is acknowledged by what reads as a document", () => {
    const response = readXml(OUTBOUND_ACKNOWLEDGEMENT)?.children[0]?.children[0];
    expect(response).toMatchObject({
      name: "notificationsResponse",
      namespace: "http://soap.sforce.com/2005/09/outbound",
      children: [{ name: "Ack", text: "true" }],
    });
  });
});

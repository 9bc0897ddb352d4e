import type { Instant } from "../../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { ChangeHint, ChangeNotice, NoticeRefusal } from "../../../../ports/crm.ts";
import { toFullId, toGenuineId } from "../api/record-ids.ts";
import { hintsOf } from "./change-hints.ts";
import { readXml, type XmlElement } from "./read-xml.ts";

const ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
const OUTBOUND = "http://soap.sforce.com/2005/09/outbound";
const NOTIFICATIONS_MAX = 100;
const BYTES_MAX = 1_000_000;

/** What Salesforce takes as received; anything else is sent again for a day. */
export const OUTBOUND_ACKNOWLEDGEMENT = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="${ENVELOPE}"><soapenv:Body><notificationsResponse xmlns="${OUTBOUND}"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>`;

/**
 * An outbound message of a flow. Nothing proves who sent it, and of its values nothing is taken but ids: each
 * row is read again with the org's own token. A message without notifications is fine and says nothing.
 */
export function readOutboundMessage(
  body: Uint8Array,
  now: Instant,
): Result<ChangeNotice, Extract<NoticeRefusal, "unreadable">> {
  const root = body.length > BYTES_MAX ? null : readXml(textOf(body));
  const message = root && messageIn(root);
  const orgId = message && toFullId(textIn(message, "OrganizationId"));
  if (!message || !orgId?.startsWith("00D")) return err("unreadable");
  const notifications = childrenOf(message, OUTBOUND, "Notification");
  if (notifications.length > NOTIFICATIONS_MAX) return err("unreadable");
  const read = notifications.map((notification) => hintsOfNotification(notification, now));
  if (read.some((hints) => hints === null)) return err("unreadable");
  return ok({ crmId: orgId, hints: read.flatMap((hints) => hints ?? []) });
}

/** Null when it does not say what it is about. */
function hintsOfNotification(notification: XmlElement, occurredAt: Instant): ChangeHint[] | null {
  const deliveryKey = textIn(notification, "Id");
  const record = childrenOf(notification, OUTBOUND, "sObject")[0];
  const object = record?.attributes.get("xsi:type")?.replace(/^\w+:/, "");
  const id = record?.children.find(({ name }) => name === "Id")?.text.trim();
  // Nobody signed it: one id that is none would spoil the query by which others are read.
  const recordId = toGenuineId(id ?? "");
  if (!toFullId(deliveryKey) || object === undefined || recordId === null) return null;
  // The message carries no word on what happened: the row is read again and tells.
  return hintsOf({ object, change: "changed", ids: [recordId], occurredAt, deliveryKey });
}

function messageIn(root: XmlElement): XmlElement | null {
  if (root.name !== "Envelope" || root.namespace !== ENVELOPE) return null;
  const body = childrenOf(root, ENVELOPE, "Body")[0];
  return body ? (childrenOf(body, OUTBOUND, "notifications")[0] ?? null) : null;
}

function childrenOf(element: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && child.namespace === namespace);
}

function textIn(element: XmlElement, name: string): string {
  return childrenOf(element, OUTBOUND, name)[0]?.text.trim() ?? "";
}

/** Empty, which is no document, when the bytes are no UTF-8. */
function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
  } catch {
    return "";
  }
}

import { randomBytes } from "node:crypto";

const NOTIFICATIONS_MAX = 100;
const RETRIES_MAX = 10;

/** A record as it is when the message is made. */
export interface OutboundRecord {
  readonly type: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

export interface OutboundSettings {
  /** Where messages go; null sends none. */
  target: string | null;
  delayMilliseconds: number;
  retryMilliseconds: number;
  timeoutMilliseconds: number;
}

interface Notification {
  readonly id: string;
  readonly orgId: string;
  /** Read at the moment of sending: a retry carries the values of then. */
  readonly read: () => OutboundRecord | null;
  attempt: number;
  dueAt: number;
}

export interface OutboundMessages {
  readonly settings: OutboundSettings;
  tell(orgId: string, read: () => OutboundRecord | null): void;
  flush(): Promise<void>;
  state(): { readonly waiting: number; readonly delivered: number; readonly failedAttempts: number };
  close(): void;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function notificationXml(id: string, { type, fields }: OutboundRecord): string {
  const written = Object.entries(fields).map(([name, value]) =>
    value === null ? `<sf:${name} xsi:nil="true"/>` : `<sf:${name}>${escapeXml(String(value))}</sf:${name}>`,
  );
  return `<Notification><Id>${id}</Id><sObject xsi:type="sf:${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${written.join("")}</sObject></Notification>`;
}

/** The body of a message. The session's id has been empty since 2026. */
function envelope(orgId: string, instanceUrl: string, notifications: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${orgId}</OrganizationId><ActionId>04kHn0000004C92IAE</ActionId><SessionId xsi:nil="true"/><EnterpriseUrl>${instanceUrl}/services/Soap/c/66.0/${orgId.slice(0, 15)}</EnterpriseUrl><PartnerUrl>${instanceUrl}/services/Soap/u/66.0/${orgId.slice(0, 15)}</PartnerUrl>
${notifications.join("\n")}</notifications></soapenv:Body></soapenv:Envelope>`;
}

/** Sends notifications by the hundred and repeats what was not acknowledged. */
class OutboundQueue implements OutboundMessages {
  readonly settings: OutboundSettings;
  readonly #instanceUrl: () => string;
  readonly #running = new Set<Promise<void>>();
  readonly #counts = { delivered: 0, failedAttempts: 0 };
  #waiting: Notification[] = [];
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(settings: OutboundSettings, instanceUrl: () => string) {
    this.settings = settings;
    this.#instanceUrl = instanceUrl;
  }

  tell(orgId: string, read: () => OutboundRecord | null): void {
    if (this.settings.target === null || this.#closed) return;
    const id = `04l${randomBytes(15).toString("hex").slice(0, 15)}`;
    this.#waiting.push({ id, orgId, read, attempt: 0, dueAt: Date.now() + this.settings.delayMilliseconds });
    this.#schedule();
  }

  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      this.#sendDue(Number.POSITIVE_INFINITY);
      await Promise.all(this.#running);
    }
  }

  state() {
    return { waiting: this.#waiting.length + this.#running.size, ...this.#counts };
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    if (this.#timer) clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer || this.#closed || this.#waiting.length === 0) return;
    const wait = Math.max(0, Math.min(...this.#waiting.map(({ dueAt }) => dueAt)) - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sendDue(Date.now());
    }, wait);
  }

  #sendDue(dueBefore: number): void {
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= dueBefore);
    this.#waiting = this.#waiting.filter(({ dueAt }) => dueAt > dueBefore);
    for (const orgId of new Set(due.map((notification) => notification.orgId))) {
      const ofOrg = due.filter((notification) => notification.orgId === orgId);
      for (let start = 0; start < ofOrg.length; start += NOTIFICATIONS_MAX) {
        this.#run(orgId, ofOrg.slice(start, start + NOTIFICATIONS_MAX));
      }
    }
    this.#schedule();
  }

  #run(orgId: string, batch: readonly Notification[]): void {
    const work = this.#deliver(orgId, batch).finally(() => {
      this.#running.delete(work);
      this.#schedule();
    });
    this.#running.add(work);
  }

  async #deliver(orgId: string, batch: readonly Notification[]): Promise<void> {
    const written = batch.flatMap(({ id, read }) => {
      const record = read();
      return record ? [notificationXml(id, record)] : [];
    });
    if (written.length === 0) return;
    if (await this.#isAcknowledged(envelope(orgId, this.#instanceUrl(), written))) {
      this.#counts.delivered += written.length;
      return;
    }
    this.#counts.failedAttempts += 1;
    for (const notification of batch) this.#retryLater(notification);
  }

  async #isAcknowledged(body: string): Promise<boolean> {
    const { target, timeoutMilliseconds } = this.settings;
    if (target === null) return false;
    try {
      const answer = await fetch(target, {
        method: "POST",
        body,
        headers: { "content-type": "text/xml; charset=utf-8", soapaction: '""' },
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const text = await answer.text();
      return answer.status === 200 && /<(?:\w+:)?Ack>\s*true\s*<\/(?:\w+:)?Ack>/.test(text);
    } catch {
      return false;
    }
  }

  #retryLater(notification: Notification): void {
    if (notification.attempt >= RETRIES_MAX || this.#closed) return;
    const dueAt = Date.now() + this.settings.retryMilliseconds * 2 ** notification.attempt;
    this.#waiting.push({ ...notification, attempt: notification.attempt + 1, dueAt });
  }
}

/** `instanceUrl` is asked at the time of sending, because the server's address is known late. */
export function createOutboundMessages(
  settings: OutboundSettings,
  instanceUrl: () => string,
): OutboundMessages {
  return new OutboundQueue(settings, instanceUrl);
}

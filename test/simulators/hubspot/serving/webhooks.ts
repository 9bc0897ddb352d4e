import { ACTIVITY_TYPES, TYPE_IDS } from "../portal/object-types.ts";
import type { ChangeEvent } from "../portal/portal.ts";
import type { Faults } from "./faults.ts";
import { signedHeaders } from "./signature.ts";

const BATCH_MAX = 100;
const RETRIES_MAX = 10;
/** A late event comes this many usual delays later. */
const LATE_FACTOR = 25;

export interface WebhookSettings {
  /** Where events go; null sends none. */
  target: string | null;
  /** From the change to the first attempt. */
  delayMilliseconds: number;
  /** The first wait before a retry; each next one is twice as long, up to the longest. */
  retryMilliseconds: number;
  retryLongestMilliseconds: number;
  /** How long the receiver may take. */
  timeoutMilliseconds: number;
  concurrency: number;
  /** Properties of each kind whose changes are told. */
  subscribed: Readonly<Record<string, readonly string[]>>;
}

export const SUBSCRIBED: Readonly<Record<string, readonly string[]>> = {
  deals: [
    "dealstage",
    "amount",
    "closedate",
    "hubspot_owner_id",
    "pipeline",
    "deal_currency_code",
    "dealtype",
    "dealname",
    "createdate",
  ],
  calls: [
    "hs_call_disposition",
    "hs_call_duration",
    "hs_call_direction",
    "hs_call_status",
    "hs_timestamp",
    "hubspot_owner_id",
  ],
  emails: ["hs_email_direction", "hs_email_status", "hs_timestamp", "hubspot_owner_id"],
  meetings: [
    "hs_meeting_outcome",
    "hs_meeting_start_time",
    "hs_meeting_end_time",
    "hs_timestamp",
    "hubspot_owner_id",
  ],
  tasks: ["hs_task_status", "hs_task_completion_date", "hs_timestamp", "hubspot_owner_id"],
  communications: ["hs_communication_channel_type", "hs_timestamp", "hubspot_owner_id"],
};

/** The erasure of a contact is told as a deletion too. */
const CONTACT_EVENTS: readonly string[] = ["contact.privacyDeletion", "contact.deletion"];

interface Delivery {
  readonly portalId: number;
  readonly body: Readonly<Record<string, unknown>>;
  attempt: number;
  dueAt: number;
}

export interface WebhookState {
  readonly queued: number;
  readonly inFlight: number;
  readonly delivered: number;
  readonly failedAttempts: number;
  readonly givenUp: number;
  readonly lost: number;
}

export interface Webhooks {
  readonly settings: WebhookSettings;
  tell(portalId: number, event: ChangeEvent): void;
  /** Sends all that waits, retries included, without waiting for its time; ends when nothing is left. */
  flush(): Promise<void>;
  /** Holds everything back until released. */
  hold(): void;
  release(): void;
  state(): WebhookState;
  close(): void;
}

export interface WebhookParts {
  readonly appId: number;
  readonly secret: string;
  readonly settings: WebhookSettings;
  readonly faults: Faults;
  readonly now: () => number;
  readonly isInstalled: (portalId: number) => boolean;
}

function isSubscribed(settings: WebhookSettings, event: ChangeEvent): boolean {
  if (event.objectType === "contacts") return CONTACT_EVENTS.includes(event.subscriptionType);
  const known = event.objectType === "deals" || ACTIVITY_TYPES.some((type) => type === event.objectType);
  if (event.subscriptionType !== "object.propertyChange") return known;
  return (settings.subscribed[event.objectType] ?? []).includes(String(event.details.propertyName));
}

/** Each pair of kind and property has a subscription number of its own. */
function subscriptionIdOf(event: ChangeEvent): number {
  const name = `${event.subscriptionType}/${event.objectType}/${event.details.propertyName ?? ""}`;
  return (
    [...name].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 900_000, 7) + 100_000
  );
}

/** Delivers events in signed batches, repeats what fails, and disturbs the order where faults ask for it. */
class WebhookQueue implements Webhooks {
  readonly settings: WebhookSettings;
  readonly #parts: WebhookParts;
  readonly #running = new Set<Promise<void>>();
  readonly #counts = { delivered: 0, failedAttempts: 0, givenUp: 0, lost: 0 };
  #queue: Delivery[] = [];
  #nextEventId = 1;
  #timer: NodeJS.Timeout | null = null;
  #held = false;
  #closed = false;

  constructor(parts: WebhookParts) {
    this.#parts = parts;
    this.settings = parts.settings;
  }

  tell(portalId: number, event: ChangeEvent): void {
    const { faults, isInstalled } = this.#parts;
    if (this.settings.target === null || !isSubscribed(this.settings, event) || !isInstalled(portalId))
      return;
    if (faults.strikes("lost_webhooks")) {
      this.#counts.lost += 1;
      return;
    }
    const late = faults.strikes("late_webhooks") ? LATE_FACTOR * this.settings.delayMilliseconds : 0;
    const dueAt = Date.now() + this.settings.delayMilliseconds + late;
    this.#queue.push({ portalId, body: this.#eventBody(portalId, event), attempt: 0, dueAt });
    this.#schedule();
  }

  async flush(): Promise<void> {
    this.#held = false;
    while (this.#queue.length > 0 || this.#running.size > 0) {
      this.#sendDue(Number.POSITIVE_INFINITY);
      await Promise.all(this.#running);
    }
  }

  hold(): void {
    this.#held = true;
    this.#stopTimer();
  }

  release(): void {
    this.#held = false;
    this.#schedule();
  }

  state(): WebhookState {
    return { queued: this.#queue.length, inFlight: this.#running.size, ...this.#counts };
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#stopTimer();
  }

  #eventBody(portalId: number, event: ChangeEvent): Readonly<Record<string, unknown>> {
    const generic = event.subscriptionType.startsWith("object.");
    return {
      eventId: this.#nextEventId++,
      subscriptionId: subscriptionIdOf(event),
      portalId,
      appId: this.#parts.appId,
      occurredAt: event.occurredAt,
      subscriptionType: event.subscriptionType,
      attemptNumber: 0,
      objectId: Number(event.objectId),
      ...(generic ? { objectTypeId: TYPE_IDS[event.objectType] } : {}),
      changeSource: event.changeSource,
      sourceId: event.sourceId,
      isSensitive: false,
      ...event.details,
    };
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): void {
    if (this.#timer || this.#held || this.#closed || this.#queue.length === 0) return;
    if (this.#running.size >= this.settings.concurrency) return;
    const wait = Math.max(0, Math.min(...this.#queue.map(({ dueAt }) => dueAt)) - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sendDue(Date.now());
    }, wait);
  }

  /** One account's events at a time, so that a batch is of one account. */
  #takeBatch(dueBefore: number): readonly Delivery[] {
    const first = this.#queue.find(({ dueAt }) => dueAt <= dueBefore);
    if (!first) return [];
    const fits = ({ dueAt, portalId }: Delivery) => dueAt <= dueBefore && portalId === first.portalId;
    const batch = this.#queue.filter(fits).slice(0, BATCH_MAX);
    const taken = new Set(batch);
    this.#queue = this.#queue.filter((delivery) => !taken.has(delivery));
    return this.#parts.faults.strikes("reordered_webhooks") ? batch.toReversed() : batch;
  }

  #sendDue(dueBefore: number): void {
    while (this.#running.size < this.settings.concurrency) {
      const batch = this.#takeBatch(dueBefore);
      if (batch.length === 0) break;
      const work = this.#deliver(batch).finally(() => {
        this.#running.delete(work);
        this.#schedule();
      });
      this.#running.add(work);
    }
    this.#schedule();
  }

  async #deliver(batch: readonly Delivery[]): Promise<void> {
    const { target } = this.settings;
    if (target === null) return;
    if (await this.#post(batch, target)) {
      this.#counts.delivered += batch.length;
      if (this.#parts.faults.strikes("duplicate_webhooks")) await this.#post(batch, target);
      return;
    }
    this.#counts.failedAttempts += 1;
    for (const delivery of batch) this.#retryLater(delivery);
  }

  async #post(batch: readonly Delivery[], target: string): Promise<boolean> {
    const body = JSON.stringify(
      batch.map((delivery) => ({ ...delivery.body, attemptNumber: delivery.attempt })),
    );
    const timestamp = this.#parts.now();
    const signed = signedHeaders(this.#parts.secret, { method: "POST", uri: target, body, timestamp });
    try {
      const answer = await fetch(target, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", ...signed },
        signal: AbortSignal.timeout(this.settings.timeoutMilliseconds),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  #retryLater(delivery: Delivery): void {
    if (delivery.attempt >= RETRIES_MAX || this.#closed) {
      this.#counts.givenUp += 1;
      return;
    }
    const { retryMilliseconds, retryLongestMilliseconds } = this.settings;
    const wait = Math.min(retryLongestMilliseconds, retryMilliseconds * 2 ** delivery.attempt);
    this.#queue.push({ ...delivery, attempt: delivery.attempt + 1, dueAt: Date.now() + wait });
  }
}

export function createWebhooks(parts: WebhookParts): Webhooks {
  return new WebhookQueue(parts);
}

import { createHmac, randomUUID } from "node:crypto";
import type { Faults } from "./faults.ts";

/** A late ping comes this many usual delays later. */
const LATE_FACTOR = 25;

/** What the app's trigger on change events is there for. */
const TRIGGERED: readonly string[] = ["Opportunity", "Task", "Event", "EmailMessage"];

export type ChangeType = "CREATE" | "UPDATE" | "DELETE" | "UNDELETE";

/** A committed change of one record. */
export interface CommittedChange {
  readonly orgId: string;
  readonly object: string;
  readonly id: string;
  readonly changeType: ChangeType;
  /** Milliseconds. */
  readonly committedAt: number;
}

export interface PingSettings {
  /** Where pings go; null sends none. */
  target: string | null;
  /** From the first change to the Queueable that tells of it and of those that came meanwhile. */
  delayMilliseconds: number;
  timeoutMilliseconds: number;
  idsPerPing: number;
}

export interface PingState {
  readonly waiting: number;
  readonly delivered: number;
  readonly refused: number;
  readonly lost: number;
}

export interface Pings {
  readonly settings: PingSettings;
  /** An admin pastes the key of the org into the app's protected setting; without one no ping is sent. */
  pasteKey(orgId: string, key: string): void;
  /** The app was uninstalled, and its trigger with it. */
  forgetKey(orgId: string): void;
  tell(change: CommittedChange): void;
  /** Sends all that waits at once; ends when nothing is left. */
  flush(): Promise<void>;
  hold(): void;
  release(): void;
  state(): PingState;
  close(): void;
}

interface Ping {
  readonly orgId: string;
  readonly object: string;
  readonly changeType: ChangeType;
  readonly ids: Set<string>;
  commitTimestamp: number;
  dueAt: number;
}

/** The header by which a ping proves where it comes from: HMAC-SHA256 of the raw body, in base64. */
export function pingSignature(key: string, body: string): string {
  return createHmac("sha256", key).update(body).digest("base64");
}

/** Gathers the changes of one object, as one Queueable does, and tells of them by one signed request. */
class PingQueue implements Pings {
  readonly settings: PingSettings;
  readonly #faults: Faults;
  readonly #now: () => number;
  readonly #keys = new Map<string, string>();
  readonly #running = new Set<Promise<void>>();
  readonly #counts = { delivered: 0, refused: 0, lost: 0 };
  #waiting: Ping[] = [];
  #timer: NodeJS.Timeout | null = null;
  #held = false;
  #closed = false;

  constructor(settings: PingSettings, faults: Faults, now: () => number) {
    this.settings = settings;
    this.#faults = faults;
    this.#now = now;
  }

  pasteKey(orgId: string, key: string): void {
    this.#keys.set(orgId, key);
  }

  forgetKey(orgId: string): void {
    this.#keys.delete(orgId);
  }

  tell(change: CommittedChange): void {
    const { orgId, object, id, changeType, committedAt } = change;
    if (this.settings.target === null || !this.#keys.has(orgId) || !TRIGGERED.includes(object)) return;
    const same = this.#waiting.find(
      (ping) =>
        ping.orgId === orgId &&
        ping.object === object &&
        ping.changeType === changeType &&
        ping.ids.size < this.settings.idsPerPing,
    );
    if (same) {
      same.ids.add(id);
      same.commitTimestamp = Math.max(same.commitTimestamp, committedAt);
      return;
    }
    const late = this.#faults.strikes("late_pings", orgId) ? LATE_FACTOR : 1;
    const dueAt = Date.now() + late * this.settings.delayMilliseconds;
    this.#waiting.push({
      orgId,
      object,
      changeType,
      ids: new Set([id]),
      commitTimestamp: committedAt,
      dueAt,
    });
    this.#schedule();
  }

  async flush(): Promise<void> {
    this.#held = false;
    while (this.#waiting.length > 0 || this.#running.size > 0) {
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

  state(): PingState {
    return { waiting: this.#waiting.length + this.#running.size, ...this.#counts };
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#stopTimer();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): void {
    if (this.#timer || this.#held || this.#closed || this.#waiting.length === 0) return;
    const wait = Math.max(0, Math.min(...this.#waiting.map(({ dueAt }) => dueAt)) - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#sendDue(Date.now());
    }, wait);
  }

  #sendDue(dueBefore: number): void {
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= dueBefore);
    this.#waiting = this.#waiting.filter(({ dueAt }) => dueAt > dueBefore);
    const isReordered = due.some(({ orgId }) => this.#faults.strikes("reordered_pings", orgId));
    const inOrder = isReordered ? due.toReversed() : due;
    for (const ping of inOrder) {
      const work = this.#send(ping).finally(() => this.#running.delete(work));
      this.#running.add(work);
    }
    this.#schedule();
  }

  async #send(ping: Ping): Promise<void> {
    const { orgId, object, changeType, commitTimestamp } = ping;
    if (this.#faults.strikes("lost_pings", orgId)) {
      this.#counts.lost += 1;
      return;
    }
    const times = { commitTimestamp, sentAt: this.#now(), nonce: randomUUID() };
    const body = JSON.stringify({ orgId, object, ids: [...ping.ids], changeType, ...times });
    await this.#post(orgId, body);
    if (this.#faults.strikes("duplicate_pings", orgId)) await this.#post(orgId, body);
  }

  /** A Queueable whose callout fails is gone: nothing is sent again. */
  async #post(orgId: string, body: string): Promise<void> {
    const { target, timeoutMilliseconds } = this.settings;
    const key = this.#keys.get(orgId);
    if (target === null || key === undefined) return;
    try {
      const answer = await fetch(target, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", "x-standings-signature": pingSignature(key, body) },
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      await answer.arrayBuffer();
      if (answer.ok) this.#counts.delivered += 1;
      else this.#counts.refused += 1;
    } catch {
      this.#counts.refused += 1;
    }
  }
}

export function createPings(settings: PingSettings, faults: Faults, now: () => number): Pings {
  return new PingQueue(settings, faults, now);
}

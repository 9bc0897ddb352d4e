import type { EmbedTicket, Session } from "../../../shared/contracts/access.ts";
import { type Answer, askServer, openSession, renewSession } from "./api-client.ts";

/** A session is renewed this long before it ends, so that no request meets its end. */
const RENEW_BEFORE_MILLISECONDS = 60_000;
const HOST_ANSWER_MILLISECONDS = 10_000;

/** The ticket that the host put into the address; it is taken out at once, so that no link carries it. */
export function takeTicket(page: Window): string | null {
  const ticket = new URLSearchParams(page.location.hash.slice(1)).get("ticket");
  if (ticket !== null) page.history.replaceState(null, "", page.location.pathname + page.location.search);
  return ticket;
}

/** Asks the host around the page for a new ticket; null when there is none, or it does not answer. */
function askHostForTicket(page: Window): Promise<string | null> {
  if (page.parent === page) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = page.setTimeout(() => finish(null), HOST_ANSWER_MILLISECONDS);
    function finish(ticket: string | null): void {
      page.clearTimeout(timer);
      page.removeEventListener("message", onMessage);
      resolve(ticket);
    }
    function onMessage(event: MessageEvent<unknown>): void {
      if (event.source !== page.parent) return;
      const message = event.data;
      if (typeof message !== "object" || message === null) return;
      if (!("type" in message) || message.type !== "standings:ticket") return;
      if ("ticket" in message && typeof message.ticket === "string") finish(message.ticket);
    }
    page.addEventListener("message", onMessage);
    // The question holds nothing secret, so any parent may hear it; only the host can mint a ticket.
    page.parent.postMessage({ type: "standings:renew" }, "*");
  });
}

/** Whether the page stands in Salesforce, as its address says. */
export function isInSalesforce(page: Window): boolean {
  return new URLSearchParams(page.location.search).get("host") === "salesforce";
}

/** A session by whatever the host gives now; null when it gives nothing. */
async function openAnew(page: Window & typeof globalThis): Promise<Answer<Session> | null> {
  const fetcher = page.fetch.bind(page);
  if (!isInSalesforce(page)) {
    const ticket = await askHostForTicket(page);
    return ticket === null ? null : openSession(fetcher, ticket);
  }
  const { refreshSignedRequest, signedQuestion } = await import("./frame.ts");
  const signed = await refreshSignedRequest(page);
  if (signed === null) return null;
  const answer = await askServer<EmbedTicket>(fetcher, ...signedQuestion(signed));
  return answer.kind === "ok" ? openSession(fetcher, answer.value.ticket) : answer;
}

/** With the ticket of the address; one that was used before does not matter where the host gives another. */
async function openFirst(page: Window & typeof globalThis): Promise<Answer<Session> | null> {
  const ticket = takeTicket(page);
  if (ticket === null) return openAnew(page);
  const answer = await openSession(page.fetch.bind(page), ticket);
  const isUsed = answer.kind === "problem" && answer.problem.status === 401;
  return isUsed && isInSalesforce(page) ? ((await openAnew(page)) ?? answer) : answer;
}

/** When the session ends, in milliseconds by the page's own clock, which may be some minutes off. */
function endOf(session: Session, page: Window & typeof globalThis): number {
  return page.Date.now() + session.secondsLeft * 1000;
}

/** Holds the bearer in memory and renews it in time, once at a time. */
export class HeldSession {
  readonly #page: Window & typeof globalThis;
  #current: Session;
  #endsAt: number;
  #renewal: Promise<string | null> | null = null;
  readonly #listeners = new Set<(session: Session) => void>();

  private constructor(page: Window & typeof globalThis, current: Session) {
    this.#page = page;
    this.#current = current;
    this.#endsAt = endOf(current, page);
  }

  static async open(page: Window & typeof globalThis): Promise<Answer<HeldSession>> {
    const answer = await openFirst(page);
    if (answer === null) {
      return {
        kind: "problem",
        problem: {
          type: "no-session",
          title: "Open Standings from your CRM",
          status: 401,
          detail: "This page needs a ticket that only the CRM can give.",
          requestId: "",
        },
      };
    }
    return answer.kind === "ok" ? { kind: "ok", value: new HeldSession(page, answer.value) } : answer;
  }

  get current(): Session {
    return this.#current;
  }

  /** A token that is good for some time yet; null when the session ended and the host gives no other. */
  async token(): Promise<string | null> {
    const left = this.#endsAt - this.#page.Date.now();
    if (left > RENEW_BEFORE_MILLISECONDS) return this.#current.token;
    const renewed = await this.renew();
    return renewed ?? (left > 0 ? this.#current.token : null);
  }

  /** A new token, whatever the present one says; null when the host gives none. */
  renew(): Promise<string | null> {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** Calls back with each new session: its rights may be others. Returns how to stop. */
  onRenewed(listener: (session: Session) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #renew(): Promise<string | null> {
    const answer = await this.#renewed();
    if (answer?.kind !== "ok") return null;
    this.#current = answer.value;
    this.#endsAt = endOf(answer.value, this.#page);
    for (const listener of this.#listeners) listener(answer.value);
    return answer.value.token;
  }

  /** HubSpot's frame lets no message through, so there the page asks for itself before it asks the host. */
  async #renewed(): Promise<Answer<Session> | null> {
    if (this.#current.tenant.crm === "hubspot") {
      const answer = await renewSession(this.#page.fetch.bind(this.#page), this.#current.token);
      if (answer.kind !== "problem") return answer;
    }
    return openAnew(this.#page);
  }
}

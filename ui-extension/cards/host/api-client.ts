import type { Session } from "../../../shared/contracts/access.ts";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { MetricId, PeriodName } from "../../../shared/contracts/ids.ts";

/** What a request came to. */
export type Answer<T> =
  | {
      readonly kind: "ok";
      readonly value: T;
      /** The version of what was answered, to be sent back as `ifMatch` with a change; null without. */
      readonly etag?: string | null;
    }
  /** The server said no, and what to do. */
  | { readonly kind: "problem"; readonly problem: Problem }
  /** Nobody answered. */
  | { readonly kind: "offline" };

/** Which board: what its address says. */
export interface BoardQuery {
  readonly metric: MetricId;
  readonly by: "member" | "team";
  readonly period?: PeriodName;
  readonly from?: string;
  readonly to?: string;
}

type Fetch = typeof fetch;

/** What an address is asked with. An entry that is undefined is left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** What is sent beside the address. */
export interface Change {
  readonly body: unknown;
  /** The ETag of what is changed, where the route asks for it. */
  readonly ifMatch?: string | undefined;
}

/** Where requests go out, and where tokens come from. */
export interface ApiSource {
  readonly fetch: Fetch;
  /** A token that is still good; null when the session is over. */
  readonly tokenFor: () => Promise<string | null>;
  /** A new token after one was refused; null when the host gives none. */
  readonly renew?: () => Promise<string | null>;
}

/** Some answers wait for the CRM on their way. A screen on a wall asks again after 30 seconds, and has to know by then. */
const ANSWER_MILLISECONDS = 25_000;

const TOO_LATE: Problem = {
  type: "no-answer",
  title: "The server took too long to answer",
  status: 504,
  requestId: "",
};

const SESSION_OVER: Problem = {
  type: "session-ended",
  title: "The session has ended",
  status: 401,
  action: "Open Standings again from your CRM.",
  requestId: "",
};

/** Speaks `/api/v1` with a bearer that lives in memory only. A refused token is renewed and the request sent once more. */
export class ApiClient {
  readonly #source: ApiSource;

  constructor(source: ApiSource) {
    this.#source = source;
  }

  get<T>(path: string, query: Query = {}): Promise<Answer<T>> {
    const known = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const search = new URLSearchParams(known).toString();
    return this.#request<T>(search === "" ? path : `${path}?${search}`, { method: "GET" });
  }

  post<T>(path: string, change: Change): Promise<Answer<T>> {
    return this.#change<T>("POST", path, change);
  }

  put<T>(path: string, change: Change): Promise<Answer<T>> {
    return this.#change<T>("PUT", path, change);
  }

  patch<T>(path: string, change: Change): Promise<Answer<T>> {
    return this.#change<T>("PATCH", path, change);
  }

  delete<T>(path: string, options: Pick<Change, "ifMatch"> = {}): Promise<Answer<T>> {
    return this.#change<T>("DELETE", path, { body: undefined, ...options });
  }

  liveTicket(): Promise<Answer<{ ticket: string }>> {
    return this.#request<{ ticket: string }>("live/ticket", { method: "POST" });
  }

  #change<T>(method: string, path: string, { body, ifMatch }: Change): Promise<Answer<T>> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["content-type"] = "application/json";
    if (ifMatch !== undefined) headers["if-match"] = ifMatch;
    return this.#request<T>(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #request<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const token = await this.#source.tokenFor();
    if (token === null) return { kind: "problem", problem: SESSION_OVER };
    const answer = await this.#send<T>(path, init, token);
    if (answer.kind !== "problem" || answer.problem.status !== 401 || !this.#source.renew) return answer;
    // The token ended before its time: rights have changed, or the server's key. A new one is asked for once.
    const renewed = await this.#source.renew();
    return renewed === null ? answer : this.#send<T>(path, init, renewed);
  }

  #send<T>(path: string, init: RequestInit, token: string): Promise<Answer<T>> {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    return askServer<T>(this.#source.fetch, `/api/v1/${path}`, { ...init, headers });
  }
}

/** A session that goes on, where the host cannot give another ticket. */
export function renewSession(fetcher: Fetch, token: string): Promise<Answer<Session>> {
  return askServer<Session>(fetcher, "/api/v1/session/renewal", {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
}

/** Exchanges a single-use embed ticket for a session. */
export function openSession(fetcher: Fetch, ticket: string): Promise<Answer<Session>> {
  return askServer<Session>(fetcher, "/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ticket }),
  });
}

/** An answer as a page takes it, whatever came or did not come, or did not come in time. */
export async function askServer<T>(fetcher: Fetch, address: string, init: RequestInit): Promise<Answer<T>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_MILLISECONDS);
  try {
    const response = await fetcher(address, { ...init, signal: late.signal });
    if (response.ok) {
      const value = response.status === 204 ? undefined : await response.json();
      return { kind: "ok", value: value as T, etag: response.headers.get("etag") };
    }
    return { kind: "problem", problem: (await response.json()) as Problem };
  } catch (error) {
    // fetch rejects with a TypeError when nobody answers, and JSON with a SyntaxError when the answer is cut.
    if (error instanceof TypeError || error instanceof SyntaxError) return { kind: "offline" };
    // Both reject with a DOMException when the time is over.
    if (error instanceof DOMException) return { kind: "problem", problem: TOO_LATE };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

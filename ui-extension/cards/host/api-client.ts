import type { Session } from "../../../shared/contracts/access.ts";
import type { Explanation, Leaderboard, Problem } from "../../../shared/contracts/api.ts";
import type { MetricId, PeriodName } from "../../../shared/contracts/ids.ts";

/** What a request came to. */
export type Answer<T> =
  | { readonly kind: "ok"; readonly value: T }
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

/** A metric as the picker offers it. */
export interface MetricChoice {
  readonly id: MetricId;
  readonly label: string;
  readonly unit: Leaderboard["metric"]["unit"];
  readonly description: string;
}

type Fetch = typeof fetch;

/** Speaks `/api/v1` with a bearer that lives in memory only. `tokenFor` gives a token that is still good. */
export class ApiClient {
  readonly #fetch: Fetch;
  readonly #tokenFor: () => Promise<string | null>;

  constructor(options: { readonly fetch: Fetch; readonly tokenFor: () => Promise<string | null> }) {
    this.#fetch = options.fetch;
    this.#tokenFor = options.tokenFor;
  }

  leaderboard(query: BoardQuery): Promise<Answer<Leaderboard>> {
    // The live board sends every row, so every row is asked for.
    return this.#get<Leaderboard>("leaderboard", { ...query, compare: "true", all: "true" });
  }

  async metrics(): Promise<Answer<readonly MetricChoice[]>> {
    const answer = await this.#get<{ metrics: readonly MetricChoice[] }>("metrics", {});
    return answer.kind === "ok" ? { kind: "ok", value: answer.value.metrics } : answer;
  }

  explain(query: {
    readonly metric: MetricId;
    readonly member: string;
    readonly from: string;
    readonly to: string;
  }): Promise<Answer<Explanation>> {
    return this.#get<Explanation>("explain", query);
  }

  liveTicket(): Promise<Answer<{ ticket: string }>> {
    return this.#request<{ ticket: string }>("live/ticket", { method: "POST" });
  }

  #get<T>(path: string, query: Readonly<Record<string, string>>): Promise<Answer<T>> {
    return this.#request<T>(`${path}?${new URLSearchParams(query)}`, { method: "GET" });
  }

  async #request<T>(path: string, init: RequestInit): Promise<Answer<T>> {
    const token = await this.#tokenFor();
    if (token === null) return { kind: "offline" };
    return readAnswer<T>(
      this.#fetch(`/api/v1/${path}`, { ...init, headers: { authorization: `Bearer ${token}` } }),
    );
  }
}

/** Exchanges a single-use embed ticket for a session. */
export function openSession(fetcher: Fetch, ticket: string): Promise<Answer<Session>> {
  return readAnswer<Session>(
    fetcher("/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ticket }),
    }),
  );
}

async function readAnswer<T>(pending: Promise<Response>): Promise<Answer<T>> {
  try {
    const response = await pending;
    if (response.ok) return { kind: "ok", value: (await response.json()) as T };
    return { kind: "problem", problem: (await response.json()) as Problem };
  } catch (error) {
    // fetch rejects with a TypeError when nobody answers, and JSON with a SyntaxError when the answer is cut.
    if (error instanceof TypeError || error instanceof SyntaxError) return { kind: "offline" };
    throw error;
  }
}

import type { ReactElement } from "react";
import { vi } from "vitest";

/** A call through HubSpot to the Worker. */
export interface HostCall {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Reply =
  | { readonly status?: number; readonly body: unknown }
  | "refused"
  | Promise<{ readonly body: unknown }>;

/** What an entry file gave to `hubspot.extend`. */
type Extension = (api: { context: unknown; actions: unknown }) => ReactElement;

/**
 * HubSpot's worker around an extension: takes its calls and its entry. It has to stand before an extension is
 * imported, because the package reads it at once.
 */
export class FakeHost {
  readonly calls: HostCall[] = [];
  readonly extensions: Extension[] = [];
  readonly #replies = new Map<string, Reply>();

  constructor() {
    vi.stubGlobal("self", {
      __HUBSPOT_EXTENSION_WORKER__: true,
      extend_V2: (extension: Extension) => this.extensions.push(extension),
      hsFetch: (url: string, options: { body?: Record<string, unknown> }) => this.#answer(url, options),
      logger: console,
    });
  }

  /** What calls to addresses that end so are answered with from now on. */
  reply(ending: string, reply: Reply): void {
    this.#replies.set(ending, reply);
  }

  callsTo(ending: string): readonly HostCall[] {
    return this.calls.filter(({ url }) => url.endsWith(ending));
  }

  async #answer(url: string, options: { body?: Record<string, unknown> }): Promise<Response> {
    this.calls.push({ url, body: options.body ?? {} });
    const reply = [...this.#replies].find(([ending]) => url.endsWith(ending))?.[1];
    if (reply === undefined || reply === "refused") throw new Error(`nobody answers ${url}`);
    const { status = 200, body } = { status: 200, ...(await reply) };
    return new Response(JSON.stringify(body), { status });
  }
}

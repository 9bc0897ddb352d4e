import { render } from "@testing-library/preact";
import { vi } from "vitest";
import type { Attainment, Quota, QuotaSheet } from "../../../../shared/contracts/api.ts";
import type { Role } from "../../../../shared/contracts/ids.ts";
import { AnswerCache } from "../../../../ui-extension/cards/host/answer-cache.ts";
import { ApiClient } from "../../../../ui-extension/cards/host/api-client.ts";
import { LiveFeed } from "../../../../ui-extension/cards/host/live-feed.ts";
import { AnswerCacheContext } from "../../../../ui-extension/cards/host/use-answer.ts";
import QuotasPage from "../../../../ui-extension/cards/quotas/page.tsx";
import { en } from "../../../../ui-extension/cards/quotas/words/en.ts";
import { type PageContext, PageProvider } from "../../../../ui-extension/cards/standings/page-context.ts";
import { standingQuotas } from "../../../../worker/app/quotas/standing-quotas.ts";
import { buildSession } from "../../../builders/session.ts";
import { attainmentWith, PEOPLE, SHEET, SPANS } from "./sample-desk.ts";

/** A server of quotas in memory: the routes of the page, with versions as the real one keeps them. */
export class QuotaServer {
  version = SHEET.version;
  versions: QuotaSheet["quotas"] = [...SHEET.quotas];
  readonly puts: { readonly quotas: readonly Quota[]; readonly ifMatch: string | null }[] = [];
  readonly asked: string[] = [];
  /** By the start of the path, before anything else. */
  readonly answers = new Map<string, () => Response>();
  attainment: Attainment = attainmentWith();

  get sheet(): QuotaSheet {
    return {
      ...SHEET,
      version: this.version,
      quotas: [...standingQuotas(this.versions)],
      periods: [...SPANS],
    };
  }

  /** Somebody else saves. */
  saveAs(setBy: string, quotas: readonly Quota[]): void {
    this.version += 1;
    const setAt = `2026-11-20T14:${String(this.version).padStart(2, "0")}:00.000Z`;
    this.versions = [...this.versions, ...quotas.map((quota) => ({ ...quota, setBy, setAt }))];
  }

  readonly fetch: typeof fetch = async (address, init) => {
    const path = String(address).replace("/api/v1/", "");
    this.asked.push(`${init?.method ?? "GET"} ${path}`);
    const told = [...this.answers].find(([start]) => path.startsWith(start));
    if (told) return told[1]();
    if (init?.method === "PUT") return this.#put(init);
    if (path === "quotas") return Response.json(this.sheet);
    if (path === "members") return Response.json(PEOPLE);
    if (path.startsWith("quotas/attainment")) return Response.json(this.attainment);
    return problem(404, "not-found");
  };

  #put(init: RequestInit): Response {
    const ifMatch = new Headers(init.headers).get("if-match");
    // The page sends what it typed against the contract.
    const { quotas } = JSON.parse(String(init.body)) as { readonly quotas: readonly Quota[] };
    this.puts.push({ quotas, ifMatch });
    if (ifMatch !== `"${this.version}"`) return problem(412, "version-mismatch");
    this.saveAs("grace", quotas);
    return Response.json(this.sheet);
  }
}

/** A refusal as the server words it. */
export function problem(status: number, name: string, detail?: string): Response {
  const body = {
    type: `/problems/${name}`,
    title: "No",
    status,
    requestId: "r1",
    ...(detail ? { detail } : {}),
  };
  return Response.json(body, { status });
}

/** The page within its frame. `leave` is what a way out of the page calls. */
export function openQuotas(server: QuotaServer, role: Role = "admin", query = "grain=month&from=2026-12-01") {
  let guard: ((go: () => void) => void) | null = null;
  const api = new ApiClient({ tokenFor: () => Promise.resolve("token"), fetch: server.fetch });
  const context: PageContext = {
    page: window,
    api,
    session: buildSession({
      role,
      member: { id: "maya", crmId: "crm-maya", teamId: "east" },
    }),
    locale: { language: "en-GB", timeZone: "UTC" },
    language: "en",
    live: new LiveFeed(window, api),
    liveState: "offline",
    // There is one book here.
    wordsOf: <Words extends object>() => en as object as Words,
    navigate: vi.fn(),
    guardLeaving: (ask) => {
      guard = ask;
      return () => {
        guard = null;
      };
    },
    hrefOf: () => "",
    explain: vi.fn(),
    openDeals: () => undefined,
    openRecord: vi.fn(),
  };
  const view = render(
    <AnswerCacheContext.Provider value={new AnswerCache()}>
      <PageProvider value={context}>
        <QuotasPage route={new URLSearchParams(query)} />
      </PageProvider>
    </AnswerCacheContext.Provider>,
  );
  const leave = (go: () => void) => (guard ? guard(go) : go());
  return { ...view, context, leave };
}

import { vi } from "vitest";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import type { CrmPort, Grant } from "../../../worker/ports/crm.ts";
import { type CrmWorld, describeCrmContract, type WorldFault } from "../../contract/crm-contract.ts";
import { ARCHIVED_DEAL, buildRows, ORG_ID, presentIn, REPS, UNREADABLE_DEAL } from "./contract-rows.ts";
import { idOf, STAMP } from "./recorded-org.ts";
import { type RestAnswer, type RestCall, type RestOrg, refuse, serveRest } from "./rest-org.ts";

const LOGIN_URL = "https://login.example";
const ORG_URL = "https://acme.my.salesforce.example";
const ACCESS_TOKEN = "access-token-of-the-recorded-org";
const REFRESH_TOKEN = "refresh-token-of-the-recorded-org";
const NOW = "2026-11-21T12:00:00.000Z";
const VERIFIER = "proof";

const GRANT: Grant = {
  accessToken: ACCESS_TOKEN,
  refreshToken: REFRESH_TOKEN,
  expiresAt: "2026-11-21T12:30:00.000Z",
  apiUrl: ORG_URL,
  userName: null,
  scopes: [],
  crmId: ORG_ID,
  userId: REPS[0],
};

const CLIENT_OPTIONS: Parameters<CrmPort["client"]>[0] = {
  accessToken: ACCESS_TOKEN,
  apiUrl: ORG_URL,
  scopes: [],
  tenantId: "tenant-recorded",
  throttle: async () => undefined,
  homeCurrency: "USD",
  timeZone: "America/Los_Angeles",
  extraProperties: { amounts: [], owners: [] },
};

const NOT_GRANTED = ["Task", "Event", "EmailMessage", "VoiceCall", "Contact", "Lead"];
const BUSY = refuse(503, "SERVER_UNAVAILABLE");
const BROKEN: RestAnswer = { status: 500, body: "<html>Internal server error</html>" };

/** The org behind `fetch`, with whatever is wrong with it now. */
interface FaultyOrg {
  readonly org: RestOrg;
  readonly serve: (call: RestCall) => RestAnswer;
  fault: WorldFault | null;
  count: number;
}

function answer(faulty: FaultyOrg, call: RestCall): RestAnswer {
  faulty.count += 1;
  const { fault, count } = faulty;
  if (fault === "every_seventh_call" && count % 7 === 0) return count % 14 === 0 ? BUSY : BROKEN;
  if (fault === "answers_no_json") return { status: 200, body: "<html>Maintenance</html>" };
  if (call.url.pathname === "/services/oauth2/token") return answerToken(faulty, call);
  const isKnown = call.headers.get("authorization") === `Bearer ${ACCESS_TOKEN}`;
  if (fault === "token_expired" || !isKnown || call.url.origin !== ORG_URL) {
    return refuse(401, "INVALID_SESSION_ID", "Session expired or invalid");
  }
  return faulty.serve(call);
}

function answerToken({ fault }: FaultyOrg, { url, body }: RestCall): RestAnswer {
  const form = new URLSearchParams(body);
  const refused = (error: string, description: string): RestAnswer => ({
    status: 400,
    body: { error, error_description: description },
  });
  if (fault === "app_unknown" || form.get("client_secret") !== "secret" || url.origin !== LOGIN_URL) {
    return refused("invalid_client_id", "client identifier invalid");
  }
  if (fault === "grant_revoked") return refused("invalid_grant", "expired access/refresh token");
  const isGood =
    form.get("grant_type") === "refresh_token"
      ? form.get("refresh_token") === REFRESH_TOKEN
      : form.get("code") === "code-1" && form.get("code_verifier") === VERIFIER;
  if (!isGood) return refused("invalid_grant", "authentication failure");
  const token = {
    access_token: ACCESS_TOKEN,
    refresh_token: REFRESH_TOKEN,
    instance_url: ORG_URL,
    id: `${LOGIN_URL}/id/${ORG_ID}/${REPS[0]}`,
    issued_at: String(Date.parse(NOW)),
    scope: "refresh_token api id",
    token_type: "Bearer",
    signature: "SsB5hQ==",
  };
  return { status: 200, body: token };
}

/** In place of the runtime's own. */
function fetchFrom(faulty: FaultyOrg): typeof fetch {
  return async (input, init) => {
    if (faulty.fault === "cuts_connections") throw new TypeError("fetch failed");
    if (faulty.fault === "hangs") return hang(init?.signal);
    const { status, body, headers } = answer(faulty, {
      method: init?.method ?? "GET",
      url: new URL(String(input)),
      headers: new Headers(init?.headers),
      body: String(init?.body ?? ""),
    });
    const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
    const isBare = status === 304;
    return new Response(isBare ? null : text, {
      status,
      headers: { "sforce-limit-info": "api-usage=18/15000", ...headers },
    });
  };
}

/** Until whoever asks has had enough. */
function hang(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}

async function openSalesforceWorld(): Promise<CrmWorld> {
  const objects = buildRows();
  const org: RestOrg = {
    userId: REPS[0],
    objects,
    hidden: [],
    currency: "USD",
    rowsPerAnswer: 2000,
    hasBulk: true,
  };
  const faulty: FaultyOrg = { org, serve: serveRest(org), fault: null, count: 0 };
  const spy = vi.spyOn(globalThis, "fetch").mockImplementation(fetchFrom(faulty));
  const app = { loginUrl: LOGIN_URL, clientId: "client", clientSecret: "secret", jwtKey: null };
  const port = createSalesforcePort(app, {
    sleep: () => Promise.resolve(),
    answerMillisMax: 50,
    now: () => Date.parse(NOW),
  });
  const change = (object: string, id: string) => {
    const rows = objects[object] ?? [];
    const at = rows.findIndex((row) => row.Id === id);
    rows[at] = { ...rows[at], SystemModstamp: "2026-10-06T08:00:00.000+0000" };
    return "2026-10-06T08:00:00.000Z";
  };
  return {
    port,
    client: () => port.client(CLIENT_OPTIONS),
    set: (fault) => {
      faulty.fault = fault;
      org.hidden = fault === "activities_not_granted" ? NOT_GRANTED : [];
    },
    now: NOW,
    code: "code-1",
    codeVerifier: VERIFIER,
    grant: GRANT,
    account: { crmId: ORG_ID, timeZone: "America/Los_Angeles", homeCurrency: "USD" },
    present: presentIn(objects),
    contacts: [...(objects.Contact ?? []), ...(objects.Lead ?? [])].map(({ Id, Email }) => ({
      contactId: String(Id),
      persons: Email === null ? [] : [personKey(CLIENT_OPTIONS.tenantId, String(Email))],
    })),
    archivedDealId: ARCHIVED_DEAL,
    unreadableDealId: UNREADABLE_DEAL,
    merged: null,
    unknownId: idOf("006", 77_777),
    stamp: new Date(STAMP).toISOString(),
    emailSpan: { from: "2026-08-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
    wonSpan: { from: "2026-08-01T07:00:00.000Z", to: "2026-12-01T08:00:00.000Z" },
    wonTotals: [
      { ownerId: REPS[1], count: 550, amountMinor: 35_777_500 },
      { ownerId: REPS[0], count: 550, amountMinor: 35_722_500 },
    ],
    wonStageId: "Closed Won",
    lostStageId: "Closed Lost",
    changeDeal: (id) => change("Opportunity", id),
    changeContact: (id) => change("Contact", id),
    close: async () => spy.mockRestore(),
  };
}

describeCrmContract("Salesforce", openSalesforceWorld);

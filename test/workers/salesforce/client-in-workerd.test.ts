import { afterEach, expect, it, vi } from "vitest";
import { createGateway } from "../../../worker/adapters/crm/salesforce/api/gateway.ts";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import type { Grant } from "../../../worker/ports/crm.ts";

const API_URL = "https://acme.my.salesforce.test";
const ORG_ID = "00D5g0000012abCEAQ";
const USER_ID = "0055g00000AbCdEAAV";
const NOW = "2026-11-21T12:00:00.000Z";
const GRANT: Grant = {
  accessToken: "old",
  refreshToken: "old refresh",
  expiresAt: NOW,
  apiUrl: API_URL,
  userName: "integration@acme.example",
  scopes: ["api"],
  crmId: ORG_ID,
  userId: USER_ID,
};

afterEach(() => {
  vi.restoreAllMocks();
});

/** Answers every call of the test, and keeps what was called. */
function answerWith(answer: () => Response | Promise<Response>): string[] {
  const called: string[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const headers = new Headers(init?.headers);
    called.push(
      [init?.method, String(input), init?.body, headers.get("authorization")].filter(Boolean).join(" "),
    );
    return answer();
  });
  return called;
}

function openGateway() {
  return createGateway({
    apiUrl: API_URL,
    accessToken: "token",
    answerMillisMax: 200,
    throttle: async () => undefined,
    memory: { descriptions: new Map(), usage: null, sight: null },
    allowanceShare: 0.5,
    insist: (attempt) => attempt(),
    now: () => 0,
  });
}

it("reaches queries, pages, composites and descriptions through jsforce", async () => {
  const together = [{ httpStatusCode: 200, body: { records: [{ Id: "1" }], totalSize: 1 } }];
  const called = answerWith(() =>
    Response.json({
      records: [{ Id: "1" }],
      done: true,
      totalSize: 1,
      fields: [],
      compositeResponse: together,
    }),
  );
  const gateway = openGateway();
  const page = { records: [{ Id: "1" }], next: null, total: 1 };
  expect(await gateway.query("SELECT Id FROM User")).toEqual({ ok: true, value: page });
  expect(await gateway.more("/services/data/v66.0/query/01g-2000")).toEqual({ ok: true, value: page });
  expect(await gateway.describe("User")).toMatchObject({ ok: true });
  expect(await gateway.queryTogether(["SELECT Id FROM Task"])).toEqual({ ok: true, value: [page] });
  expect(
    await gateway.request({ method: "DELETE", path: "/services/data/v66.0/jobs/query/750" }),
  ).toMatchObject({
    ok: true,
    value: { status: 200 },
  });
  expect(called).toEqual([
    `GET ${API_URL}/services/data/v66.0/query?q=SELECT%20Id%20FROM%20User Bearer token`,
    `GET ${API_URL}/services/data/v66.0/query/01g-2000 Bearer token`,
    `GET ${API_URL}/services/data/v66.0/sobjects/User/describe Bearer token`,
    `POST ${API_URL}/services/data/v66.0/composite {"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/query?q=SELECT%20Id%20FROM%20Task","referenceId":"query0"}]} Bearer token`,
    `DELETE ${API_URL}/services/data/v66.0/jobs/query/750 Bearer token`,
  ]);
});

function tokens(): Response {
  return Response.json({
    access_token: "new",
    refresh_token: "new refresh",
    instance_url: API_URL,
    id: `https://login.salesforce.test/id/${ORG_ID}/${USER_ID}`,
  });
}

function openPort(jwtKey: string | null) {
  const loginUrl = "https://login.salesforce.test";
  return createSalesforcePort({ loginUrl, clientId: "client", clientSecret: "secret", jwtKey });
}

it("refreshes a token through jsforce", async () => {
  const called = answerWith(tokens);
  expect(await openPort(null).refresh(GRANT, NOW)).toMatchObject({
    ok: true,
    value: { accessToken: "new", refreshToken: "new refresh", crmId: ORG_ID },
  });
  expect(called).toEqual([
    "POST https://login.salesforce.test/services/oauth2/token grant_type=refresh_token&refresh_token=old%20refresh&client_id=client&client_secret=secret",
  ]);
});

it("signs in with a key of its own", async () => {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const pair = await crypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ["sign", "verify"],
  );
  if (!("privateKey" in pair)) throw new Error("not a pair of keys");
  const exported = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  if (!(exported instanceof ArrayBuffer)) throw new Error("not the bytes of a key");
  const base64 = btoa(String.fromCharCode(...new Uint8Array(exported)));
  const called = answerWith(tokens);
  const pem = `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----\n`;
  expect(await openPort(pem).refresh(GRANT, NOW)).toMatchObject({ ok: true, value: { accessToken: "new" } });
  const [head = "", claims = "", signature = ""] =
    new URLSearchParams(called[0]?.split(" ")[2]).get("assertion")?.split(".") ?? [];
  const bytes = Uint8Array.from(atob(signature.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
  const signed = new TextEncoder().encode(`${head}.${claims}`);
  expect(await crypto.subtle.verify(algorithm.name, pair.publicKey, bytes, signed)).toBe(true);
});

it.each([
  [
    () => Response.json([{ errorCode: "INVALID_SESSION_ID", message: "Session expired" }], { status: 401 }),
    "token_expired",
  ],
  [
    () => Response.json([{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests" }], { status: 403 }),
    "rate_limited",
  ],
  [() => new Response("<html>", { status: 500, headers: { "content-type": "text/html" } }), "unavailable"],
  [() => new Response(null, { status: 302, headers: { location: "https://elsewhere.test" } }), "unavailable"],
  [() => new Response("maintenance", { headers: { "content-type": "text/plain" } }), "unavailable"],
  [() => Promise.reject(new TypeError("Network connection lost.")), "unavailable"],
] as const)("makes a value of every fault (%#)", async (answer, reason) => {
  const called = answerWith(answer);
  expect(await openGateway().query("SELECT Id FROM User")).toMatchObject({ ok: false, error: { reason } });
  // No loop: a refused token is the lane's to refresh, and a fault the lane's to sit out.
  expect(called).toHaveLength(1);
});

it("does not wait for an answer that does not come", async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(
    (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      }),
  );
  expect(await openGateway().query("SELECT Id FROM User")).toEqual({
    ok: false,
    error: { reason: "unavailable", detail: "no answer in time" },
  });
});

import { afterEach, expect, it, vi } from "vitest";
import { createGateway } from "../../../worker/adapters/crm/hubspot/gateway.ts";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";

const API_URL = "https://api.hubapi.test";
const app = {
  apiUrl: API_URL,
  appUrl: "https://app.hubspot.test",
  clientId: "client",
  clientSecret: "secret",
};
const TYPES = ["deals", "calls", "emails", "meetings", "tasks", "communications", "goal_targets"] as const;

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
  });
}

it.each(TYPES)("reaches %s through the client's discovery class", async (type) => {
  const called = answerWith(() => Response.json({ results: [] }));
  const gateway = openGateway();
  const base = `${API_URL}/crm/v3/objects/${type}`;
  const filters = [{ propertyName: "hs_object_id", operator: "GT", value: "7" }] as const;
  const page = { limit: 2, after: "5", properties: ["a", "b"], archived: true };
  expect(await gateway.list(type, page)).toEqual({ ok: true, value: { results: [] } });
  expect(await gateway.readOne(type, "7", ["a"])).toMatchObject({ ok: true });
  await gateway.readBatch(type, {
    ids: ["1"],
    properties: ["a"],
    propertiesWithHistory: ["b"],
    archived: false,
  });
  await gateway.search(type, { filters, sortBy: "hs_object_id", properties: ["a"], limit: 200 });
  expect(called).toEqual([
    `GET ${base}?limit=2&after=5&properties=a&properties=b&archived=true Bearer token`,
    `GET ${base}/7?properties=a&archived=false Bearer token`,
    `POST ${base}/batch/read?archived=false {"propertiesWithHistory":["b"],"inputs":[{"id":"1"}],"properties":["a"]} Bearer token`,
    `POST ${base}/search {"limit":200,"sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],"properties":["a"],"filterGroups":[{"filters":[${JSON.stringify(sorted(filters[0]))}]}]} Bearer token`,
  ]);
});

/** The client writes the fields of a filter in its own order. */
function sorted({
  propertyName,
  value,
  operator,
}: {
  propertyName: string;
  value: string;
  operator: string;
}) {
  return { propertyName, value, operator };
}

it("reaches owners, pipelines and properties through theirs", async () => {
  const called = answerWith(() => Response.json({ results: [] }));
  const gateway = openGateway();
  await gateway.listOwners({ after: null, archived: true });
  await gateway.listPipelines("deals");
  await gateway.listProperties("deals");
  await gateway.readProperty("calls", "hs_call_disposition");
  expect(called).toEqual([
    `GET ${API_URL}/crm/v3/owners/?limit=100&archived=true Bearer token`,
    `GET ${API_URL}/crm/v3/pipelines/deals Bearer token`,
    `GET ${API_URL}/crm/v3/properties/deals?archived=false Bearer token`,
    `GET ${API_URL}/crm/v3/properties/calls/hs_call_disposition?archived=false Bearer token`,
  ]);
});

it("reaches dated paths through the client's own request and transport", async () => {
  const called = answerWith(() =>
    Response.json({
      access_token: "a",
      refresh_token: "r",
      expires_in: 1800,
      hub_id: 7,
      user_id: 9,
      scopes: ["oauth"],
    }),
  );
  const granted = await createHubSpotPort(app).refresh(
    {
      accessToken: "old",
      refreshToken: "old refresh",
      expiresAt: "2026-11-21T11:00:00.000Z",
      scopes: [],
      crmId: "7",
      userId: null,
      apiUrl: null,
      userName: null,
    },
    "2026-11-21T12:00:00.000Z",
  );
  expect(granted).toMatchObject({ ok: true, value: { crmId: "7", userId: "9", refreshToken: "r" } });
  await openGateway().send({ method: "GET", path: "/account-info/2026-09/details" });
  expect(called).toEqual([
    `POST ${API_URL}/oauth/2026-09/token grant_type=refresh_token&refresh_token=old+refresh&client_id=client&client_secret=secret`,
    `GET ${API_URL}/account-info/2026-09/details Bearer token`,
  ]);
});

it("reads a reply that the client's own models cannot", async () => {
  answerWith(() => Response.json({ results: [{ id: 7, propertiesWithHistory: { dealstage: 7 } }] }));
  const read = await openGateway().list("deals", { limit: 1, after: null, properties: [], archived: false });
  expect(read).toEqual({
    ok: true,
    value: { results: [{ id: 7, propertiesWithHistory: { dealstage: 7 } }] },
  });
});

it.each([
  [
    () => Response.json({ category: "RATE_LIMITS" }, { status: 429, headers: { "retry-after": "3" } }),
    "rate_limited",
  ],
  [() => new Response("<html>", { status: 503, headers: { "content-type": "text/html" } }), "unavailable"],
  [() => new Response(null, { status: 500 }), "unavailable"],
  [() => new Response("maintenance", { headers: { "content-type": "text/plain" } }), "unavailable"],
  [() => Promise.reject(new TypeError("Network connection lost.")), "unavailable"],
  [() => new Promise<Response>(() => undefined), "unavailable"],
] as const)("makes a value of every fault (%#)", async (answer, reason) => {
  answerWith(answer);
  const gateway = openGateway();
  expect(await gateway.listPipelines("deals")).toMatchObject({ ok: false, error: { reason } });
  const dated = await gateway.send({ method: "GET", path: "/account-info/2026-09/details" });
  expect(dated).toMatchObject({ ok: false, error: { reason } });
});

import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import { isSignedBy, verifySignedCall } from "../../../worker/adapters/crm/hubspot/signature.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const NOW = "2026-11-21T12:00:00.000Z";
const SECRET = "a-client-secret";
const app = {
  apiUrl: "https://api.hubapi.test",
  appUrl: "https://app.hubspot.test",
  clientId: "client",
  clientSecret: SECRET,
};

function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64");
}

/** A request as HubSpot would send it; `signed` replaces what the signature is over. */
function buildRequest(options: {
  readonly method?: string;
  readonly url?: string;
  readonly signedUrl?: string;
  readonly body?: Uint8Array;
  readonly timestamp?: string;
  readonly secret?: string;
}) {
  const { method = "POST", url = "https://standings.test/webhooks/hubspot", body = encode("[]") } = options;
  const timestamp = options.timestamp ?? String(Date.parse(NOW));
  const parts = [encode(method + (options.signedUrl ?? url)), body, encode(timestamp)];
  const signature = createHmac("sha256", options.secret ?? SECRET)
    .update(Buffer.concat(parts))
    .digest("base64");
  const headers = new Headers({
    "X-HubSpot-Signature-v3": signature,
    "X-HubSpot-Request-Timestamp": timestamp,
  });
  return { method, url, headers, body, now: NOW, secretOf: async () => null };
}

it.each([
  ["REQUEST_BODY", "jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU="],
  ["", "csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE="],
])("agrees with HubSpot's published signature of a POST with the body '%s'", async (body, signature) => {
  const secret = "f6e94c08-85d0-4608-bcc6-e1850176e7b8";
  const parts = { method: "POST", url: "https://www.hubspot.com/webhook", timestamp: "1632188626483" };
  expect(await isSignedBy(secret, { ...parts, body: encode(body) }, signature)).toBe(true);
  expect(await isSignedBy(secret, { ...parts, body: encode(`${body} `) }, signature)).toBe(false);
});

it("agrees with HubSpot's published signature of a GET", async () => {
  const parts = {
    method: "GET",
    url: "https://hubspot.com/?appId=1&portalId=2&userId=3",
    body: encode(""),
    timestamp: "1111111111",
  };
  const signature = "zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=";
  expect(await isSignedBy("12345678-aaaa-bbbb-cccc-ddddeeeeffff", parts, signature)).toBe(true);
});

it.each([
  ["232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de", "", ""],
  ["eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e", "GET", ""],
  [
    "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900",
    "POST",
    '{"example_field":"example_value"}',
  ],
])("refuses HubSpot's published signatures of the older versions: %s", async (signature, method, body) => {
  const parts = { method, url: "https://www.example.com/webhook_uri", body: encode(body), timestamp: "1" };
  expect(await isSignedBy("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy", parts, signature)).toBe(false);
});

it("verifies the bytes as they came, not as text", async () => {
  const port = createHubSpotPort(app);
  const body = new Uint8Array([0x5b, 0x22, 0xff, 0xfe, 0x22, 0x5d]);
  // Signed well, but no UTF-8: the signature passes and the reader refuses.
  expect(await port.readNotice(buildRequest({ body }))).toEqual({ ok: false, error: "unreadable" });
  const replaced = { ...buildRequest({ body }), body: encode('["\ufffd\ufffd"]') };
  expect(await port.readNotice(replaced)).toEqual({ ok: false, error: "signature_wrong" });
});

it.each([
  [300_000, true],
  [300_001, false],
  [-300_000, true],
  [-300_001, false],
])("accepts a request for five minutes, in both directions: %d ms", async (age, accepted) => {
  const request = buildRequest({ timestamp: String(Date.parse(NOW) - age) });
  const read = await createHubSpotPort(app).readNotice(request);
  expect(read).toEqual(accepted ? { ok: true, value: [] } : { ok: false, error: "timestamp_out_of_range" });
});

it.each(["1764000000", "17640000000000", "1764000000000.5", "NaN", "1e12", " 1764000000000 x"])(
  "refuses a timestamp that is not thirteen digits: '%s'",
  async (timestamp) => {
    const read = await createHubSpotPort(app).readNotice(buildRequest({ timestamp }));
    expect(read).toEqual({ ok: false, error: "timestamp_out_of_range" });
  },
);

it.each(["X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp"])(
  "refuses a request without %s",
  async (name) => {
    const request = buildRequest({});
    request.headers.delete(name);
    expect(await createHubSpotPort(app).readNotice(request)).toEqual({
      ok: false,
      error: "signature_missing",
    });
  },
);

it.each(["", "====", "not base64!", "QUJD", "A".repeat(5000), "zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI"])(
  "refuses what is no signature: '%s'",
  async (signature) => {
    const parts = { method: "GET", url: "https://standings.test/", body: encode(""), timestamp: "1" };
    expect(await isSignedBy(SECRET, parts, signature)).toBe(false);
  },
);

it("refuses a signature made with another secret", async () => {
  const read = await createHubSpotPort(app).readNotice(buildRequest({ secret: "another" }));
  expect(read).toEqual({ ok: false, error: "signature_wrong" });
});

it("tells who calls, and decodes exactly the escapes that HubSpot decodes", async () => {
  const sent =
    "https://standings.test/embed?q=a%20b%26c%3A%2f&portalId=7&userId=9&userEmail=ada%40seller.example";
  const signed =
    "https://standings.test/embed?q=a%20b%26c:/&portalId=7&userId=9&userEmail=ada@seller.example";
  const request = buildRequest({ method: "GET", url: sent, signedUrl: signed, body: encode("") });
  expect(await verifySignedCall(request, SECRET)).toEqual({
    ok: true,
    value: { crm: "hubspot", crmId: "7", userId: "9", email: "ada@seller.example" },
  });
});

it.each([
  "https://standings.test/embed?portalId=8&portalId=7&userId=9",
  "https://standings.test/embed?userId=9",
  "https://standings.test/embed?portalId=7%208&userId=9",
])("does not take an account that HubSpot did not vouch for: %s", async (url) => {
  const request = buildRequest({ method: "GET", url, body: encode("") });
  expect(await verifySignedCall(request, SECRET)).toEqual({ ok: false, error: "unreadable" });
});

it("does not take a user that stands twice", async () => {
  const url = "https://standings.test/embed?portalId=7&userId=1&userId=9";
  const caller = await verifySignedCall(buildRequest({ method: "GET", url, body: encode("") }), SECRET);
  expect(caller).toMatchObject({ ok: true, value: { crmId: "7", userId: null } });
});

it("makes the same signature as the plain recipe", async () => {
  const parts = { method: "PUT", url: "https://standings.test/a", body: encode("ü"), timestamp: "2" };
  expect(await isSignedBy(SECRET, parts, sign(SECRET, "PUThttps://standings.test/aü2"))).toBe(true);
});

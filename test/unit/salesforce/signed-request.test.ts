import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { salesforceFrameOrigins } from "../../../shared/salesforce/frame-origins.ts";
import { salesforceInstallPath } from "../../../shared/salesforce/install-path.ts";
import { verifySignedRequest } from "../../../worker/adapters/crm/salesforce/access/signed-request.ts";
import { signRequest } from "../../simulators/salesforce/serving/canvas-signature.ts";

const SECRET = "SECRET-0000000000";
const ORG = "00D5g000000001aEAA";
const USER = "0055g00000000bCAAQ";
const ENVELOPE = {
  algorithm: "HMACSHA256",
  userId: USER,
  issuedAt: 1294299664,
  client: { instanceUrl: "https://acme.my.salesforce.com", oauthToken: "secret", refreshToken: null },
  context: {
    user: { userId: USER, language: "de", locale: "de_AT", currencyISOCode: "EUR" },
    organization: { organizationId: ORG, name: "Acme ÄÖÜ 日本" },
    environment: { displayLocation: "Aura", parameters: { place: "record", recordId: "0065g000000001a" } },
  },
};

function encode(envelope: unknown): string {
  return Buffer.from(JSON.stringify(envelope)).toString("base64");
}

function sign(encoded: string, secret = SECRET): string {
  return createHmac("sha256", secret).update(encoded).digest("base64");
}

function signed(envelope: unknown, secret = SECRET): string {
  const encoded = encode(envelope);
  return `${sign(encoded, secret)}.${encoded}`;
}

async function refusalOf(text: string, secrets: readonly string[] = [SECRET]): Promise<string | null> {
  const request = await verifySignedRequest(text, secrets);
  return request.ok ? null : request.error;
}

describe("a request that Salesforce signed", () => {
  it("says who looks, at what, and in which place", async () => {
    const request = await verifySignedRequest(signed(ENVELOPE), [SECRET]);
    expect(request.ok && request.value).toEqual({
      crm: "salesforce",
      crmId: ORG,
      userId: USER,
      email: null,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      place: "record",
      recordId: "0065g000000001aAAA",
      locale: "de-AT",
      instanceUrl: "https://acme.my.salesforce.com",
    });
  });

  it("is read only after it is believed: a vector with too little in it is unreadable, not forged", async () => {
    const vector =
      "jXPbotAnKeljxWSGdsg6bdouD9Lu1bM0UAYL6JDDRhc=.eyJhbGdvcml0aG0iOiJITUFDU0hBMjU2IiwidXNlcklkIjoiMDA1MDAwMDAwMDAwMDAxQUFBIn0=";
    expect(await refusalOf(vector)).toBe("unreadable");
    expect(await refusalOf(vector, ["another secret"])).toBe("signature_wrong");
  });

  it("is refused when any byte of it is another", async () => {
    const text = signed(ENVELOPE);
    const others = [...text].map((character, at) => {
      const other = character === "A" ? "B" : "A";
      return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
    });
    for (const [at, other] of others.entries()) {
      // The last character of the signature holds two bits that stand for nothing.
      const same =
        at === 42 &&
        Buffer.from(other.slice(0, 43), "base64").equals(Buffer.from(text.slice(0, 43), "base64"));
      if (!same) expect([at, await refusalOf(other)]).toEqual([at, expect.any(String)]);
    }
  });

  it("is refused with a piece missing or more behind it", async () => {
    const text = signed(ENVELOPE);
    const encoded = encode(ENVELOPE);
    for (const other of [
      "",
      ".",
      "null",
      encoded,
      `.${encoded}`,
      `${sign(encoded)}.`,
      text.slice(0, -4),
      `${text}AAAA`,
      `${text}.${encoded}`,
      `${text.slice(2)}`,
      `${text} `,
      "x".repeat(1_000_000),
      `${sign(encoded)}.${"A".repeat(200_000)}`,
    ]) {
      expect([other.slice(0, 60), await refusalOf(other)]).toEqual([other.slice(0, 60), expect.any(String)]);
    }
  });

  it("is believed in both alphabets, without the padding, and signed with either of two secrets", async () => {
    const text = signed(ENVELOPE);
    const [signature = "", encoded = ""] = text.split(".");
    const urlSafe = (part: string) => part.replaceAll("+", "-").replaceAll("/", "_");
    expect(await refusalOf(`${urlSafe(signature)}.${encoded}`)).toBeNull();
    expect(await refusalOf(`${signature.replace(/=+$/, "")}.${encoded}`)).toBeNull();
    const wide = { ...ENVELOPE, extra: "\u00fb\u00ff\u00fe>>>???~~~" };
    const rewritten = urlSafe(signed(wide));
    expect(rewritten).not.toBe(signed(wide));
    expect(await refusalOf(rewritten)).toBeNull();
    const bare = urlSafe(encoded).replace(/=+$/, "");
    expect(await refusalOf(`${urlSafe(sign(bare)).replace(/=+$/, "")}.${bare}`)).toBeNull();
    expect(await refusalOf(text, ["new secret", SECRET])).toBeNull();
    expect(await refusalOf(text, ["new secret", "newer secret"])).toBe("signature_wrong");
    expect(await refusalOf(text, [])).toBe("signature_wrong");
  });

  it("has one digest however its signature is written, and another for every envelope", async () => {
    const digestOf = async (text: string) => {
      const request = await verifySignedRequest(text, [SECRET, "other"]);
      return request.ok ? request.value.digest : null;
    };
    const text = signed(ENVELOPE);
    const [signature = "", encoded = ""] = text.split(".");
    const bare = `${signature.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}.${encoded}`;
    expect(await digestOf(bare)).toBe(await digestOf(text));
    const wide = signed({ ...ENVELOPE, extra: "\u00fb\u00ff\u00fe>>>???~~~" });
    const rewritten = wide.replaceAll("+", "-").replaceAll("/", "_");
    expect([rewritten === wide, await digestOf(rewritten)]).toEqual([false, await digestOf(wide)]);
    expect(await digestOf(`${sign(encoded, "other")}.${encoded}`)).toBe(await digestOf(text));
    expect(await digestOf(signed({ ...ENVELOPE, issuedAt: 1 }))).not.toBe(await digestOf(text));
  });

  it("may leave the algorithm out, and names no other", async () => {
    const { algorithm: _, ...without } = ENVELOPE;
    expect(await refusalOf(signed(without))).toBeNull();
    expect(await refusalOf(signed({ ...ENVELOPE, algorithm: null }))).toBeNull();
    for (const algorithm of ["none", "HMACSHA1", "hmacsha256", ""]) {
      expect(await refusalOf(signed({ ...ENVELOPE, algorithm }))).toBe("algorithm_unknown");
    }
  });

  it("is known by ids of fifteen characters as by those of eighteen, and never by case", async () => {
    const request = await verifySignedRequest(
      signed({
        ...ENVELOPE,
        userId: USER.slice(0, 15),
        context: { ...ENVELOPE.context, organization: { organizationId: ORG.slice(0, 15) } },
      }),
      [SECRET],
    );
    expect(request.ok && [request.value.crmId, request.value.userId]).toEqual([ORG, USER]);
    const lower = { ...ENVELOPE, userId: "0055g00000000bc" };
    const other = await verifySignedRequest(signed(lower), [SECRET]);
    expect(other.ok && other.value.userId).not.toBe(USER);
  });

  it("gives no place and no record for parameters that are not ours", async () => {
    const read = async (parameters: unknown) => {
      const context = { ...ENVELOPE.context, environment: { parameters } };
      const request = await verifySignedRequest(signed({ ...ENVELOPE, context }), [SECRET]);
      return request.ok ? [request.value.place, request.value.recordId] : request.error;
    };
    expect(await read(undefined)).toEqual([null, null]);
    expect(await read(null)).toEqual([null, null]);
    expect(await read("{")).toEqual([null, null]);
    expect(await read([1])).toEqual([null, null]);
    expect(await read({ place: "moon", recordId: { toString: 1 } })).toEqual([null, null]);
    expect(await read({ place: "tab", recordId: "006' OR 1=1" })).toEqual(["tab", null]);
    expect(await read('{"place":"home"}')).toEqual(["home", null]);
  });

  it("needs nothing but who looks, and from which org", async () => {
    const bare = {
      userId: USER,
      client: null,
      context: { organization: { organizationId: ORG }, user: null },
    };
    const request = await verifySignedRequest(signed(bare), [SECRET]);
    expect(request.ok && request.value).toMatchObject({ crmId: ORG, locale: null, instanceUrl: null });
  });

  it("is unreadable without an org or a user", async () => {
    for (const change of [{ userId: null }, { userId: "me" }, { context: null }, { context: {} }]) {
      expect(await refusalOf(signed({ ...ENVELOPE, ...change }))).toBe("unreadable");
    }
    expect(await refusalOf(signed([]))).toBe("unreadable");
    expect(await refusalOf(signed("text"))).toBe("unreadable");
  });
});

it.each([
  [null, null],
  ["url_safe", null],
  ["signature", "signature_wrong"],
  ["envelope", "signature_wrong"],
  ["secret", "signature_wrong"],
] as const)("an org's own request, spoiled in its %s, is %s", async (tamper, refusal) => {
  const { algorithm: _, ...envelope } = ENVELOPE;
  expect(await refusalOf(signRequest(envelope, SECRET, tamper))).toBe(refusal);
});

describe("the origins that may hold pages of an org", () => {
  it.each([
    [
      "https://acme.my.salesforce.com",
      [
        "https://acme.my.salesforce.com",
        "https://acme.lightning.force.com",
        "https://acme.my.salesforce-setup.com",
        "https://acme--c.vf.force.com",
      ],
    ],
    [
      "https://acme--uat.sandbox.my.salesforce.com/",
      [
        "https://acme--uat.sandbox.my.salesforce.com",
        "https://acme--uat.sandbox.lightning.force.com",
        "https://acme--uat.sandbox.my.salesforce-setup.com",
        "https://acme--uat--c.sandbox.vf.force.com",
      ],
    ],
    ["http://127.0.0.1:8789", ["http://127.0.0.1:8789"]],
    ["https://crm.example.test:8443/path", ["https://crm.example.test:8443"]],
    ["https://acme.my.salesforce.com.evil.test", ["https://acme.my.salesforce.com.evil.test"]],
    ["javascript:alert(1)", []],
    ["not an address", []],
    ["", []],
  ])("of %s", (instanceUrl, origins) => {
    expect(salesforceFrameOrigins(instanceUrl)).toEqual(origins);
  });
});

it.each([
  ["https://acme.my.salesforce.com", "/install/salesforce?host=acme.my.salesforce.com"],
  [
    "https://acme--uat.sandbox.my.salesforce.com",
    "/install/salesforce?host=acme--uat.sandbox.my.salesforce.com",
  ],
  ["http://127.0.0.1:8789", "/install/salesforce"],
  ["https://evil.test/?x=acme.my.salesforce.com", "/install/salesforce"],
  ["javascript:alert(1)//acme.my.salesforce.com", "/install/salesforce"],
  [null, "/install/salesforce"],
])("consent for an org at %s begins at %s", (instanceUrl, path) => {
  expect(salesforceInstallPath(instanceUrl)).toBe(path);
});

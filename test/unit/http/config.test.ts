import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../../worker/config.ts";

const GOOD = {
  PUBLIC_URL: "https://standings.test/",
  HUBSPOT_CLIENT_ID: "client",
  HUBSPOT_CLIENT_SECRET: "client-secret-value",
  TOKEN_KEYS:
    "k2:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,k1:MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
  SESSION_KEY: "a-session-key-that-is-long",
  OPERATOR_KEY: "an-operator-key-that-is-long",
};

const SALESFORCE = {
  SALESFORCE_CLIENT_ID: "consumer-key",
  SALESFORCE_CLIENT_SECRET: "consumer-secret",
  SALESFORCE_CANVAS_SECRET: "canvas-secret",
};

function variablesOf(environment: unknown): readonly string[] {
  const config = readConfig(environment);
  return config.ok ? [] : config.error.map(({ variable }) => variable);
}

it("reads a whole environment and fills in HubSpot's own addresses", () => {
  const config = readConfig({ ...GOOD, HUBSPOT_API_URL: "", DB: {} });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  expect(config.value.publicUrl).toBe("https://standings.test");
  expect(config.value.hubspot.apiUrl).toBe("https://api.hubapi.com");
  expect(config.value.hubspot.appUrl).toBe("https://app.hubspot.com");
  expect(config.value.tokenKeys.map(({ id }) => id)).toEqual(["k2", "k1"]);
});

it("names every variable that is missing, all at once", () => {
  expect(variablesOf({})).toEqual(Object.keys(GOOD));
  expect(variablesOf(undefined)).toEqual(Object.keys(GOOD));
});

it("says of each variable that is missing what it should be", () => {
  const config = readConfig({});
  const told = config.ok ? [] : config.error;
  expect(told.map(({ variable }) => variable)).toContain("PUBLIC_URL");
  for (const { variable, message } of told) {
    expect([variable, message]).toEqual([variable, expect.stringMatching(/^is missing: .{20,}/)]);
  }
});

it("ships no public address, so that a deployment without one says so instead of naming this machine", () => {
  const shipped = readFileSync(new URL("../../../wrangler.toml", import.meta.url), "utf8");
  expect(shipped).not.toMatch(/^\s*PUBLIC_URL/m);
});

it("gives an example for one's own machine that lacks nothing but the keys one makes", () => {
  const example = readFileSync(new URL("../../../.dev.vars.example", import.meta.url), "utf8");
  expect(variablesOf(parseEnv(example))).toEqual(["TOKEN_KEYS", "SESSION_KEY", "OPERATOR_KEY"]);
});

it.each([
  ["PUBLIC_URL", "standings.test"],
  ["PUBLIC_URL", "ftp://standings.test"],
  ["PUBLIC_URL", "http://standings.example.com"],
  ["PUBLIC_URL", "https://standings.test/path"],
  ["PUBLIC_URL", "http://standings"],
  ["PUBLIC_URL", "http://192.168.1.10:8787"],
  ["PUBLIC_URL", "http://localhost.example.com"],
  ["HUBSPOT_API_URL", "http://api.hubapi.com"],
  ["TOKEN_KEYS", "k1:tooshort"],
  ["TOKEN_KEYS", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="],
  ["SESSION_KEY", "short"],
  ["OPERATOR_KEY", "short"],
  ["HUBSPOT_CLIENT_ID", " "],
  ["HUBSPOT_CLIENT_SECRET", 7],
])("refuses a wrong %s and does not repeat its value", (variable, value) => {
  const config = readConfig({ ...GOOD, [variable]: value });
  expect(config.ok ? [] : config.error.map((problem) => problem.variable)).toEqual([variable]);
  if (typeof value === "string" && value.trim()) expect(JSON.stringify(config)).not.toContain(value);
});

it.each([
  "http://localhost:8787",
  "http://127.0.0.1:8787",
  "http://[::1]:8787",
  "http://hubspot-simulator:3000",
  "http://192.168.1.10:3000",
])("allows plain http to a CRM within a private network: %s", (address) => {
  expect(variablesOf({ ...GOOD, HUBSPOT_API_URL: address, HUBSPOT_APP_URL: address })).toEqual([]);
});

it.each([
  "http://localhost:8787",
  "http://standings.localhost",
  "http://127.0.0.1:8787",
  "http://[::1]:8787",
])("allows plain http for ourselves on this machine alone: %s", (address) => {
  expect(variablesOf({ ...GOOD, PUBLIC_URL: address })).toEqual([]);
});

describe("Salesforce", () => {
  const privateKey = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;
  const key = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  const salesforceOf = (more: object) => {
    const config = readConfig({ ...GOOD, ...SALESFORCE, ...more });
    if (!config.ok) throw new Error(JSON.stringify(config.error));
    return config.value.salesforce;
  };

  it("is off where nothing of it is set, and where only its address is", () => {
    for (const SALESFORCE_LOGIN_URL of ["", "https://test.salesforce.com"]) {
      const config = readConfig({ ...GOOD, SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID: "" });
      expect(config.ok && config.value.salesforce).toBeNull();
    }
  });

  it("is read with its own address, and without a key to sign in by itself", () => {
    expect(salesforceOf({})).toEqual({
      loginUrl: "https://login.salesforce.com",
      clientId: "consumer-key",
      clientSecret: "consumer-secret",
      canvasSecrets: ["canvas-secret"],
      jwtKey: null,
    });
  });

  it("takes two canvas secrets, and a key whose lines are written in one", () => {
    const read = salesforceOf({
      SALESFORCE_CANVAS_SECRET: "new-one, old-one",
      SALESFORCE_JWT_KEY: key.replaceAll("\n", "\\n"),
      SALESFORCE_LOGIN_URL: "https://test.salesforce.com/",
    });
    expect(read?.canvasSecrets).toEqual(["new-one", "old-one"]);
    expect(read?.jwtKey).toBe(key.trim());
    expect(read?.loginUrl).toBe("https://test.salesforce.com");
    expect(salesforceOf({ SALESFORCE_JWT_KEY: key })?.jwtKey).toBe(key.trim());
  });

  it.each(Object.keys(SALESFORCE))("asks for %s where the rest of it is set", (variable) => {
    const config = readConfig({ ...GOOD, ...SALESFORCE, [variable]: "" });
    expect(config.ok ? [] : config.error.map((problem) => problem.variable)).toEqual([variable]);
    expect(JSON.stringify(config)).not.toMatch(/consumer-|canvas-secret/);
  });

  it.each([
    ["SALESFORCE_LOGIN_URL", "http://login.salesforce.com"],
    ["SALESFORCE_CANVAS_SECRET", "one,two,three"],
    ["SALESFORCE_CANVAS_SECRET", "one,,"],
    ["SALESFORCE_JWT_KEY", "not a key"],
    ["SALESFORCE_JWT_KEY", String(privateKey.export({ type: "pkcs1", format: "pem" }))],
    ["SALESFORCE_JWT_KEY", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ["SALESFORCE_JWT_KEY", "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----"],
  ])("refuses a wrong %s and does not repeat its value", (variable, value) => {
    const config = readConfig({ ...GOOD, ...SALESFORCE, [variable]: value });
    expect(config.ok ? [] : config.error.map((problem) => problem.variable)).toEqual([variable]);
    expect(JSON.stringify(config)).not.toContain(value);
  });
});

it("knows every variable that the Worker's bindings declare", () => {
  const declared = readFileSync(new URL("../../../worker/env.d.ts", import.meta.url), "utf8");
  const names = [...declared.matchAll(/^\s+([A-Z_]+)\??: string;/gm)].map(([, name]) => name ?? "");
  const optional = ["HUBSPOT_API_URL", "HUBSPOT_APP_URL", "SALESFORCE_LOGIN_URL", "SALESFORCE_JWT_KEY"];
  const known = [...Object.keys(GOOD), ...Object.keys(SALESFORCE), ...optional];
  expect(names.toSorted()).toEqual(known.toSorted());
});

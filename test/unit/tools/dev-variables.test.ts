import { expect, it } from "vitest";
import { explainVariables } from "../../tools/dev-variables.ts";

const GOOD = {
  PUBLIC_URL: "http://localhost:8787",
  HUBSPOT_CLIENT_ID: "client",
  HUBSPOT_CLIENT_SECRET: "client-secret-value",
  TOKEN_KEYS: "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
  SESSION_KEY: "a-session-key-that-is-long",
  OPERATOR_KEY: "an-operator-key-that-is-long",
};

it("says nothing of variables that the Worker takes", () => {
  expect(explainVariables(GOOD)).toEqual([]);
});

it("names every variable that is missing or malformed with what it should be, and never a value", () => {
  const { HUBSPOT_CLIENT_ID: _, ...rest } = GOOD;
  const lines = explainVariables({
    ...rest,
    PUBLIC_URL: "http://standings.example",
    SESSION_KEY: "tooshort",
  });
  expect(lines).toEqual([
    expect.stringMatching(/^PUBLIC_URL must be https, unless/),
    expect.stringMatching(/^HUBSPOT_CLIENT_ID is missing: the client id/),
    expect.stringMatching(/^SESSION_KEY must be at least 16 characters long$/),
  ]);
  expect(lines.join()).not.toMatch(/tooshort|standings\.example/);
});

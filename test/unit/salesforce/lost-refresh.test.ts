import { describe, expect, it } from "vitest";
import type { SalesforceApp } from "../../../worker/adapters/crm/salesforce/access/oauth.ts";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import { API_URL, GRANT, ORG_ID, openReplyingOrg, type SentCall, USER_ID } from "./replying-org.ts";

const NOW = "2026-11-21T12:00:00.000Z";
const TOKEN = "/services/oauth2/token";
const INTROSPECT = "/services/oauth2/introspect";
const NOT_YET = { ok: false, error: { reason: "token_expired" } };
const TOO_LATE = { ok: false, error: { reason: "token_revoked" } };
const APP: SalesforceApp = {
  loginUrl: "https://login.salesforce.com",
  clientId: "client",
  clientSecret: "secret",
  jwtKey: null,
};

function later(seconds: number): string {
  return new Date(Date.parse(NOW) + seconds * 1000).toISOString();
}

function tokens(): Response {
  return Response.json({
    access_token: "new access",
    refresh_token: "new refresh",
    instance_url: API_URL,
    id: `https://login.salesforce.com/id/${ORG_ID}/${USER_ID}`,
  });
}

function formOf(call: SentCall | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(call?.body ?? ""));
}

/** A port whose refresh was cut, and the calls it makes then. */
async function afterLostAnswer(introspected: () => Response | Promise<Response>, waitedSeconds = 0) {
  const org = openReplyingOrg();
  let millis = 0;
  const parts = { sleep: () => Promise.resolve(), answerMillisMax: 200, now: () => millis };
  const port = createSalesforcePort(APP, parts);
  org.answers[TOKEN] = () => {
    millis += waitedSeconds * 1000;
    return Promise.reject(new TypeError("cut"));
  };
  org.answers[INTROSPECT] = introspected;
  await port.refresh(GRANT, NOW);
  org.answers[TOKEN] = () => tokens();
  org.calls.length = 0;
  return { org, port };
}

describe("a refresh whose answer was lost", () => {
  it("is not sent again while it may still be under way", async () => {
    const { org, port } = await afterLostAnswer(() => Response.json({ active: true }));
    expect(await port.refresh(GRANT, later(3))).toEqual(NOT_YET);
    expect(org.calls).toEqual([]);
  });

  it("is not sent again either just after the answer was waited for in vain, which says that Salesforce is slow", async () => {
    const { org, port } = await afterLostAnswer(() => Response.json({ active: true }), 20);
    expect(await port.refresh(GRANT, later(21))).toEqual(NOT_YET);
    expect(org.calls).toEqual([]);
    expect(await port.refresh(GRANT, later(26))).toMatchObject({ ok: true });
  });

  it.each<[string, () => Response | Promise<Response>, object, readonly string[]]>([
    [
      "sent again where the token is unspent",
      () => Response.json({ active: true }),
      { ok: true },
      [INTROSPECT, TOKEN],
    ],
    ["never sent again where it is spent", () => Response.json({ active: false }), TOO_LATE, [INTROSPECT]],
    [
      "not sent again yet where nobody answers",
      () => Promise.reject(new TypeError("cut")),
      NOT_YET,
      [INTROSPECT],
    ],
    [
      "not sent again yet where Salesforce is in trouble",
      () => new Response("", { status: 500 }),
      NOT_YET,
      [INTROSPECT],
    ],
    [
      "not sent again yet where too much was asked",
      () => new Response("", { status: 429 }),
      NOT_YET,
      [INTROSPECT],
    ],
    ["not sent again yet where the answer is nonsense", () => new Response("fine"), NOT_YET, [INTROSPECT]],
    [
      "sent again where nobody may ask, because connecting again is all that is left",
      () => Response.json({ error: "invalid_client" }, { status: 400 }),
      { ok: true },
      [INTROSPECT, TOKEN],
    ],
  ])("is %s", async (_, introspected, result, paths) => {
    const { org, port } = await afterLostAnswer(introspected);
    expect(await port.refresh(GRANT, later(60))).toMatchObject(result);
    expect(org.calls.map(({ path }) => path)).toEqual(paths);
    expect(formOf(org.calls[0])).toEqual({
      token: "refresh",
      token_type_hint: "refresh_token",
      client_id: "client",
      client_secret: "secret",
    });
  });

  it("leads to a question about no other token than the one in doubt", async () => {
    const { org, port } = await afterLostAnswer(() => Response.json({ active: false }));
    expect(await port.refresh({ ...GRANT, refreshToken: "another" }, later(60))).toMatchObject({ ok: true });
    expect(org.calls.map(({ path }) => path)).toEqual([TOKEN]);
  });
});

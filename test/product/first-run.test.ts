import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { decideConsent } from "../simulators/hubspot/pages/consent.ts";
import { requestTicket } from "../simulators/hubspot/pages/embed.ts";
import { updateRecord } from "../simulators/hubspot/portal/changes.ts";
import { tableOf } from "../simulators/hubspot/portal/portal.ts";
import { signedHeaders } from "../simulators/hubspot/serving/signature.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import { type BoardAnswer, openApi, type StandingsApi } from "../tools/standings-api.ts";
import { signedNotice } from "./signed-notice.ts";

const SIX_MINUTES = 6 * 60_000;
const UNKNOWN_PORTAL_ID = 987_654_321;
const HUGE = "x".repeat(2 * 1024 * 1024);
const JSON_HEADERS = { "content-type": "application/json" };

let product: Product;
let api: StandingsApi;
let atFirst: unknown;

beforeAll(async () => {
  // Through wrangler, as whoever runs the two commands of the README does.
  delete process.env.BUILT_WORKER;
  product = await startProduct({
    state: "first-run",
    simulator: { scale: 0.01, rateLimits: { enabled: false } },
  });
  await product.install();
  const [tenant] = await product.untilLive();
  const key = await product.apiKey(tenant?.id ?? "");
  api = openApi(() => product.worker.url, key);
  atFirst = await standing();
});

afterAll(async () => {
  await product?.stop();
});

/** Which tenants there are, how they are, and how often the ledger of the one has changed. */
async function standing() {
  const tenants = await product.tenants();
  const { revision, total } = await board();
  const { members } = await api.get<{ members: readonly unknown[] }>("members");
  return { tenants, revision, total, members };
}

/** Nothing was written, and nothing went wrong inside either. */
async function expectNothingDone(): Promise<void> {
  expect(await standing()).toEqual(atFirst);
  const output = product.worker.output();
  expect(output).toContain('"event":"request"');
  expect(output).not.toMatch(/"event":"fault"|"status":5\d\d/);
}

function board(): Promise<BoardAnswer> {
  return api.get<BoardAnswer>("leaderboard?metric=revenue_closed&period=this_year");
}

function clientSecret(): string {
  return product.simulator.simulation.app.clientSecret;
}

function at(path: string): string {
  return `${product.worker.url}${path}`;
}

/** The answer is a problem in plain words, and nothing of how the program is made. */
async function expectProblem(answer: Response, status: number, name: string): Promise<void> {
  const text = await answer.text();
  expect({ status: answer.status, text }).toEqual({
    status,
    text: expect.stringContaining(`/problems/${name}"`),
  });
  expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem: unknown = JSON.parse(text);
  const words = expect.stringMatching(/^[A-Z].+$/);
  expect(problem).toMatchObject({ status, title: words, action: words, requestId: expect.any(String) });
  expect(text).not.toMatch(/\.ts\b|node_modules|TypeError|stack/);
}

/** A stream whose length nobody is told beforehand. */
function streamed(body: string): RequestInit & { duplex: "half" } {
  return { method: "POST", body: new Blob([body]).stream(), headers: JSON_HEADERS, duplex: "half" };
}

/** A notice about a deal of the account that is there. */
function noticeFor(portalId: number, more: Readonly<Record<string, unknown>> = {}): string {
  const objectId = Number(tableOf(product.simulator.portal, "deals").all()[0]?.id);
  const notice = {
    portalId,
    objectId,
    subscriptionType: "deal.propertyChange",
    eventId: 1,
    subscriptionId: 1,
  };
  return JSON.stringify([{ ...notice, appId: 1, occurredAt: Date.now(), attemptNumber: 0, ...more }]);
}

describe("the address for notices", () => {
  const url = () => at("/webhooks/hubspot");
  const body = () => noticeFor(product.simulator.portal.portalId);
  const send = (init: RequestInit) => fetch(url(), init);
  const signed = (
    given: { body?: string; timestamp?: number | string; url?: string; secret?: string } = {},
  ) => signedNotice(given.secret ?? clientSecret(), { url: url(), body: body(), ...given });

  afterEach(expectNothingDone);

  it("takes no body that is too large, whether its length is told or not", async () => {
    await expectProblem(await send(signed({ body: HUGE })), 413, "body-too-large");
    await expectProblem(await send(streamed(HUGE)), 413, "body-too-large");
  });

  it("takes nothing that is not signed for this address and body", async () => {
    const forged: readonly RequestInit[] = [
      { method: "POST", body: body(), headers: JSON_HEADERS },
      signed({ secret: "another secret" }),
      signed({ url: `${url()}?more=1` }),
      { ...signed(), body: noticeFor(UNKNOWN_PORTAL_ID) },
      withHeader(signed(), "x-hubspot-signature-v3", "not base64 at all"),
      withHeader(signed(), "x-hubspot-signature-v3", ""),
      withHeader(signed(), "x-hubspot-request-timestamp", ""),
      withHeader(signed(), "x-hubspot-request-timestamp", String(Date.now() - 1)),
    ];
    for (const init of forged) await expectProblem(await send(init), 401, "signature-refused");
  });

  it("takes nothing of another time, however well it is signed", async () => {
    const now = Date.now();
    const times = [
      now - SIX_MINUTES,
      now + SIX_MINUTES,
      String(now).slice(0, 12),
      `${now}0`,
      "soon",
      "-1",
      `${now}.5`,
    ];
    for (const timestamp of times) {
      await expectProblem(await send(signed({ timestamp })), 401, "signature-refused");
    }
  });

  it("says what is wrong with a body that cannot be read", async () => {
    for (const unreadable of [
      "",
      "[{",
      "{}",
      "null",
      '"text"',
      "[1, null]",
      '[{"portalId":"?"}]',
      "\u0000",
    ]) {
      await expectProblem(await send(signed({ body: unreadable })), 400, "malformed-json");
    }
  });

  it("answers for an account that nobody connected as for any other, and does nothing", async () => {
    // Polls go on meanwhile, and read nothing by id while nothing changes.
    const reads = () =>
      product.simulator.simulation.journal.filter(({ path }) => path.endsWith("/batch/read")).length;
    const before = reads();
    const [unknown, known] = await Promise.all([
      send(signed({ body: noticeFor(UNKNOWN_PORTAL_ID) })),
      send(signed({ body: "[]" })),
    ]);
    expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()]);
    expect(unknown.status).toBe(200);
    expect(reads()).toBe(before);
  });

  it("takes no other method", async () => {
    const answer = await fetch(url());
    expect(answer.headers.get("allow")).toContain("POST");
    await expectProblem(answer, 405, "method-not-allowed");
  });
});

function withHeader(init: RequestInit, name: string, value: string): RequestInit {
  const headers = new Headers(init.headers);
  if (value === "") headers.delete(name);
  else headers.set(name, value);
  return { ...init, headers };
}

describe("the way back from the consent page", () => {
  const callback = (query: string, accept = "application/json") =>
    fetch(at(`/oauth/hubspot/callback?${query}`), { headers: { accept }, redirect: "manual" });

  afterEach(expectNothingDone);

  /** The way to the consent page, as it was begun. */
  async function begin(): Promise<URL> {
    const begun = await fetch(at("/install/hubspot"), { redirect: "manual" });
    return new URL(begun.headers.get("location") ?? "");
  }

  /** What HubSpot sends back when somebody decides. */
  async function decide(approved: boolean): Promise<string> {
    const { simulation } = product.simulator;
    const consent = { approved, optionalScopes: [], portalId: null, userId: null };
    const decided = decideConsent(simulation, (await begin()).searchParams, consent);
    if ("problem" in decided) throw new Error(decided.problem);
    return new URL(decided.redirectUrl).searchParams.toString();
  }

  it("leads nowhere with a state that was not given out", async () => {
    const states = [
      "",
      "state=",
      "state=0",
      `state=${"a".repeat(64)}`,
      "state=%00",
      "state=%E0%A4%A",
      `state=${"a".repeat(6000)}`,
    ];
    for (const state of states) {
      await expectProblem(await callback(`code=na1-code&${state}`), 400, "consent-state-invalid");
    }
  });

  it("says that consent was not given, and takes the state only once", async () => {
    const denied = await decide(false);
    await expectProblem(await callback(denied), 403, "consent-refused");
    await expectProblem(await callback(denied), 400, "consent-state-invalid");
    const state = new URLSearchParams(denied).get("state") ?? "";
    const granted = new URLSearchParams(await decide(true));
    granted.set("state", state);
    await expectProblem(await callback(granted.toString()), 400, "consent-state-invalid");
  });

  it("takes no code that HubSpot does not know, and none at all", async () => {
    const stateOf = async () => `state=${(await begin()).searchParams.get("state")}`;
    await expectProblem(await callback(`${await stateOf()}&code=na1-unknown`), 400, "consent-state-invalid");
    await expectProblem(await callback(`${await stateOf()}&code=`), 403, "consent-refused");
    await expectProblem(await callback(await stateOf()), 403, "consent-refused");
  });

  it("shows a person a page with the way to begin again", async () => {
    const answers = [
      await callback(await decide(false), "text/html"),
      await callback("code=<script>&state=<script>", "text/html,*/*"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 400]);
    for (const answer of answers) {
      expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
      const page = await answer.text();
      expect(page).toMatch(/<a [^>]*href="\/install\/hubspot"[^>]*>Begin again<\/a>/);
      expect(page).not.toContain("<script");
    }
  });
});

describe("the address for tickets", () => {
  interface Asked {
    readonly query: Readonly<Record<string, string>>;
    readonly sent?: (url: URL) => void;
    readonly timestamp?: number;
  }

  const person = () => {
    const { people, portalId } = product.simulator.portal;
    const [first] = people.filter(({ leftAt }) => leftAt === null);
    return { userId: first?.userId ?? "", portalId: String(portalId), userEmail: first?.email ?? "" };
  };

  /** Signs a query as HubSpot would, and sends it as it is after `sent`. */
  function ask({ query, sent = () => undefined, timestamp = Date.now() }: Asked): Promise<Response> {
    const url = new URL(at("/embed/hubspot/ticket"));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = signedHeaders(clientSecret(), { method: "POST", uri: url.href, body: "{}", timestamp });
    sent(url);
    return fetch(url, { method: "POST", body: "{}", headers: { ...JSON_HEADERS, ...headers } });
  }

  afterEach(expectNothingDone);

  it("has none for somebody who is not known, nor for an account that is not connected", async () => {
    const stranger = { ...person(), userId: "999", userEmail: "nobody@elsewhere.example" };
    await expectProblem(await ask({ query: stranger }), 403, "person-unknown");
    const nobody = { portalId: person().portalId };
    await expectProblem(await ask({ query: nobody }), 403, "person-unknown");
    const elsewhere = { ...person(), portalId: String(UNKNOWN_PORTAL_ID) };
    await expectProblem(await ask({ query: elsewhere }), 403, "account-unknown");
  });

  it("has none for an address that was changed on the way", async () => {
    const other = product.simulator.portal.people.at(-1);
    const changes: readonly ((url: URL) => void)[] = [
      (url) => url.searchParams.set("userId", other?.userId ?? ""),
      (url) => url.searchParams.set("portalId", String(UNKNOWN_PORTAL_ID)),
      (url) => url.searchParams.append("userId", other?.userId ?? ""),
      (url) => url.searchParams.delete("userEmail"),
    ];
    for (const sent of changes) {
      await expectProblem(await ask({ query: person(), sent }), 401, "signature-refused");
    }
    for (const late of [-SIX_MINUTES, SIX_MINUTES]) {
      const timestamp = Date.now() + late;
      await expectProblem(await ask({ query: person(), timestamp }), 401, "signature-refused");
    }
    const unsigned = await fetch(at(`/embed/hubspot/ticket?${new URLSearchParams(person())}`), {
      method: "POST",
    });
    await expectProblem(unsigned, 401, "signature-refused");
  });

  it("has none for an account that is named badly", async () => {
    for (const portalId of ["", "0x1", "1 OR 1=1", "9".repeat(21)]) {
      await expectProblem(await ask({ query: { ...person(), portalId } }), 401, "signature-refused");
    }
  });

  it("takes no body that is too large", async () => {
    const path = at(`/embed/hubspot/ticket?${new URLSearchParams(person())}`);
    // One such body in twenty lost its line when nobody read on, or came back as a fault of ours.
    for (let times = 0; times < 20; times += 1) {
      await expectProblem(await fetch(path, { method: "POST", body: HUGE }), 413, "body-too-large");
      await expectProblem(await fetch(path, streamed(HUGE)), 413, "body-too-large");
    }
  });
});

describe("the address for sessions", () => {
  const exchange = (body: string, headers: Readonly<Record<string, string>> = JSON_HEADERS) =>
    fetch(at("/api/v1/session"), { method: "POST", body, headers });

  async function ticket(): Promise<string> {
    const { simulation, portal } = product.simulator;
    const someone = portal.people.find(({ leftAt }) => leftAt === null);
    if (!someone) throw new Error("Nobody is there");
    const answer = await requestTicket(simulation, portal, someone);
    if ("problem" in answer) throw new Error(answer.problem);
    return answer.ticket;
  }

  afterEach(expectNothingDone);

  it("takes a ticket once, however many ask at the same time", async () => {
    const body = JSON.stringify({ ticket: await ticket() });
    const answers = await Promise.all(Array.from({ length: 6 }, () => exchange(body)));
    const [session, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(session?.status).toBe(200);
    for (const other of others) await expectProblem(other, 401, "ticket-invalid");
    await expectProblem(await exchange(body), 401, "ticket-invalid");
  });

  it("takes nothing but a ticket", async () => {
    const good = await ticket();
    await expectProblem(await exchange('{"ticket":"made up"}'), 401, "ticket-invalid");
    await expectProblem(await exchange("{"), 400, "malformed-json");
    for (const body of [
      "null",
      "[]",
      "{}",
      '{"ticket":7}',
      '{"ticket":""}',
      `{"ticket":"${"x".repeat(301)}"}`,
    ]) {
      await expectProblem(await exchange(body), 400, "input-invalid");
    }
    const body = JSON.stringify({ ticket: good });
    await expectProblem(
      await exchange(body, { "content-type": "text/plain" }),
      415,
      "media-type-unsupported",
    );
    const foreign = { ...JSON_HEADERS, origin: "https://elsewhere.example" };
    await expectProblem(await exchange(body, foreign), 403, "foreign-origin");
    await expectProblem(await exchange(HUGE), 413, "body-too-large");
    await expectProblem(await fetch(at("/api/v1/session"), streamed(HUGE)), 413, "body-too-large");
    expect((await exchange(body)).status).toBe(200);
  });
});

describe("after all of that", () => {
  it("a true notice is worth one change, so that nothing else was waiting", async () => {
    const { portal } = product.simulator;
    const before = await board();
    const deal = tableOf(portal, "deals")
      .all()
      .find(({ archivedAt, properties }) => archivedAt === null && properties.hs_is_closed_won === "true");
    if (!deal) throw new Error("Nothing was won");
    const amount = String(Number(deal.properties.amount) + 1);
    updateRecord(portal, deal, { amount }, { now: Date.now(), userId: null, source: "CRM_UI" });
    const after = await until("another revision", async () => {
      const now = await board();
      return now.revision === before.revision ? null : now;
    });
    expect(after.revision).toBe(before.revision + 1);
  });
});

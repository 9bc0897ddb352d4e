import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import naughtyText from "../../data/naughty-strings.json?raw";
import { TestApp } from "./app.ts";
import { type SeededTenant, seedTenant } from "./seed.ts";
import { bearer, makeKey, OPERATOR } from "./sign-in.ts";

const naughtyStrings = v.parse(v.array(v.string()), JSON.parse(naughtyText));

let north: SeededTenant;
let key: string;
const app = new TestApp(env);

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  key = (await makeKey(app, north, { role: "admin" })).key;
});

/** What a header can carry: its bytes are Latin-1, and no line breaks. */
function asHeader(text: string): string {
  return encodeURIComponent(text.toWellFormed()).slice(0, 500);
}

interface Naughty {
  readonly text: string;
  /** Fit for an address. */
  readonly encoded: string;
}

type Place = (naughty: Naughty) => readonly [path: string, init?: RequestInit];

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { ...bearer(key), "content-type": "application/json", "if-match": '"0"' },
  body: JSON.stringify(body),
});

/** Where nobody is known by yet, so that an answer takes no database: every string goes to all of these. */
const OUTER_PLACES: readonly Place[] = [
  ({ encoded }) => [`/api/v1/${encoded}`],
  ({ encoded }) => [`/cards/${encoded}`],
  ({ text, encoded }) => [
    `/embed/hubspot/ticket?portalId=${encoded}&userId=${encoded}`,
    {
      method: "POST",
      headers: {
        "x-hubspot-signature-v3": asHeader(text),
        "x-hubspot-request-timestamp": asHeader(text),
      },
      body: text.toWellFormed(),
    },
  ],
];

/** Salesforce's addresses, where nobody is known by yet either: each string goes to one. */
const FRAME_PLACES: readonly Place[] = [
  ({ text }) => [
    "/embed/salesforce",
    { method: "POST", body: new URLSearchParams({ signed_request: text.toWellFormed() }) },
  ],
  ({ text }) => ["/embed/salesforce", { method: "POST", body: text.toWellFormed() }],
  ({ encoded }) => [`/embed/salesforce?_sfdc_canvas_authvalue=${encoded}`],
  ({ encoded }) => [`/cards/standings/?host=salesforce&org=${encoded}&parent=${encoded}`],
];

/** Behind the sign-in and beside it: each string goes to one of these, and each of these gets its share of all. */
const INNER_PLACES: readonly Place[] = [
  ({ encoded: x }) => [`/api/v1/leaderboard?metric=${x}&period=${x}&team=${x}&at=${x}&${x}=${x}`],
  ({ encoded }) => [`/api/v1/leaderboard?metric=deals_won&team=${encoded}`],
  ({ encoded: x }) => [`/api/v1/explain?metric=deals_won&member=${x}&after_counted=${x}&after_left_out=${x}`],
  ({ encoded: x }) => [`/api/v1/leaderboard?metric=deals_won&region=${x}&department=${x}`],
  ({ encoded: x }) => [`/api/v1/explain?metric=deals_won&region=${x}&segment=pipeline:${x}`],
  ({ encoded: x }) => [`/api/v1/deals/open?pipeline=${x}&stage=${x}&after=${x}`],
  ({ encoded: x }) => [`/api/v1/connection/checks/owner_left/records?after=${x}`],
  ({ encoded }) => [`/api/v1/members/${encoded}/scorecard`],
  ({ encoded }) => [`/api/v1/members/${encoded}/standing?period=${encoded}`],
  ({ encoded }) => [`/api/v1/members/${encoded}/look`, { method: "PUT" }],
  ({ encoded }) => [`/api/v1/activity/hours?team=${encoded}&member=${encoded}`],
  ({ encoded }) => [`/operator/jobs/${encoded}`, { headers: OPERATOR }],
  ({ encoded }) => [`/operator/tenants/${encoded}/api-keys`, { headers: OPERATOR }],
  ({ text }) => ["/api/v1/session", json("POST", { ticket: text })],
  ({ encoded }) => [`/api/v1/adjustments/${encoded}`, json("DELETE", {})],
  ({ text }) => [
    "/api/v1/adjustments",
    json("POST", {
      id: text,
      action: "exclude",
      event: "deal_won",
      record: { kind: "deal", crmId: text },
      reason: text,
      approvedBy: text,
    }),
  ],
  ({ text }) => ["/api/v1/quotas", { headers: { authorization: `Bearer ${asHeader(text)}` } }],
];

/** What takes lists gets all of the strings, so many at once. */
const LIST_LENGTH = 50;
const LIST_PLACES: readonly ((texts: readonly string[]) => readonly [path: string, init: RequestInit])[] = [
  (texts) => {
    const quotas = texts.map((text) => ({
      metric: text,
      subject: { kind: "member", id: text },
      [text]: text,
    }));
    return ["/api/v1/quotas", json("PUT", { quotas })];
  },
  (texts) => ["/api/v1/settings", json("PATCH", { pipelines: texts })],
  (texts) => {
    const fields = texts.map((text) => [text, { amountProperty: text, [text]: text }]);
    const counting = {
      calendar: { holidays: texts, fiscal: { kind: texts[0] } },
      events: Object.fromEntries(fields),
    };
    return ["/api/v1/settings", json("PATCH", { counting })];
  },
];

/** All requests. Of frames and of what lies behind the sign-in each string goes to the next, so that each gets its share. */
function naughtyRequests(): (readonly [path: string, init?: RequestInit])[] {
  const strings = [...new Set(naughtyStrings)];
  const single = strings.flatMap((text, index) => {
    const naughty = { text, encoded: encodeURIComponent(text.toWellFormed()).slice(0, 3000) };
    const inTurn = [FRAME_PLACES, INNER_PLACES].flatMap((places) => places[index % places.length] ?? []);
    return [...OUTER_PLACES, ...inTurn].map((place) => place(naughty));
  });
  const lists = strings.flatMap((_, index) =>
    index % LIST_LENGTH === 0
      ? LIST_PLACES.map((place) => place(strings.slice(index, index + LIST_LENGTH)))
      : [],
  );
  return [...single, ...lists];
}

const REQUESTS_AT_ONCE = 40;

describe("the strings that break things", () => {
  it("get an answer below 500 wherever they stand, and none is played back", async () => {
    const broken: string[] = [];
    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await app.fetch(path, { headers: bearer(key), ...init });
      const text = await answer.text();
      if (answer.status >= 500) broken.push(`${answer.status} ${path}`);
      return text;
    };
    const requests = naughtyRequests();
    for (let first = 0; first < requests.length; first += REQUESTS_AT_ONCE) {
      const batch = requests.slice(first, first + REQUESTS_AT_ONCE);
      await Promise.all(batch.map(([path, init]) => ask(path, init)));
    }
    expect(broken).toEqual([]);
    const answer = await ask("/api/v1/leaderboard?metric=<script>alert(1)</script>&<img>=1");
    expect(answer).not.toMatch(/<script|<img/);
  });

  it("are reasons like any other, and come back as they were", async () => {
    const reasons = [...new Set(naughtyStrings)].filter(
      (text) => text.trim() !== "" && text.length <= 500 && !/\p{Cc}/u.test(text) && text.isWellFormed(),
    );
    // Each costs a revision, so a share of them is made.
    for (const reason of reasons.filter((_, index) => index % 12 === 0)) {
      const credit = { action: "add", event: "deal_won", memberId: "north-member", day: "2026-03-02" };
      const answer = await app.fetch(
        "/api/v1/adjustments",
        json("POST", { ...credit, reason, approvedBy: "north-admin" }),
      );
      expect([reason, answer.status]).toEqual([reason, 201]);
      expect(await answer.json()).toMatchObject({ reason: reason.trim() });
    }
  });

  it("are names of vacant seats like any other, and come back as they were", async () => {
    const names = [...new Set(naughtyStrings)].filter(
      (name) => name.trim() !== "" && name.length <= 100 && !/\p{Cc}/u.test(name) && name.isWellFormed(),
    );
    const quotas = names.map((id) => ({
      metric: "touches",
      subject: { kind: "vacant", id, teamId: north.teamId },
      period: { grain: "month", from: "2026-03-01" },
      amount: 10,
      effectiveFrom: null,
    }));
    expect((await app.fetch("/api/v1/quotas", json("PUT", { quotas }))).status).toBe(200);
    const sheet = await app.fetch("/api/v1/quotas", { headers: bearer(key) });
    const saved = v.parse(
      v.object({ quotas: v.array(v.object({ subject: v.object({ id: v.string() }) })) }),
      await sheet.json(),
    );
    expect(saved.quotas.map(({ subject }) => subject.id).toSorted()).toEqual(names.toSorted());
  });
});

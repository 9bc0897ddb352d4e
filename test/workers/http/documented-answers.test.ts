import { env } from "cloudflare:workers";
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { ApiKeys, Job, JobStarted, OperatorTenants } from "../../../shared/contracts/access.ts";
import { Leaderboard, LeaderboardAnswer } from "../../../shared/contracts/api.ts";
import { Display, DisplayKeyMade } from "../../../shared/contracts/display.ts";
import { ROLES } from "../../../shared/contracts/ids.ts";
import { asDocumented } from "../../contract/as-documented.ts";
import { TestApp } from "./app.ts";
import { casesOf, type RouteCase } from "./route-cases.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, makeKey, OPERATOR } from "./sign-in.ts";

const app = new TestApp(env);
const Health = v.object({ status: v.literal("ok") });
let north: SeededTenant;
let key: string;

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  await seedDeals(env.DB, north);
  key = (await makeKey(app, north, { role: "admin" })).key;
});

describe("the document of the API", () => {
  const Operation = v.object({
    responses: v.record(
      v.string(),
      v.object({
        content: v.optional(v.record(v.string(), v.object({ schema: v.object({ $ref: v.string() }) }))),
      }),
    ),
  });
  const Specification = v.object({
    paths: v.record(v.string(), v.record(v.string(), Operation)),
    components: v.object({ schemas: v.record(v.string(), v.unknown()) }),
  });
  /** What people and API keys do not read. */
  const others: Readonly<Record<string, RouteCase["schema"]>> = {
    "get /api/v1/healthz": Health,
    "get /api/v1/display": Display,
    "get /operator/tenants": OperatorTenants,
    "get /operator/tenants/{id}/api-keys": ApiKeys,
    "get /operator/jobs/{id}": Job,
  };

  it("promises of each answer what it is held against here, field by field", async () => {
    const answer = await app.fetch("/api/v1/openapi.json");
    const { paths, components } = v.parse(Specification, await answer.json());
    const shown = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) => {
        const success = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1];
        const reference = success?.content?.["application/json"]?.schema.$ref;
        return reference ? [{ route: `${method} ${path}`, name: reference.split("/").at(-1) ?? "" }] : [];
      }),
    );
    const held = [
      ...casesOf("north").map(({ route, schema }) => [route, schema] as const),
      ...Object.entries(others),
    ];
    const heldAgainst = new Map(held);
    for (const { route, name } of shown) {
      const schema = heldAgainst.get(route);
      if (!schema) {
        expect([route, route.startsWith("get ")]).toEqual([route, false]);
        continue;
      }
      if (schema.type === "never") continue;
      const { $schema: _, ...promised } = toJsonSchema(schema, { errorMode: "ignore" });
      expect([route, components.schemas[name]]).toEqual([route, promised]);
    }
  });

  it("lists every status that the role table expects", async () => {
    const answer = await app.fetch("/api/v1/openapi.json");
    const { paths } = v.parse(Specification, await answer.json());
    for (const { route, status } of casesOf("north")) {
      const [method = "", path = ""] = route.split(" ");
      const listed = Object.keys(paths[path]?.[method]?.responses ?? {});
      for (const role of ROLES) {
        for (const credential of ["session", "key"] as const) {
          expect([route, ...listed]).toContain(`${status({ role, credential })}`);
        }
      }
    }
  });

  it("promises that a row is of a member or of a team, and of nothing else than its board", async () => {
    for (const [by, other] of [
      ["member", "team"],
      ["team", "member"],
    ] as const) {
      const path = `/api/v1/leaderboard?metric=deals_won&by=${by}`;
      const answer = await app.fetch(path, { headers: bearer(key) });
      const board = v.parse(Leaderboard, await answer.json());
      const [row] = board.rows;
      const holds = (rows: unknown) => v.is(LeaderboardAnswer, { ...board, rows });
      expect(holds([row])).toBe(true);
      expect(holds([{ ...row, [other]: row?.[by] }])).toBe(false);
      expect(holds([{ ...row, [by]: undefined }])).toBe(false);
      expect(v.is(LeaderboardAnswer, { ...board, by: other })).toBe(false);
    }
  });

  it("is kept by what screens, the operator and everybody read", async () => {
    const made = await app.fetch("/api/v1/display-keys", {
      method: "POST",
      headers: { ...bearer(key), "content-type": "application/json" },
      body: JSON.stringify({ label: "Hall", metric: "deals_won", period: "this_month", by: "member" }),
    });
    const display = v.parse(DisplayKeyMade, await made.json());
    const started = await app.fetch(`/operator/tenants/${north.tenant.id}/sync`, {
      method: "POST",
      headers: OPERATOR,
    });
    const { jobId } = v.parse(JobStarted, await started.json());
    for (const [route, schema] of Object.entries(others)) {
      const id = route.includes("/jobs/") ? jobId : north.tenant.id;
      const path = route.replace("get ", "").replace("{id}", id);
      const headers = path.startsWith("/operator") ? OPERATOR : bearer(display.key);
      const answer = await app.fetch(path, { headers });
      expect([path, answer.status]).toEqual([path, 200]);
      asDocumented(schema, await answer.json());
    }
  });
});

import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Session } from "../../../shared/contracts/access.ts";
import { ActivityHours, ActivityPage } from "../../../shared/contracts/activity-page.ts";
import {
  Attainment,
  Explanation,
  Leaderboard,
  MemberList,
  MetricList,
  QuotaSheet,
  Scorecard,
} from "../../../shared/contracts/api.ts";
import { Connection } from "../../../shared/contracts/connection.ts";
import { DealFields } from "../../../shared/contracts/counting.ts";
import { CheckedRecords, DataChecks } from "../../../shared/contracts/data-checks.ts";
import { Display, DisplayKeys } from "../../../shared/contracts/display.ts";
import { PersonStanding } from "../../../shared/contracts/person.ts";
import { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { QuotaHistory, QuotaImport } from "../../../shared/contracts/quota-import.ts";
import { ReconciledDeals, ReconciliationAnswer } from "../../../shared/contracts/reconciliation.ts";
import { TenantSettings } from "../../../shared/contracts/settings.ts";
import { COMPANIES } from "../../screens/fixture/companies.ts";
import { createFixtureProduct, DISPLAY_KEY, type FixtureProduct } from "../../screens/fixture/product.ts";

const ORIGIN = "http://127.0.0.1";
const NOVEMBER = "period=this_month";
const BOARD = `leaderboard?metric=revenue_closed&${NOVEMBER}&compare=true&details=true&all=true`;

let product: FixtureProduct;

beforeAll(() => {
  product = createFixtureProduct({
    publicUrl: ORIGIN,
    hostOrigins: [],
    fetchAsset: async () => new Response(null, { status: 404 }),
  });
});

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await product.app.fetch(new Request(`${ORIGIN}/api/v1/${path}`, init));
  expect(answer.status, path).toBe(200);
  return answer.json();
}

async function signIn(company: string, person: string): Promise<Session> {
  const body = JSON.stringify({ ticket: await product.mintTicket(company, person) });
  const headers = { "content-type": "application/json" };
  return v.parse(Session, await ask("session", { method: "POST", headers, body }));
}

async function askAs(company: string, person: string, path: string): Promise<unknown> {
  const { token } = await signIn(company, person);
  return ask(path, { headers: { authorization: `Bearer ${token}` } });
}

const EVERYBODYS = [
  [BOARD, Leaderboard],
  ["metrics", MetricList],
  ["members", MemberList],
  ["cards/quota?locale=en-GB", QuotaCardView],
  ["cards/quota?deal=9100&locale=de", QuotaCardView],
  [`members/maya/standing?${NOVEMBER}`, PersonStanding],
  [`members/maya/scorecard?${NOVEMBER}`, Scorecard],
  [`activity?${NOVEMBER}`, ActivityPage],
  [`activity/hours?${NOVEMBER}`, ActivityHours],
  [`explain?metric=revenue_closed&member=maya&${NOVEMBER}`, Explanation],
  ["quotas", QuotaSheet],
  ["quotas/attainment?grain=month", Attainment],
  ["settings", TenantSettings],
  ["connection", Connection],
] as const;

const ADMINS = [
  [
    "quotas/history?metric=revenue_closed&subject_kind=member&subject_id=maya&grain=month&from=2026-11-01",
    QuotaHistory,
  ],
  ["quotas/import?grain=month&from=2026-12-01", QuotaImport],
  ["connection/checks", DataChecks],
  ["connection/checks/won_without_amount/records", CheckedRecords],
  ["reconciliation", ReconciliationAnswer],
  ["reconciliation/records?step=pipeline_not_included", ReconciledDeals],
  ["display-keys", DisplayKeys],
  ["settings/deal-fields", DealFields],
] as const;

describe("the answers that screens are drawn from", () => {
  it.each(EVERYBODYS)("are of the contract's shape: %s", async (path, contract) => {
    expect(v.is(contract, await askAs("live", "maya", path))).toBe(true);
  });

  it.each(ADMINS)("are of the contract's shape for an admin: %s", async (path, contract) => {
    expect(v.is(contract, await askAs("faulty", "grace", path))).toBe(true);
  });

  it("are of the contract's shape on a wall", async () => {
    const answer = await ask("display", { headers: { authorization: `Bearer ${DISPLAY_KEY}` } });
    expect(v.is(Display, answer)).toBe(true);
  });

  it.each(COMPANIES.map(({ tenant }) => [tenant.id]))("make a board in the company %s", async (company) => {
    const board = v.parse(Leaderboard, await askAs(company, "maya", BOARD));
    expect(board.rows.length).toBeGreaterThan(10);
  });

  it("hold the figures of the drawn screens", async () => {
    const { rows } = v.parse(Leaderboard, await askAs("live", "grace", BOARD));
    const said = rows.map(({ rank, member, value, details }) => [
      rank,
      member?.name,
      (value ?? 0) / 100,
      Math.floor(details?.quota?.attainment ?? 0),
      details?.movement?.rankBefore,
    ]);
    expect(said).toEqual([
      [1, "Daniel Reyes", 131_250, 100, 2],
      [2, "Priya Raman", 118_900, 66, 1],
      [3, "Lukas Brandt", 99_700, 83, 4],
      [4, "Aisha Karim", 94_150, 78, 3],
      [5, "Maya Okafor", 86_400, 72, 7],
      [6, "Chen Wei", 71_200, 44, 8],
      [6, "Tom Whitfield", 71_200, 79, 5],
      [8, "Sofia Lindqvist", 64_800, 72, 9],
      [9, "Nadia Haddad", 58_700, 65, 10],
      [10, "Marcus Bell", 52_300, 43, 6],
      [11, "Ines Duarte", 41_900, 46, 12],
      [12, "Jonah Park", 28_600, 63, 11],
      [null, "Elena Petrova", 18_000, 11, undefined],
    ]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCsv } from "../../organisation/csv.ts";
import { loadOrganisation } from "../../organisation/from-csv.ts";
import { generateOrganisation } from "../../organisation/generate.ts";
import type { Deal, Email } from "../../organisation/organisation.ts";
import { createZoneClock, weekdayOf } from "../../organisation/zone-clock.ts";
import { buildPortal } from "../../simulators/hubspot/portal/build-portal.ts";
import { wonTotals } from "../../simulators/hubspot/portal/totals.ts";
import { buildOrg } from "../../simulators/salesforce/org/org.ts";
import { wonTotals as wonInOrg } from "../../simulators/salesforce/org/totals.ts";
import { NOW } from "./installed-simulator.ts";

const organisation = generateOrganisation({ seed: 1, today: NOW });
const stages = new Map(
  organisation.pipelines.flatMap((pipeline) => pipeline.stages).map((stage) => [stage.id, stage]),
);
const emails = organisation.activities.filter((activity): activity is Email => activity.kind === "emails");

function isAscending(times: readonly { readonly at: number }[]): boolean {
  return times.every(({ at }, place) => place === 0 || (times[place - 1]?.at ?? 0) <= at);
}

function isWon(deal: Deal): boolean {
  return stages.get(deal.stages.at(-1)?.value ?? "")?.probability === 1;
}

describe("the generated organisation", () => {
  it("has about forty people in two regions of three teams, some of whom have left", () => {
    const regions = organisation.teams.filter(({ parentId }) => parentId === null);
    const perRegion = regions.map(
      ({ id }) => organisation.teams.filter(({ parentId }) => parentId === id).length,
    );
    expect(perRegion).toEqual([3, 3]);
    expect(organisation.people.length).toBeGreaterThanOrEqual(38);
    expect(organisation.people.length).toBeLessThanOrEqual(46);
    expect(organisation.people.filter(({ leftAt }) => leftAt !== null).length).toBe(4);
    expect(new Set(organisation.people.map(({ ownerId }) => ownerId)).size).toBe(organisation.people.length);
  });

  it("knows one person by two owner ids, because they left and came back", () => {
    const byUser = Map.groupBy(organisation.people, ({ userId }) => userId);
    const returned = [...byUser.values()].filter((people) => people.length > 1);
    expect(returned.length).toBe(1);
    expect(new Set(returned[0]?.map(({ email }) => email)).size).toBe(1);
  });

  it("holds about 3,000 deals and 30,000 to 40,000 activities of every kind", () => {
    expect(organisation.deals.length).toBeGreaterThan(2800);
    expect(organisation.deals.length).toBeLessThan(3300);
    expect(organisation.activities.length).toBeGreaterThan(30_000);
    expect(organisation.activities.length).toBeLessThan(40_000);
    const kinds = new Set(organisation.activities.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(["calls", "communications", "emails", "meetings", "tasks"]);
  });

  it("is the same for the same seed and another for another", () => {
    const small = (seed: number) => JSON.stringify(generateOrganisation({ seed, today: NOW, scale: 0.02 }));
    expect(small(3)).toBe(small(3));
    expect(small(3)).not.toBe(small(4));
  });

  it("grows with the scale", () => {
    const tenth = generateOrganisation({ seed: 1, today: NOW, scale: 0.1 });
    expect(tenth.deals.length).toBeGreaterThan(230);
    expect(tenth.deals.length).toBeLessThan(380);
  });

  it("tells every deal's history in order, from its creation and not beyond today", () => {
    for (const deal of organisation.deals) {
      for (const history of [deal.stages, deal.owners, deal.amounts, deal.closes]) {
        expect(history.length).toBeGreaterThan(0);
        expect(isAscending(history)).toBe(true);
        expect(history[0]?.at).toBe(deal.createdAt);
        expect(history.at(-1)?.at).toBeLessThanOrEqual(NOW);
      }
      expect(deal.modifiedAt).toBeLessThanOrEqual(NOW);
      const own = organisation.pipelines.find(({ id }) => id === deal.pipelineId)?.stages.map(({ id }) => id);
      expect(deal.stages.every(({ value }) => own?.includes(value))).toBe(true);
    }
  });

  it("has every kind of trouble a report must survive", () => {
    const { deals } = organisation;
    const lastAmount = (deal: Deal) => deal.amounts.at(-1)?.value ?? null;
    const closedAgain = (deal: Deal) =>
      deal.stages.some(({ value }, place) => stages.get(value)?.closed && place < deal.stages.length - 1);
    const backDated = (deal: Deal) =>
      isWon(deal) && (deal.closes.at(-1)?.value ?? NOW) < (deal.stages.at(-1)?.at ?? 0) - 86_400_000;
    expect(deals.filter((deal) => lastAmount(deal) === null).length).toBeGreaterThan(50);
    expect(deals.filter((deal) => isWon(deal) && (lastAmount(deal) ?? 0) < 0).length).toBeGreaterThan(5);
    expect(deals.filter(({ currency }) => currency === "EUR").length).toBeGreaterThan(300);
    expect(deals.filter(({ owners }) => owners.length > 1).length).toBeGreaterThan(80);
    expect(deals.filter(({ archivedAt }) => archivedAt !== null).length).toBeGreaterThan(20);
    expect(deals.filter(({ mergedIds }) => mergedIds.length === 2).length).toBeGreaterThan(5);
    expect(deals.filter(closedAgain).length).toBeGreaterThan(10);
    expect(deals.filter(backDated).length).toBeGreaterThan(5);
  });

  it("is quiet on Fridays and in summer, and never works on weekends", () => {
    const clock = createZoneClock(organisation.timeZone);
    const days = organisation.deals.map(({ createdAt }) => clock.dayOf(createdAt));
    const on = (weekday: number) => days.filter((day) => weekdayOf(day) === weekday).length;
    expect(on(0) + on(6)).toBe(0);
    expect(on(5)).toBeLessThan(0.8 * on(3));
    const inMonths = (...months: string[]) => days.filter((day) => months.includes(day.slice(0, 7))).length;
    expect(inMonths("2026-07", "2026-08")).toBeLessThan(0.85 * inMonths("2026-05", "2026-09"));
  });

  it("writes threads in which answers follow what they answer", () => {
    for (const thread of Map.groupBy(emails, ({ threadId }) => threadId).values()) {
      const [first] = thread.toSorted((one, other) => one.at - other.at);
      expect(first?.direction).not.toBe("INCOMING_EMAIL");
    }
    const share = (fits: (email: Email) => boolean) => emails.filter(fits).length / emails.length;
    expect(share(({ status }) => status === "BOUNCED")).toBeGreaterThan(0.01);
    expect(share(({ direction }) => direction === "INCOMING_EMAIL")).toBeGreaterThan(0.15);
    const home = (email: string | undefined) => email?.endsWith("@fernhollow.example") ?? false;
    expect(share(({ direction, toEmails }) => direction === "EMAIL" && home(toEmails[0]))).toBeGreaterThan(
      0.01,
    );
  });

  it("gives each month's euro a rate that was known then", () => {
    expect(organisation.rates.length).toBeGreaterThan(17);
    expect(organisation.rates[0]?.effectiveAt).toBeLessThan(
      Math.min(...organisation.deals.map((deal) => deal.createdAt)),
    );
  });
});

const folder = mkdtempSync(path.join(tmpdir(), "organisation-"));
afterAll(() => rmSync(folder, { recursive: true }));

function writeSet(): void {
  writeFileSync(
    path.join(folder, "sales_pipeline.csv"),
    `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Ann Reed,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514
A2,Ann Reed,MG Special,,Engaging,2017-11-02,,
A3,Bo Hall,GTX Basic,,Prospecting,,,
A4,Bo Hall,GTX Basic,"Codehow, Inc",Lost,2016-10-25,2017-12-31,0
`,
  );
  writeFileSync(
    path.join(folder, "sales_teams.csv"),
    "sales_agent,manager,regional_office\nAnn Reed,Mo Lind,West\nBo Hall,Ida Ray,West\nCy Orr,Ida Ray,West\n",
  );
  writeFileSync(path.join(folder, "products.csv"), "product,series,sales_price\nGTX Pro,GTX,4821\n");
  writeFileSync(
    path.join(folder, "accounts.csv"),
    'account,sector,subsidiary_of\nIsdom,technolgy,\n"Codehow, Inc",,\n',
  );
}

describe("an organisation from CSV files", () => {
  it("keeps commas and quotes within values", () => {
    expect(readCsv('a,b\n"one, ""two""",3\n')).toEqual([{ a: 'one, "two"', b: "3" }]);
  });

  it("keeps the days, and leaves missing accounts, dates and values missing", () => {
    writeSet();
    const loaded = loadOrganisation(folder, NOW);
    const clock = createZoneClock(loaded.timeZone);
    const [won, open, prospect, lost] = loaded.deals;
    expect(clock.dayOf(won?.closes.at(-1)?.value ?? 0)).toBe("2017-03-11");
    expect(won?.amounts.at(-1)?.value).toBe(451_400);
    expect(won?.name).toContain("GTXPro");
    expect(open).toMatchObject({ companyId: null, amounts: [{ value: null }], closes: [{ value: null }] });
    expect(prospect?.createdAt).toBeGreaterThan(NOW - 2 * 86_400_000);
    expect(lost?.companyId).not.toBeNull();
  });

  it("hires people on different days, each before their first deal", () => {
    writeSet();
    const { deals, people } = loadOrganisation(folder, NOW);
    expect(new Set(people.map(({ joinedAt }) => joinedAt)).size).toBe(people.length);
    for (const { createdAt, owners } of deals) {
      const owner = people.find(({ ownerId }) => ownerId === owners[0]?.value);
      expect(owner?.joinedAt).toBeLessThan(createdAt);
    }
  });

  it("makes regional offices parents of the managers' teams", () => {
    writeSet();
    const { teams, people } = loadOrganisation(folder, NOW);
    const west = teams.find(({ name }) => name === "West");
    expect(teams.filter(({ parentId }) => parentId === west?.id).map(({ name }) => name)).toEqual([
      "Team Mo Lind",
      "Team Ida Ray",
    ]);
    expect(people.filter(({ role }) => role === "manager").length).toBe(2);
  });

  it("adds up in the portal to what the file says was won", () => {
    writeSet();
    const portal = buildPortal(loadOrganisation(folder, NOW), 1);
    const totals = wonTotals(portal, { by: "owner", pipelines: null, from: null, to: null });
    expect(totals).toMatchObject([{ month: "2017-03", count: 1, sumMinor: 451_400 }]);
  });

  it("adds up to the same in a Salesforce org", () => {
    writeSet();
    const org = buildOrg(loadOrganisation(folder, NOW));
    expect(wonInOrg(org)).toMatchObject([{ month: "2017-03", count: 1, sumMinor: 451_400 }]);
  });
});

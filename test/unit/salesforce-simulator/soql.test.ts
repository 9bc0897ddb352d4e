import { describe, expect, it } from "vitest";
import { generateOrganisation } from "../../organisation/generate.ts";
import { deleteRecord, insertRecord } from "../../simulators/salesforce/org/changes.ts";
import { to15 } from "../../simulators/salesforce/org/ids.ts";
import type { Org } from "../../simulators/salesforce/org/org.ts";
import { buildOrg, tableOf } from "../../simulators/salesforce/org/org.ts";
import type { SObjectAnswer } from "../../simulators/salesforce/soql/run-query.ts";
import { runQuery } from "../../simulators/salesforce/soql/run-query.ts";

const TODAY = Date.parse("2026-11-20T18:00:00Z");
const organisation = generateOrganisation({ seed: 5, today: TODAY, scale: 0.1 });
const org = buildOrg(organisation);

function rows(soql: string, options: { org?: Org; withDeleted?: boolean } = {}): readonly SObjectAnswer[] {
  const outcome = runQuery(options.org ?? org, soql, { withDeleted: options.withDeleted ?? false });
  if (!outcome.ok) throw new Error(`${outcome.errorCode}: ${outcome.message}`);
  return outcome.records;
}

function total(soql: string, withDeleted = false): number {
  const outcome = runQuery(org, soql, { withDeleted });
  if (!outcome.ok) throw new Error(`${outcome.errorCode}: ${outcome.message}`);
  return outcome.totalSize;
}

function refusal(soql: string, from: Org = org): string {
  const outcome = runQuery(from, soql, { withDeleted: false });
  return outcome.ok ? "answered" : `${outcome.errorCode}: ${outcome.message}`;
}

/** An org whose deals a test knows by heart. */
function smallOrg(deals: readonly Readonly<Record<string, string | number | null>>[]): Org {
  const small = buildOrg({ ...organisation, deals: [], activities: [] });
  for (const [place, fields] of deals.entries()) {
    const given = { StageName: "Qualified to buy", CloseDate: "2026-12-01", ...fields };
    insertRecord(small, "Opportunity", given, { userId: small.adminUserId, at: TODAY + place * 1000 });
  }
  return small;
}

const DEALS = [
  { Name: "Anvil", Amount: 100, CloseDate: "2026-10-01", Type: "New Business" },
  { Name: "beacon", Amount: 250.5, CloseDate: "2026-11-01", StageName: "Closed won" },
  { Name: "Cart 50%", Amount: null, CloseDate: "2026-11-15", Type: "Existing Business" },
  { Name: "D'or_", Amount: 40, CloseDate: "2027-01-01", StageName: "Closed lost", CurrencyIsoCode: "EUR" },
];
const small = smallOrg(DEALS);

function names(where: string): readonly unknown[] {
  return rows(`SELECT Name FROM Opportunity ${where}`, { org: small }).map(({ Name }) => Name);
}

describe("conditions", () => {
  it.each([
    ["WHERE Name = 'BEACON'", ["beacon"]],
    ["WHERE Name != 'beacon' AND Amount > 50", ["Anvil"]],
    ["WHERE Type != 'New Business'", ["beacon", "Cart 50%", "D'or_"]],
    ["WHERE Type NOT IN ('New Business', 'Existing Business')", ["beacon", "D'or_"]],
    ["WHERE Amount = null", ["Cart 50%"]],
    ["WHERE Amount != NULL AND Amount <= 100.0", ["Anvil", "D'or_"]],
    ["WHERE NOT Amount > 50", ["Cart 50%", "D'or_"]],
    ["WHERE NOT (Amount > 50 OR (NOT CloseDate < 2027-01-01))", ["Cart 50%"]],
    ["WHERE Name LIKE '%A%' AND (Amount = 100 OR Amount = 250.5)", ["Anvil", "beacon"]],
    ["WHERE Name LIKE '% 50\\%'", ["Cart 50%"]],
    ["WHERE Name LIKE 'd\\'o_\\_'", ["D'or_"]],
    ["WHERE Name = 'D\\'or_'", ["D'or_"]],
    ["WHERE IsWon = true", ["beacon"]],
    ["WHERE IsClosed = FALSE", ["Anvil", "Cart 50%"]],
    ["WHERE CloseDate >= 2026-11-01 AND CloseDate < 2027-01-01", ["beacon", "Cart 50%"]],
    ["WHERE CloseDate = THIS_MONTH", ["beacon", "Cart 50%"]],
    ["WHERE CloseDate = LAST_N_DAYS:30", ["beacon", "Cart 50%"]],
    ["WHERE CloseDate > THIS_YEAR", ["D'or_"]],
    ["WHERE CreatedDate > 2026-11-20T19:00:01+01:00", ["Cart 50%", "D'or_"]],
    ["WHERE CreatedDate = 2026-11-20T18:00:01.000Z", ["beacon"]],
    ["WHERE RecordType.DeveloperName = null AND Owner.Email LIKE '%.example' AND Amount = 40", ["D'or_"]],
    ["WHERE CurrencyIsoCode = 'EUR' AND Amount > USD41", ["D'or_"]],
  ])("%s", (where, expected) => {
    expect(names(`${where} ORDER BY CreatedDate`)).toEqual(expected);
  });

  it("compares ids with regard to case, in 15 characters or 18", () => {
    const all = rows("SELECT Id FROM User").map(({ Id }) => String(Id));
    const [one = ""] = all.filter((id) => id.slice(0, 15).endsWith("A"));
    const twin = all.find((id) => id !== one && to15(id).toLowerCase() === to15(one).toLowerCase());
    expect(twin).toBeDefined();
    expect(rows(`SELECT Id FROM User WHERE Id = '${to15(one)}'`).map(({ Id }) => Id)).toEqual([one]);
    expect(total(`SELECT COUNT() FROM User WHERE Id IN ('${one}', '${twin}')`)).toBe(2);
    expect(refusal("SELECT Id FROM User WHERE Id = 'x'")).toBe(
      "INVALID_QUERY_FILTER_OPERATOR: invalid ID field: x",
    );
  });

  it("joins to the ids of another query, and to all but them", () => {
    const inside = total(
      "SELECT COUNT() FROM Opportunity WHERE Id IN (SELECT OpportunityId FROM OpportunitySplit)",
    );
    const outside = total(
      "SELECT COUNT() FROM Opportunity WHERE Id NOT IN (SELECT OpportunityId FROM OpportunitySplit)",
    );
    expect(inside).toBeGreaterThan(0);
    expect(inside + outside).toBe(total("SELECT COUNT() FROM Opportunity"));
  });
});

describe("order and bounds", () => {
  it.each([
    ["ORDER BY Amount", ["Cart 50%", "D'or_", "Anvil", "beacon"]],
    ["ORDER BY Amount DESC NULLS LAST", ["beacon", "Anvil", "D'or_", "Cart 50%"]],
    ["ORDER BY Amount NULLS LAST LIMIT 2 OFFSET 1", ["Anvil", "beacon"]],
    ["ORDER BY IsClosed DESC, Name DESC", ["D'or_", "beacon", "Cart 50%", "Anvil"]],
    ["ORDER BY SystemModstamp DESC, Id DESC LIMIT 1", ["D'or_"]],
    ["ORDER BY SystemModstamp LIMIT 0", []],
  ])("%s", (clause, expected) => {
    expect(names(clause)).toEqual(expected);
  });

  it("walks every record once by stamp and id, although many share a stamp", () => {
    const crowded = smallOrg([]);
    for (let place = 0; place < 250; place += 1) {
      const at = TODAY + Math.floor(place / 100) * 1000;
      insertRecord(crowded, "Task", { Subject: `Task ${place}` }, { userId: null, at });
    }
    const seen: string[] = [];
    let after = "SystemModstamp >= 2026-01-01T00:00:00Z";
    for (let pages = 0; pages < 10; pages += 1) {
      const soql = `SELECT Id, SystemModstamp FROM Task WHERE ${after} ORDER BY SystemModstamp, Id LIMIT 70`;
      const page = rows(soql, { org: crowded, withDeleted: true });
      const last = page.at(-1);
      if (!last) break;
      seen.push(...page.map(({ Id }) => String(Id)));
      const stamp = String(last.SystemModstamp);
      after = `(SystemModstamp = ${stamp} AND Id > '${String(last.Id)}') OR SystemModstamp > ${stamp}`;
    }
    expect(seen).toEqual(
      tableOf(crowded, "Task")
        .byCursor()
        .map(({ id }) => id),
    );
  });
});

describe("what is selected", () => {
  it("carries attributes, names in their own spelling, parents as records and null for none", () => {
    const [won] = rows(
      "SELECT ID, o.name, o.Account.Name, owner.Profile.Name FROM Opportunity o WHERE IsWon = true LIMIT 1",
      {
        org: small,
      },
    );
    expect(won).toEqual({
      attributes: {
        type: "Opportunity",
        url: `/services/data/v66.0/sobjects/Opportunity/${String(won?.Id)}`,
      },
      Id: won?.Id,
      Name: "beacon",
      Account: null,
      Owner: {
        attributes: { type: "User", url: `/services/data/v66.0/sobjects/User/${small.adminUserId}` },
        Profile: {
          attributes: { type: "Profile", url: expect.stringContaining("/sobjects/Profile/00e") },
          Name: "System Administrator",
        },
      },
    });
  });

  it("tells the kind of a parent that may be of several", () => {
    const [call] = rows(
      "SELECT Who.Type, Who.Name, What.Type, Owner.Type FROM Task WHERE TaskSubtype = 'Call' AND What.Type = 'Opportunity' AND WhoId != null LIMIT 1",
    );
    expect(call).toMatchObject({
      Who: { attributes: { type: "Name" }, Type: "Contact", Name: expect.any(String) },
      What: { Type: "Opportunity" },
      Owner: { Type: "User" },
    });
  });

  it("puts children into their record, and null where there are none", () => {
    const [deal] = rows(
      "SELECT Id, (SELECT StageName FROM OpportunityHistories WHERE Amount != null ORDER BY CreatedDate DESC LIMIT 1), (SELECT Id FROM OpportunitySplits) FROM Opportunity WHERE Name = 'beacon'",
      { org: small },
    );
    expect(deal?.OpportunityHistories).toMatchObject({
      totalSize: 1,
      done: true,
      records: [{ attributes: { type: "OpportunityHistory" }, StageName: "Closed won" }],
    });
    expect(deal?.OpportunitySplits).toBeNull();
  });
});

describe("aggregates", () => {
  it("counts, sums and takes extremes over everything or by group", () => {
    expect(total("SELECT COUNT() FROM Opportunity")).toBe(rows("SELECT Id FROM Opportunity").length);
    const [all] = rows(
      "SELECT COUNT(Amount) held, COUNT(Id), COUNT_DISTINCT(OwnerId) owners, MIN(CloseDate) earliest, MAX(Amount) FROM Opportunity",
      {
        org: small,
      },
    );
    expect(all).toEqual({
      attributes: { type: "AggregateResult" },
      held: 3,
      expr0: 4,
      owners: 1,
      earliest: "2026-10-01",
      expr1: 250.5,
    });
    const grouped = rows(
      "SELECT IsClosed, StageName, COUNT(Id) n FROM Opportunity GROUP BY IsClosed, StageName ORDER BY COUNT(Id) DESC, StageName",
      { org: small },
    );
    expect(grouped.map(({ IsClosed, StageName, n }) => [IsClosed, StageName, n])).toEqual([
      [false, "Qualified to buy", 2],
      [true, "Closed lost", 1],
      [true, "Closed won", 1],
    ]);
    const byYear = rows(
      "SELECT CALENDAR_YEAR(CloseDate) y, COUNT(Id) n, SUM(Amount) s FROM Opportunity WHERE CurrencyIsoCode = 'USD' GROUP BY CALENDAR_YEAR(CloseDate)",
      { org: small },
    );
    expect(byYear).toEqual([{ attributes: { type: "AggregateResult" }, y: 2026, n: 3, s: 350.5 }]);
  });

  it("wants every field grouped or aggregated", () => {
    expect(refusal("SELECT Name, COUNT(Id) FROM Opportunity GROUP BY OwnerId")).toBe(
      "MALFORMED_QUERY: Field must be grouped or aggregated: Name",
    );
  });
});

describe("what is not in sight", () => {
  it("shows deleted records and old activities to queryAll alone", () => {
    const plain = total("SELECT COUNT() FROM Event");
    expect(plain).toBeLessThan(total("SELECT COUNT() FROM Event", true));
    const old = rows("SELECT IsArchived, EndDateTime FROM Event ORDER BY EndDateTime LIMIT 1", {
      withDeleted: true,
    });
    expect(old[0]).toMatchObject({ IsArchived: true });
    const tasks = rows("SELECT IsClosed, ActivityDate FROM Task WHERE IsArchived = true", {
      withDeleted: true,
    });
    expect(tasks.length).toBeGreaterThan(0);
    expect(
      tasks.every(({ IsClosed, ActivityDate }) => IsClosed === true && String(ActivityDate) <= "2025-11-20"),
    ).toBe(true);
    expect(total("SELECT COUNT() FROM Task WHERE IsArchived = true")).toBe(0);
  });

  it("empties the Recycle Bin after fifteen days", () => {
    let now = TODAY;
    const aging = buildOrg({ ...organisation, deals: [], activities: [] }, { clock: () => now });
    const given = { Name: "Gone", StageName: "Closed won", CloseDate: "2026-11-01" };
    const { id } = insertRecord(aging, "Opportunity", given, { userId: null });
    deleteRecord(aging, "Opportunity", id, { userId: null });
    const seen = (withDeleted: boolean) =>
      rows("SELECT IsDeleted FROM Opportunity", { org: aging, withDeleted }).length;
    expect([seen(false), seen(true)]).toEqual([0, 1]);
    now += 16 * 86_400_000;
    expect(seen(true)).toBe(0);
  });

  it("refuses hidden fields and objects as if they did not exist, the whole query with them", () => {
    const poor = buildOrg({ ...organisation, deals: [], activities: [] });
    poor.missing.fields.set("Opportunity", new Set(["Amount"]));
    poor.missing.objects.add("OpportunitySplit");
    expect(refusal("SELECT Id, Amount FROM Opportunity", poor)).toContain(
      "No such column 'Amount' on entity 'Opportunity'. If you are attempting to use a custom field",
    );
    expect(refusal("SELECT Id FROM Opportunity WHERE Amount > 1", poor)).toContain("INVALID_FIELD: ");
    expect(refusal("SELECT Id FROM OpportunitySplit", poor)).toMatch(
      /^INVALID_TYPE: [\s\S]*sObject type 'OpportunitySplit' is not supported\./,
    );
    expect(refusal("SELECT Id, (SELECT Id FROM OpportunitySplits) FROM Opportunity", poor)).toContain(
      "INVALID_TYPE: ",
    );
  });
});

describe("refusals", () => {
  it.each([
    [
      "SELECT Id FROM EmailMessage WHERE TextBody = 'a'",
      "INVALID_FIELD",
      "field 'TextBody' can not be filtered in a query call",
    ],
    ["SELECT Id FROM OpportunityFieldHistory WHERE NewValue = 'a'", "INVALID_FIELD", "can not be filtered"],
    ["SELECT Id FROM Task ORDER BY Description", "MALFORMED_QUERY", "can not be sorted"],
    [
      "SELECT Id FROM Opportunity WHERE IsWon = true AND Amount > 1 OR Amount = 0",
      "MALFORMED_QUERY",
      "unexpected token: OR",
    ],
    [
      "SELECT Id FROM Opportunity WHERE CreatedDate > 2026-01-01",
      "INVALID_FIELD",
      "must be of type dateTime and should not be enclosed",
    ],
    [
      "SELECT Id FROM Opportunity WHERE CloseDate > '2026-01-01'",
      "INVALID_FIELD",
      "must be of type date and should not be enclosed",
    ],
    [
      "SELECT Id FROM Opportunity WHERE Name = 5",
      "INVALID_FIELD",
      "must be of type string and should be enclosed in quotes",
    ],
    ["SELECT Id, Id FROM Opportunity", "INVALID_FIELD", "duplicate field selected: Id"],
    [
      "SELECT Foo.Name FROM Opportunity",
      "INVALID_FIELD",
      "Didn't understand relationship 'Foo' in field path",
    ],
    [
      "SELECT Id FROM Opportunity LIMIT 1 OFFSET 2001",
      "NUMBER_OUTSIDE_VALID_RANGE",
      "Maximum SOQL offset allowed is 2000",
    ],
    ["SELECT Id FROM Opportunity WHERE", "MALFORMED_QUERY", ""],
    ["SELECT TYPEOF What WHEN Account THEN Name END FROM Task", "MALFORMED_QUERY", "does not know TYPEOF"],
    ["SELECT convertCurrency(Amount) FROM Opportunity", "MALFORMED_QUERY", "does not know"],
    [
      "SELECT Id FROM Opportunity WHERE CloseDate = THIS_FISCAL_QUARTER",
      "MALFORMED_QUERY",
      "does not know the date literal",
    ],
    [
      "SELECT Id FROM Opportunity WHERE CALENDAR_YEAR(CloseDate) = 2026",
      "MALFORMED_QUERY",
      "does not know functions",
    ],
    [
      "SELECT OwnerId FROM Opportunity GROUP BY OwnerId HAVING COUNT(Id) > 1",
      "MALFORMED_QUERY",
      "does not know HAVING",
    ],
  ])("%s", (soql, errorCode, message) => {
    const outcome = runQuery(org, soql, { withDeleted: false });
    expect(outcome).toMatchObject({ ok: false, status: 400, errorCode });
    expect(outcome.ok ? "" : outcome.message).toContain(message);
  });
});

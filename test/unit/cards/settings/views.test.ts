import * as v from "valibot";
import { describe, expect, it } from "vitest";
import type { MemberDescription, MemberList } from "../../../../shared/contracts/api.ts";
import { MemberChange } from "../../../../shared/contracts/api.ts";
import type { Counting } from "../../../../shared/contracts/counting.ts";
import { LeaveList } from "../../../../shared/contracts/leave.ts";
import { SettingsChange } from "../../../../shared/contracts/settings.ts";
import {
  type CountingDraft,
  countingChange,
  countingDiffers,
  countingDraft,
  isNewHoliday,
  withWeekendDay,
} from "../../../../ui-extension/cards/settings/counting-view.ts";
import {
  leaveDiffers,
  leaveDrafts,
  leaveFaults,
  leaveOf,
  withLeave,
} from "../../../../ui-extension/cards/settings/leave-view.ts";
import {
  attributeOf,
  daysText,
  ledText,
  pageOfPeople,
  peopleFound,
  reverseOf,
  rolesFor,
  withChange,
} from "../../../../ui-extension/cards/settings/people-view.ts";
import { sectionOf, sectionsFor } from "../../../../ui-extension/cards/settings/settings-sections.ts";
import {
  changeOf,
  differs,
  draftOf,
  faultsOf,
  limitsText,
  readPercent,
  type SettingsDraft,
} from "../../../../ui-extension/cards/settings/settings-view.ts";
import { SETTINGS_WORDS } from "../../../../ui-extension/cards/settings/words/book.ts";
import { en } from "../../../../ui-extension/cards/settings/words/en.ts";
import { buildPerson, SETTINGS } from "./settings-frame.tsx";

const drafted = (edit: Partial<SettingsDraft>) => ({ ...draftOf(SETTINGS, "en-GB"), ...edit });
const sent = (edit: Partial<SettingsDraft>) => changeOf(drafted(edit), SETTINGS, "en-GB");
const faults = (edit: Partial<SettingsDraft>) => faultsOf(drafted(edit), SETTINGS, "en-GB");

describe("a draft of the settings", () => {
  it("sends nothing while it says what is saved", () => {
    expect(sent({})).toBeNull();
    expect(differs(drafted({}), drafted({}))).toBe(false);
    expect(sent({ pipelines: ["renewals", "new"].toReversed() })).toBeNull();
  });

  it("sends what differs, in the words of the API", () => {
    const edits: readonly Partial<SettingsDraft>[] = [
      { pipelines: ["new"] },
      { pipelines: ["partners", "renewals", "new"] },
      { atRiskFrom: "75,5" },
      { period: "this_quarter", metric: "" },
      { line: true, places: "5" },
      { inlineFrame: true },
    ];
    expect(edits.map(sent)).toEqual([
      { pipelines: ["new"] },
      { pipelines: null },
      { statusLimits: { onTrackFrom: 1, atRiskFrom: 0.755 } },
      { period: "this_quarter", metric: null },
      { clubLine: { kind: "top", places: 5 } },
      { inlineFrame: true },
    ]);
    for (const edit of edits) expect(v.is(SettingsChange, sent(edit))).toBe(true);
  });

  it("takes the line away, and ignores its places while it is off", () => {
    const lined = { ...SETTINGS, clubLine: { kind: "top" as const, places: 3 } };
    expect(changeOf({ ...draftOf(lined, "en-GB"), line: false }, lined, "en-GB")).toEqual({ clubLine: null });
    expect(differs(drafted({ places: "7" }), drafted({}))).toBe(false);
  });

  it("keeps a limit that nobody touched as it came, however it was rounded for the field", () => {
    const odd = { ...SETTINGS, statusLimits: { onTrackFrom: 0.98765, atRiskFrom: 0.8 } };
    const draft = { ...draftOf(odd, "de-DE"), atRiskFrom: "70" };
    expect(draft.onTrackFrom).toBe("98,77");
    expect(changeOf(draft, odd, "de-DE")).toEqual({
      statusLimits: { onTrackFrom: 0.98765, atRiskFrom: 0.7 },
    });
  });

  it.each<[Partial<SettingsDraft>, object]>([
    [{ pipelines: [] }, { pipelines: "none_ticked" }],
    [{ onTrackFrom: "" }, { onTrackFrom: "not_a_number" }],
    [{ onTrackFrom: "200.1" }, { onTrackFrom: "too_high" }],
    [{ onTrackFrom: "-5" }, { onTrackFrom: "not_a_number" }],
    [{ atRiskFrom: "0" }, { atRiskFrom: "not_above_zero" }],
    [{ atRiskFrom: "100" }, { atRiskFrom: "not_below" }],
    [{ line: true, places: "0" }, { places: "places" }],
    [{ line: true, places: "2.5" }, { places: "places" }],
    [{ line: true, places: "101" }, { places: "places" }],
    [{ line: false, places: "many" }, {}],
    [{ onTrackFrom: "200 %", atRiskFrom: "0.5" }, {}],
  ])("%j has the faults %j", (edit, expected) => {
    expect(faults(edit)).toEqual(expected);
  });

  it("refuses what the API would refuse, and nothing else", () => {
    for (const [onTrackFrom, atRiskFrom] of [
      ["100", "80"],
      ["200", "199"],
      ["201", "80"],
      ["80", "80"],
      ["50", "0"],
      ["0.02", "0.01"],
    ] as const) {
      const change = sent({ onTrackFrom, atRiskFrom, inlineFrame: true });
      const isFine = Object.keys(faults({ onTrackFrom, atRiskFrom })).length === 0;
      expect([onTrackFrom, atRiskFrom, v.is(SettingsChange, change)]).toEqual([
        onTrackFrom,
        atRiskFrom,
        isFine,
      ]);
    }
  });

  it("says what the limits mean while they are limits", () => {
    expect(limitsText(drafted({}), "en-GB")).toEqual({ atRisk: "100%", behind: "80%" });
    expect(limitsText(drafted({ atRiskFrom: "120" }), "en-GB")).toBeNull();
    expect(["80", " 80 %", "80,5", "80.5", "", "8 0", "1e2"].map(readPercent)).toEqual([
      80,
      80,
      80.5,
      80.5,
      null,
      null,
      null,
    ]);
  });
});

describe("how results are counted, in a draft", () => {
  const draft = countingDraft(SETTINGS.counting);
  const sentOf = (edit: Partial<CountingDraft>, counting = SETTINGS.counting) =>
    countingChange({ ...countingDraft(counting), ...edit }, counting);
  const withEvents = (events: Counting["events"]): Counting => ({ ...SETTINGS.counting, events });

  it("sends nothing while it says what is saved, whatever the parts of a year say that is not chosen", () => {
    expect(sentOf({})).toBeNull();
    expect(sentOf({ startMonth: 4, namedByStart: true, pattern: "5-4-4", anchor: "last" })).toBeNull();
    expect(countingDiffers({ ...draft, startMonth: 4 }, draft)).toBe(false);
    expect(countingDiffers({ ...draft, fiscal: "iso_weeks" }, draft)).toBe(true);
    expect(countingDiffers({ ...draft, credit: "creator" }, draft)).toBe(true);
  });

  it("sends what differs of the calendar, as the API takes it", () => {
    const edits: readonly Partial<CountingDraft>[] = [
      { weekStart: 7 },
      { weekend: [5, 6], holidays: [] },
      { fiscal: "months", startMonth: 4, namedByStart: true },
      { fiscal: "months", startMonth: 1, namedByStart: true },
      { fiscal: "weeks", startMonth: 2, pattern: "4-5-4", anchor: "last" },
      { fiscal: "iso_weeks", startMonth: 9 },
    ];
    expect(edits.map((edit) => sentOf(edit)?.calendar)).toEqual([
      { weekStart: 7 },
      { weekend: [5, 6], holidays: [] },
      { fiscal: { kind: "months", startMonth: 4, namedByStart: true } },
      { fiscal: { kind: "months", startMonth: 1 } },
      { fiscal: { kind: "weeks", startMonth: 2, pattern: "4-5-4", anchor: "last" } },
      { fiscal: { kind: "iso_weeks" } },
    ]);
    for (const edit of edits) expect(v.is(SettingsChange, { counting: sentOf(edit) })).toBe(true);
  });

  it("credits revenue, deals and the cycle of a won deal alike, and never shares a length of time out", () => {
    const creator = { creditSource: { kind: "creator" } };
    const sdr = { creditSource: { kind: "property", name: "sdr" } };
    const splits = { creditSource: { kind: "splits" } };
    expect(sentOf({ credit: "creator" })?.events).toEqual({
      revenue_closed: creator,
      deals_won: creator,
      sales_cycle: creator,
    });
    expect(sentOf({ credit: "field:sdr" })?.events?.sales_cycle).toEqual(sdr);
    expect(sentOf({ credit: "splits" })?.events).toEqual({ revenue_closed: splits, deals_won: splits });
    for (const credit of ["creator", "field:sdr", "splits"] as const) {
      expect(v.is(SettingsChange, { counting: sentOf({ credit }) })).toBe(true);
    }
  });

  it("keeps what else was chosen for a won deal, and takes back what says nothing any more", () => {
    const creator = { creditSource: { kind: "creator" } } as const;
    const saved = withEvents({
      revenue_closed: { ...creator, pipelines: ["new"] },
      deals_won: creator,
      sales_cycle: creator,
      deals_lost: creator,
    });
    expect(countingDraft(saved).credit).toBe("creator");
    expect(sentOf({ credit: "owner_at_event", amount: "arr" }, saved)?.events).toEqual({
      revenue_closed: { pipelines: ["new"], amountProperty: "arr" },
      deals_won: null,
      sales_cycle: null,
    });
  });

  it("leaves what was chosen in several ways alone until one is chosen here", () => {
    const saved = withEvents({ deals_won: { creditSource: { kind: "splits" } } });
    expect(countingDraft(saved).credit).toBe("mixed");
    expect(sentOf({}, saved)).toBeNull();
    expect(sentOf({ credit: "owner_at_event" }, saved)).toEqual({ events: { deals_won: null } });
  });

  it("leaves a day to work on, and takes a holiday once", () => {
    const six = { ...draft, weekend: [1, 2, 3, 4, 5, 6] as const };
    expect(withWeekendDay(six, 7, true).weekend).toHaveLength(6);
    expect(withWeekendDay(draft, 5, true).weekend).toEqual([5, 6, 7]);
    expect(withWeekendDay(draft, 6, false).weekend).toEqual([7]);
    const days = ["2026-12-26", "2026-12-25", "", "12026-12-26", "1969-12-31"];
    expect(days.filter((day) => isNewHoliday(draft, day))).toEqual(["2026-12-26"]);
    const full = { ...draft, holidays: Array.from({ length: 400 }, () => "2026-01-01") };
    expect(isNewHoliday(full, "2026-12-26")).toBe(false);
  });
});

describe("sections", () => {
  it("are all there for admins and owners, HubSpot's only in HubSpot", () => {
    const hubspot = { role: "admin", tenant: { crm: "hubspot" } } as const;
    expect(sectionsFor(hubspot)).toEqual([
      "pipelines",
      "counting",
      "leaderboard",
      "hubspot",
      "people",
      "displays",
      "privacy",
    ]);
    expect(sectionsFor({ role: "owner", tenant: { crm: "salesforce" } })).not.toContain("hubspot");
    expect(sectionOf("people", hubspot)).toBe("people");
    expect(sectionOf("plan", hubspot)).toBe("pipelines");
  });

  it.each(["manager", "member", "viewer"] as const)("are how others see them for a %s", (role) => {
    const viewer = { role, tenant: { crm: "hubspot" } } as const;
    expect(sectionsFor(viewer)).toEqual(["privacy"]);
    expect(sectionOf("people", viewer)).toBe("privacy");
  });
});

describe("leave", () => {
  const SAVED = {
    leave: [
      { from: "2026-11-02", to: "2026-11-06", relievesQuota: true },
      { from: "2026-12-21", to: null, relievesQuota: false },
    ],
  };
  const rows = leaveDrafts(SAVED);
  const faultsOfRows = (edits: readonly Partial<(typeof rows)[number]>[]) => [
    ...leaveFaults(
      edits.map((edit, key) => ({ key, from: "2026-01-05", to: "", relievesQuota: false, ...edit })),
    ),
  ];

  it("goes back as it came, earliest first", () => {
    expect(leaveOf(rows.toReversed())).toEqual(SAVED);
    expect(leaveDiffers(rows.toReversed(), SAVED)).toBe(false);
    expect(leaveDiffers(withLeave(rows), SAVED)).toBe(true);
    expect(withLeave(rows).map(({ key }) => key)).toEqual([0, 1, 2]);
    expect(v.is(LeaveList, leaveOf(rows))).toBe(true);
  });

  it("names one fault a row, those of the API", () => {
    expect(faultsOfRows([{ from: "" }])).toEqual([[0, { field: "from", fault: "no_first_day" }]]);
    expect(faultsOfRows([{ to: "2026-01-04" }])).toEqual([[0, { field: "to", fault: "before_first" }]]);
    expect(faultsOfRows([{ from: "1969-12-31" }])).toEqual([[0, { field: "from", fault: "outside" }]]);
    expect(faultsOfRows([{ to: "12026-01-05" }])).toEqual([[0, { field: "to", fault: "outside" }]]);
    expect(faultsOfRows([{ to: "2026-01-05" }])).toEqual([]);
  });

  it("does not begin before another one has ended", () => {
    const overlap = { field: "from", fault: "overlaps" };
    expect(faultsOfRows([{ from: "2026-02-01" }, {}])).toEqual([[0, overlap]]);
    expect(faultsOfRows([{ to: "2026-01-09" }, { from: "2026-01-09", to: "2026-01-12" }])).toEqual([
      [1, overlap],
    ]);
    expect(faultsOfRows([{ to: "2026-01-09" }, { from: "2026-01-10" }])).toEqual([]);
  });
});

describe("people", () => {
  const people: readonly MemberDescription[] = [
    buildPerson("zoe", { name: "Zoë Marsh", region: "North", roleByHand: true }),
    buildPerson("adam", { name: "Adam Reed", active: false, leftOn: "2026-03-02", joinedOn: "2024-01-08" }),
    buildPerson("maya", { name: "Maya Okafor", teamId: "east", managesTeamIds: ["east", "north"] }),
  ];
  const list: MemberList = {
    members: [...people],
    teams: [
      { id: "east", crmId: "1", name: "Sales East", parentId: null },
      { id: "north", crmId: "2", name: "Sales North", parentId: null },
    ],
  };
  const found = (search: string) => peopleFound(list, search, "en-GB").map(({ id }) => id);

  it("are found by name, team and region, and who left stands last", () => {
    expect(found("")).toEqual(["maya", "zoe", "adam"]);
    expect(found(" sales EAST")).toEqual(["maya"]);
    expect(found("north")).toEqual(["zoe"]);
    expect(found("nobody")).toEqual([]);
  });

  it("are shown fifty at a time", () => {
    const many = Array.from({ length: 101 }, (_, index) => buildPerson(`m${index}`));
    expect(pageOfPeople(many, 2)).toMatchObject({ pages: 3, page: 2, first: 100 });
    expect(pageOfPeople(many, 2).rows).toHaveLength(1);
    expect(pageOfPeople(many.slice(0, 50), 2)).toMatchObject({ pages: 1, page: 0, first: 0 });
    expect(pageOfPeople([], 0).rows).toEqual([]);
  });

  it("are made owners by owners alone", () => {
    expect(rolesFor("owner", "member")).toContain("owner");
    expect(rolesFor("admin", "member")).toEqual(["admin", "manager", "member", "viewer"]);
    expect(rolesFor("admin", "owner")).toEqual(["owner"]);
  });

  it("are as before when a change is taken back", () => {
    const [zoe] = people;
    if (!zoe) throw new Error("Nobody there");
    for (const change of [
      { role: "manager" as const },
      { privacy: "hidden" as const },
      { region: null, department: "Sales" },
      { managesTeamIds: ["east"] },
    ]) {
      const reverse = reverseOf(change, zoe);
      expect(v.is(MemberChange, reverse)).toBe(true);
      const there = withChange(list, "zoe", change);
      expect(there).not.toEqual(list);
      expect(withChange(there, "zoe", reverse)).toEqual(list);
    }
  });

  it("have the earlier role from the earlier source again, and follow the CRM as before", () => {
    const adam = buildPerson("adam", { role: "manager", roleByHand: false, managesTeamIds: ["east"] });
    const before: MemberList = { ...list, members: [adam] };
    const reverse = reverseOf({ role: "admin" }, adam);
    expect(reverse).toEqual({ role: "manager", roleByHand: false });
    expect(v.is(MemberChange, reverse)).toBe(true);
    const there = withChange(before, "adam", { role: "admin" });
    expect(there.members).toMatchObject([{ role: "admin", roleByHand: true }]);
    expect(withChange(there, "adam", reverse)).toEqual(before);
    const byHand = { ...adam, roleByHand: true };
    expect(reverseOf({ role: null }, byHand)).toEqual({ role: "manager" });
    // Whoever led a team for a moment only watches again, which leading none does not say.
    const watcher = buildPerson("eve", { role: "viewer", roleByHand: false });
    expect(reverseOf({ managesTeamIds: ["east"] }, watcher)).toEqual({
      managesTeamIds: [],
      role: "viewer",
      roleByHand: false,
    });
  });

  it("say which teams they lead, and since when they are there", () => {
    expect(ledText(["north", "east"], list.teams, en.people, "en-GB")).toBe("Sales East and 1 more");
    expect(ledText(["gone"], list.teams, en.people, "en-GB")).toBe("No team");
    const [zoe, adam] = people;
    expect(zoe && daysText(zoe, en.people, "en-GB")).toEqual({ since: "Always", left: null });
    expect(adam && daysText(adam, en.people, "en-GB")).toEqual({
      since: "8 Jan 2024",
      left: "Left 2 Mar 2026",
    });
  });

  it("have regions without what cannot be seen, and none where nothing is typed", () => {
    expect(["  North\t East ", "", " \n", "x".repeat(70)].map(attributeOf)).toEqual([
      "North East",
      null,
      null,
      "x".repeat(60),
    ]);
  });
});

describe("the words of the settings", () => {
  it.each(["en", "de", "es"] as const)("name every section and fault in %s", async (language) => {
    const words = await SETTINGS_WORDS[language]();
    const texts = [...Object.values(words.sections), ...Object.values(words.faults)];
    expect(texts.every((text) => text.length > 1)).toBe(true);
    expect(words.counts.metricLabel("revenue_closed")).not.toBe("");
  });
});

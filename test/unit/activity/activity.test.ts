import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { ActivityQuery } from "../../../worker/app/activity/load-activity.ts";
import { loadActivity } from "../../../worker/app/activity/load-activity.ts";
import { loadActivityHours } from "../../../worker/app/activity/load-activity-hours.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { buildContext, buildCredit, buildMember, type Organisation, viewAs } from "../boards/organisation.ts";
import { TEAMS } from "../boards/small-board.ts";
import { pairOf, twins } from "../boards/twins.ts";

const KIND = { email_sent: "email", call_made: "call", meeting_booked: "meeting" } as const;
const did = (
  memberId: string,
  event: keyof typeof KIND,
  day: string,
  at: string | null = null,
  teamId = "london",
) => buildCredit({ memberId, event, kind: KIND[event], day, at, teamId });

const people = ["ana", "ben", "cleo"].map((id) => buildMember(id, "london"));
const organisation: Organisation = {
  teams: TEAMS,
  members: [...people, buildMember("dan", "us"), buildMember("shy", "london", { privacy: "hidden" })],
  credits: [
    did("ana", "email_sent", "2026-11-19", "2026-11-19T10:15:00.000Z"),
    did("ana", "email_sent", "2026-11-19", "2026-11-19T10:45:00.000Z"),
    did("ana", "call_made", "2026-11-19", "2026-11-19T10:45:00.000Z"),
    did("ana", "call_made", "2026-10-19"),
    did("ben", "email_sent", "2026-11-19", "2026-11-19T10:00:00.000Z"),
    did("cleo", "meeting_booked", "2026-11-17", "2026-11-17T16:00:00.000Z"),
    did("dan", "call_made", "2026-11-19"),
    ...Array.from({ length: 50 }, () => did("shy", "email_sent", "2026-11-19", "2026-11-19T10:00:00.000Z")),
  ],
};
const THIS_MONTH = { period: "this_month" } as const;

async function days(known: Organisation, viewer: Viewer, query: ActivityQuery = THIS_MONTH) {
  const answer = await loadActivity(buildContext(known), query, viewer);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

async function hours(known: Organisation, viewer: Viewer, query: ActivityQuery = THIS_MONTH) {
  const answer = await loadActivityHours(buildContext(known), query, viewer);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

describe("what people did by day", () => {
  it("is a member's own, beside the average of those of the team who are shown", async () => {
    const page = await days(organisation, viewAs("member", "ana"));
    expect(
      page.members.map(({ member, totals }) => [member.id, totals.emailsSent, totals.callsMade]),
    ).toEqual([["ana", 2, 1]]);
    expect(page.average).toMatchObject({ people: 3, team: { id: "london" } });
    expect(page.average?.totals).toMatchObject({ emailsSent: 1, callsMade: 1 / 3, connectRate: 0 });
    expect(page.average?.days.find(({ day }) => day === "2026-11-19")?.emailsSent).toBe(1);
    expect(page.workingDays).toHaveLength(20);
    expect(page.workingDays).not.toContain("2026-11-21");
    expect(page.workingDays).not.toContain("2026-11-26");
  });

  it("has no average where it would tell of one colleague, and none for those who see the people", async () => {
    const two = { ...organisation, members: organisation.members.filter(({ id }) => id !== "cleo") };
    expect((await days(two, viewAs("member", "ana"))).average).toBeNull();
    const by = viewAs("member", "ana");
    const idle = { ...organisation, members: [...people, buildMember("eve", "london")] };
    expect((await days(idle, by)).average?.people).toBe(4);
    const known = (idle.credits ?? []).filter(({ memberId }) => memberId !== "cleo");
    expect((await days({ ...idle, credits: known }, by)).average).toBeNull();
    expect((await hours({ ...idle, credits: known }, by)).average).toBeNull();
    expect((await days(organisation, viewAs("admin", "ana"))).average).toBeNull();
    expect((await days(organisation, viewAs("member"))).average).toBeNull();
  });

  it("leaves whoever is away out of the average", async () => {
    const leaves = [{ from: "2026-11-01", to: null, relievesQuota: false }];
    const fourth = buildMember("eve", "london", { leaves });
    const known = { ...organisation, members: [...organisation.members, fourth] };
    expect((await days(known, viewAs("member", "ana"))).average?.people).toBe(3);
  });

  it("is everybody's for an admin, added up, and compared with the period before", async () => {
    const page = await days(organisation, viewAs("admin"));
    expect(page.members).toHaveLength(5);
    expect(page.days.find(({ day }) => day === "2026-11-19")).toMatchObject({ emailsSent: 53, callsMade: 2 });
    const byId = new Map(page.summary.map(({ metric, ...each }) => [metric.id, each]));
    expect(byId.get("emails_sent")).toEqual({ value: 53, previous: 0, compared: 53 });
    expect(byId.get("calls_made")).toEqual({ value: 2, previous: 1, compared: 2 });
    // One call in the first 14 working days of October.
    expect(page.comparedPerDay).toBeCloseTo(1 / 14);
  });
});

describe("what people did by hour", () => {
  it("is by weekday and hour, for a member beside the average", async () => {
    const page = await hours(organisation, viewAs("member", "ana"));
    expect(page.hours).toEqual([{ weekday: 4, hour: 10, emails: 2, calls: 1, meetings: 0, total: 3 }]);
    expect(page.average?.people).toBe(3);
    expect(page.average?.hours.map(({ weekday, hour, total }) => [weekday, hour, total])).toEqual([
      [2, 16, 1 / 3],
      [4, 10, 4 / 3],
    ]);
  });

  it("refuses a colleague's hours as it refuses the days", async () => {
    const reason = async (memberId: string, viewer: Viewer) => {
      const answer = await loadActivityHours(buildContext(organisation), { memberId }, viewer);
      return answer.ok ? answer.value.people : answer.error.reason;
    };
    expect(await reason("ben", viewAs("member", "ana"))).toBe("not_permitted");
    expect(await reason("shy", viewAs("member", "ana"))).toBe("unknown_member");
    expect(await reason("ben", viewAs("admin"))).toBe(1);
    const unknown = await loadActivityHours(buildContext(organisation), { teamId: "moon" }, viewAs("admin"));
    expect(unknown).toMatchObject({ ok: false, error: { reason: "unknown_team" } });
  });
});

describe("the averages of several periods", () => {
  const everyDay = (memberId: string, teamOn: (day: string) => string = () => "london") =>
    ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"].map((day, index) =>
      did(memberId, "email_sent", day, `${day}T1${index}:00:00.000Z`, teamOn(day)),
    );
  const crew = ["ana", "ben", "cleo"];
  /** What all who are averaged did together in some days, by hour. */
  const together = async (known: Organisation, from: string, to: string) => {
    const { average } = await hours(known, viewAs("member", "ana"), { from, to });
    const slots = (average?.hours ?? []).map(({ weekday, hour, emails }): [string, number] => [
      `${weekday} ${hour}`,
      Math.round(emails * (average?.people ?? 0)),
    ]);
    return new Map(slots);
  };
  const isSum = async (known: Organisation, cut: string) => {
    const [whole, before, after] = await Promise.all([
      together(known, "2026-11-16", "2026-11-20"),
      together(known, "2026-11-16", cut),
      together(known, `2026-11-${Number(cut.slice(-2)) + 1}`, "2026-11-20"),
    ]);
    const slots = new Set([...whole.keys(), ...before.keys(), ...after.keys()]);
    for (const slot of slots) {
      expect(whole.get(slot) ?? 0, slot).toBe((before.get(slot) ?? 0) + (after.get(slot) ?? 0));
    }
  };

  it("leave nothing of a colleague between them who is away now", async () => {
    const leaves = [{ from: "2026-11-20", to: null, relievesQuota: false }];
    const members = [
      ...crew.map((id) => buildMember(id, "london")),
      buildMember("dan", "london", { leaves }),
    ];
    const credits = [...crew, "dan"].flatMap((id) => everyDay(id));
    await isSum({ teams: TEAMS, members, credits }, "2026-11-19");
    await isSum({ teams: TEAMS, members, credits }, "2026-11-18");
  });

  it("leave nothing of a colleague between them who changed the team", async () => {
    const memberships = [
      { teamId: "london", from: null, until: "2026-11-17" },
      { teamId: "paris", from: "2026-11-18", until: null },
    ];
    const members = [
      ...crew.map((id) => buildMember(id, "london")),
      buildMember("dan", null, { memberships }),
    ];
    const moved = everyDay("dan", (day) => (day <= "2026-11-17" ? "london" : "paris"));
    const credits = [...crew.flatMap((id) => everyDay(id)), ...moved];
    await isSum({ teams: TEAMS, members, credits }, "2026-11-17");
    await isSum({ teams: TEAMS, members, credits }, "2026-11-18");
  });
});

describe("activity and privacy", () => {
  const EVENTS: readonly EventId[] = ["email_sent", "call_made", "meeting_booked"];
  const viewer = fc.constantFrom(viewAs("member", "ana"), viewAs("viewer", "ben"), viewAs("manager", "lead"));
  const asked = fc.record({
    period: fc.constantFrom("this_month" as const, "last_quarter" as const, "this_week" as const),
    teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined }),
  });

  it("says the same to the last figure whatever a private person did, over all filters", async () => {
    const privacy = fc.constantFrom("hidden" as const, "anonymous" as const);
    await fc.assert(
      fc.asyncProperty(twins, asked, viewer, privacy, async (seed, query, by, mode) => {
        const [one, other] = pairOf(mode, seed).map((known) => ({
          ...known,
          credits: (known.credits ?? []).map((credit, index) => ({
            ...credit,
            event: EVENTS[index % EVENTS.length] ?? credit.event,
          })),
        }));
        if (!one || !other) return;
        const open = (known: Organisation) => (known.credits ?? []).slice(0, seed.open.length);
        const same = { ...other, credits: [...open(one), ...(other.credits ?? []).slice(seed.open.length)] };
        expect(await days(one, by, query)).toEqual(await days(same, by, query));
        expect(await hours(one, by, query)).toEqual(await hours(same, by, query));
      }),
      { numRuns: 300 },
    );
  });
});

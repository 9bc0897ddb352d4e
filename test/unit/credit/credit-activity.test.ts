import { describe, expect, it } from "vitest";
import type { Correspondence } from "../../../worker/domain/facts.ts";
import type { Call, Email, Meeting } from "../../../worker/domain/records.ts";
import {
  buildAdjustment,
  buildCall,
  buildEmail,
  buildMeeting,
  buildMessage,
  buildTask,
  buildWonDeal,
  countedEvents,
  linesOf,
  noon,
  reasons,
  usd,
} from "./builders.ts";

describe("a call", () => {
  it("was made when it is outbound, and answered when its outcome says so", () => {
    expect(countedEvents(buildCall())).toEqual(["call_answered", "call_made"]);
    expect(linesOf(buildCall(), "call_answered")[0]).toMatchObject({
      memberId: "ana",
      day: "2026-05-04",
      seconds: 300,
      marks: [],
    });
    expect(linesOf(buildCall(), "call_made")[0]?.seconds).toBe(0);
    expect(countedEvents(buildCall({ connected: false, durationSeconds: 900 }))).toEqual(["call_made"]);
  });

  it("without an outcome is answered from thirty seconds on, unless it broke off, and is marked", () => {
    const made = (call: Partial<Call>) => countedEvents(buildCall({ connected: null, ...call }));
    expect(made({ durationSeconds: 29 })).toEqual(["call_made"]);
    expect(made({ durationSeconds: 30 })).toEqual(["call_answered", "call_made"]);
    expect(made({ durationSeconds: 30, completed: null })).toEqual(["call_answered", "call_made"]);
    expect(made({ durationSeconds: 30, completed: false })).toEqual(["call_made"]);
    expect(made({ durationSeconds: null })).toEqual(["call_made"]);
    expect(linesOf(buildCall({ connected: null }), "call_answered")[0]?.marks).toEqual(["by_duration"]);
  });

  it("that came in is received, with talk time only when it connected", () => {
    const inbound = (connected: boolean) =>
      linesOf(buildCall({ direction: "inbound", connected }), "call_received");
    expect(inbound(true)).toMatchObject([{ seconds: 300, count: 1 }]);
    expect(inbound(false)).toMatchObject([{ seconds: 0, count: 1 }]);
    expect(countedEvents(buildCall({ direction: "inbound" }))).toEqual(["call_received"]);
  });

  it("without a direction was logged by whoever made it", () => {
    expect(countedEvents(buildCall({ direction: null }))).toEqual(["call_answered", "call_made"]);
  });

  it("that repeats another is left out", () => {
    expect(reasons(buildCall(), "call_made", { facts: { duplicateOf: "9" } })).toEqual([
      "duplicate_of_another",
    ]);
    expect(reasons(buildCall({ at: null }), "call_made")).toEqual(["no_date"]);
  });
});

describe("an e-mail", () => {
  it("that a member sent outside is sent, and one from outside is received", () => {
    expect(countedEvents(buildEmail())).toEqual(["email_sent"]);
    const incoming = buildEmail({ direction: "inbound", from: "customer", to: ["person-ana"] });
    expect(countedEvents(incoming)).toEqual(["email_received"]);
    expect(linesOf(incoming, "email_received")[0]?.memberId).toBe("ana");
  });

  it("logged as incoming or forwarded is the member's own when the member wrote it", () => {
    for (const direction of ["inbound", "forwarded", null] as const) {
      const email = buildEmail({ direction, from: "person-ben", ownerId: "owner-ana" });
      expect(linesOf(email, "email_sent")).toMatchObject([{ memberId: "ben", leftOut: null }]);
    }
    expect(countedEvents(buildEmail({ direction: "forwarded", from: "customer" }))).toEqual([
      "email_received",
    ]);
    expect(countedEvents(buildEmail({ direction: null, from: null }))).toEqual(["email_sent"]);
  });

  it("without an owner is the sender's, or the first member's it went to", () => {
    expect(linesOf(buildEmail({ ownerId: null, from: "person-ben" }), "email_sent")[0]?.memberId).toBe("ben");
    const incoming = buildEmail({
      direction: "inbound",
      ownerId: null,
      from: "customer",
      to: ["other", "person-ben", "person-ana"],
    });
    expect(linesOf(incoming, "email_received")[0]?.memberId).toBe("ben");
  });

  it("that bounced or failed was not delivered, and one that waits is nothing yet", () => {
    expect(reasons(buildEmail({ status: "bounced" }), "email_sent")).toEqual(["not_delivered"]);
    expect(reasons(buildEmail({ status: "failed" }), "email_sent")).toEqual(["not_delivered"]);
    expect(linesOf(buildEmail({ status: "pending" }), "email_sent")).toEqual([]);
    expect(reasons(buildEmail({ status: null }), "email_sent")).toEqual([null]);
  });

  it("among members alone is internal, and with one person from outside it is not", () => {
    expect(reasons(buildEmail({ to: ["person-ben"] }), "email_sent")).toEqual(["internal_only"]);
    expect(reasons(buildEmail({ to: ["person-ben", "customer"] }), "email_sent")).toEqual([null]);
    expect(reasons(buildEmail({ to: [] }), "email_sent")).toEqual([null]);
  });

  it("that is an automatic answer is nobody's work", () => {
    const incoming: Partial<Email> = { direction: "inbound", from: "customer", automatic: true };
    expect(reasons(buildEmail(incoming), "email_received")).toEqual(["automatic_reply"]);
    expect(reasons(buildEmail({ automatic: true }), "email_sent")).toEqual(["automatic_reply"]);
  });
});

describe("an outreach", () => {
  const at = "2026-05-20T12:00:00.000Z";
  function outreach(entry: Partial<Correspondence>, email: Partial<Email> = {}) {
    const correspondence = [{ person: "customer", previousSentAt: null, answeredAt: null, ...entry }];
    const given = { facts: { correspondence } };
    const record = buildEmail({ at, ...email });
    return [
      linesOf(record, "outreach_delivered", given),
      linesOf(record, "outreach_replied", given),
    ] as const;
  }
  const counted = (lines: readonly { leftOut: string | null }[]) =>
    lines.filter(({ leftOut }) => leftOut === null).length;

  it("is the first e-mail to a person after fourteen quiet days", () => {
    expect(counted(outreach({})[0])).toBe(1);
    expect(counted(outreach({ previousSentAt: "2026-05-06T11:59:59.000Z" })[0])).toBe(1);
    expect(outreach({ previousSentAt: "2026-05-06T12:00:00.000Z" })[0]).toEqual([]);
  });

  it("is replied when the person answers within fourteen days, on the day of the outreach", () => {
    const [delivered, replied] = outreach({ answeredAt: "2026-06-03T12:00:00.000Z" });
    expect(replied).toMatchObject([{ day: "2026-05-20", count: 1, line: delivered[0]?.line }]);
    expect(outreach({ answeredAt: "2026-06-03T12:00:01.000Z" })[1]).toEqual([]);
    expect(outreach({})[1]).toEqual([]);
  });

  it("that did not arrive counts on neither side", () => {
    const [delivered, replied] = outreach({ answeredAt: "2026-05-21T12:00:00.000Z" }, { status: "bounced" });
    expect(delivered.map(({ leftOut }) => leftOut)).toEqual(["not_delivered"]);
    expect(replied.map(({ leftOut }) => leftOut)).toEqual(["not_delivered"]);
  });

  it("is one per person, each on a line of its own that does not move", () => {
    const record = buildEmail({ at, to: ["first", "person-ben", "second"] });
    const entry = (person: string): Correspondence => ({ person, previousSentAt: null, answeredAt: null });
    const linesFor = (...persons: readonly string[]) =>
      linesOf(record, "outreach_delivered", { facts: { correspondence: persons.map(entry) } });
    const both = linesFor("first", "second");
    expect(both.map(({ count, unit }) => [count, unit])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(linesFor("second", "first").map(({ line }) => line)).toEqual(
      both.map(({ line }) => line).toReversed(),
    );
    expect(linesFor("second")[0]?.line).toBe(both[1]?.line);
  });
});

describe("a meeting", () => {
  it("is booked on the day it was created for its creator, and held on its start day for its host", () => {
    const meeting = buildMeeting({ creatorUserId: "user-ben" });
    expect(linesOf(meeting, "meeting_booked")).toMatchObject([
      { memberId: "ben", day: "2026-05-04", leftOut: null },
    ]);
    expect(linesOf(meeting, "meeting_held")).toMatchObject([
      { memberId: "ana", day: "2026-05-12", leftOut: null },
    ]);
  });

  it("is the owner's when its creator is no member, or the rules say so", () => {
    expect(linesOf(buildMeeting({ creatorUserId: "a-scheduling-page" }), "meeting_booked")[0]?.memberId).toBe(
      "ana",
    );
    const rules = { events: { meeting_booked: { creditSource: { kind: "owner_at_event" } } } } as const;
    expect(
      linesOf(buildMeeting({ creatorUserId: "user-ben" }), "meeting_booked", { rules })[0]?.memberId,
    ).toBe("ana");
  });

  it("stays booked whatever becomes of it, and is held only when it took place", () => {
    const held = (outcome: Meeting["outcome"]) => reasons(buildMeeting({ outcome }), "meeting_held");
    expect(held("canceled")).toEqual(["meeting_cancelled"]);
    expect(held("no_show")).toEqual(["meeting_no_show"]);
    expect(held("rescheduled")).toEqual(["rescheduled"]);
    expect(held("scheduled")).toEqual(["outcome_unknown"]);
    expect(held("other")).toEqual(["outcome_unknown"]);
    expect(held(null)).toEqual(["outcome_unknown"]);
    for (const outcome of ["canceled", "rescheduled", "no_show", null] as const) {
      expect(reasons(buildMeeting({ outcome }), "meeting_booked")).toEqual([null]);
    }
  });

  it("without anybody from outside never counts; where that cannot be asked it does", () => {
    expect(reasons(buildMeeting({ outsideAttendees: 0 }), "meeting_booked")).toEqual(["internal_only"]);
    expect(reasons(buildMeeting({ outsideAttendees: 0 }), "meeting_held")).toEqual(["internal_only"]);
    expect(countedEvents(buildMeeting({ outsideAttendees: null }))).toEqual([
      "meeting_booked",
      "meeting_held",
    ]);
  });
});

it("counts a task on the day it was completed, and not before", () => {
  expect(linesOf(buildTask(), "task_completed")).toMatchObject([{ memberId: "ana", day: "2026-05-04" }]);
  expect(linesOf(buildTask({ completed: false }), "task_completed")).toEqual([]);
  expect(reasons(buildTask({ completedAt: null }), "task_completed")).toEqual(["no_date"]);
});

it("counts a logged message, and follows the rules to its creator", () => {
  expect(countedEvents(buildMessage())).toEqual(["message_sent"]);
  const rules = { events: { message_sent: { creditSource: { kind: "creator" } } } } as const;
  expect(linesOf(buildMessage({ creatorUserId: "user-ben" }), "message_sent", { rules })[0]?.memberId).toBe(
    "ben",
  );
});

describe("an adjustment", () => {
  const target = { kind: "deal", crmId: "1" } as const;

  it("adds a credit of its own", () => {
    const added = buildAdjustment({ event: "revenue_closed", amount: { minor: 100, currency: "EUR" } });
    expect(linesOf(added, "revenue_closed")).toMatchObject([
      {
        memberId: "ben",
        teamId: "north",
        day: "2026-05-20",
        amountMinor: 120,
        count: 1,
        unit: 1,
        marks: ["adjusted"],
      },
    ]);
    expect(countedEvents(buildAdjustment())).toEqual(["deal_won"]);
  });

  it("takes revenue away without counting a deal", () => {
    expect(countedEvents(buildAdjustment({ event: "revenue_closed", amount: usd(-5) }))).toEqual([
      "deal_refunded",
    ]);
  });

  it("that was withdrawn is as if it had never been", () => {
    expect(countedEvents(buildAdjustment({ archived: true }))).toEqual([]);
    const adjustments = [buildAdjustment({ action: "exclude", target, archived: true })];
    expect(reasons(buildWonDeal(), "deal_won", { facts: { adjustments } })).toEqual([null]);
  });

  it("excludes the event it names and no other", () => {
    const facts = { adjustments: [buildAdjustment({ action: "exclude", target })] };
    expect(linesOf(buildWonDeal(), "deal_won", { facts })).toMatchObject([
      { leftOut: "excluded_by_adjustment", marks: ["adjusted"], memberId: "ana", count: 0 },
    ]);
    expect(reasons(buildWonDeal(), "revenue_closed", { facts })).toEqual([null]);
  });

  it("moves a credit to another person and day, the newest move last", () => {
    const move = { action: "move", event: "revenue_closed", target } as const;
    const adjustments = [
      buildAdjustment({ ...move, crmId: "2", modifiedAt: "2026-06-02T00:00:00.000Z", day: "2026-05-29" }),
      buildAdjustment({
        ...move,
        crmId: "3",
        modifiedAt: "2026-06-01T00:00:00.000Z",
        memberId: "ana",
        day: "2026-04-01",
      }),
    ];
    expect(
      linesOf(buildWonDeal({ ownerId: null, ownerHistory: [] }), "revenue_closed", {
        facts: { adjustments },
      }),
    ).toMatchObject([
      {
        memberId: "ben",
        teamId: "north",
        day: "2026-05-29",
        amountMinor: 100_000,
        leftOut: null,
        marks: ["adjusted"],
      },
    ]);
  });

  it("of revenue holds for a deal that lowers it as well", () => {
    const facts = { adjustments: [buildAdjustment({ action: "exclude", event: "revenue_closed", target })] };
    expect(reasons(buildWonDeal({ amount: usd(-1) }), "deal_refunded", { facts })).toEqual([
      "excluded_by_adjustment",
    ]);
  });

  it("does not bring a deleted record back", () => {
    const facts = { adjustments: [buildAdjustment({ action: "move", event: "deal_won", target })] };
    expect(reasons(buildWonDeal({ archived: true }), "deal_won", { facts })).toEqual(["deleted_in_crm"]);
    expect(linesOf(buildWonDeal({ createdAt: noon("2026-05-01") }), "deal_won", { facts })[0]?.memberId).toBe(
      "ben",
    );
  });
});

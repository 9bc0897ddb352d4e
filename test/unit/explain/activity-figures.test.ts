import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PERIOD_NAMES } from "../../../shared/contracts/ids.ts";
import { loadActivity } from "../../../worker/app/activity/load-activity.ts";
import { loadActivityHours } from "../../../worker/app/activity/load-activity-hours.ts";
import { buildContext } from "../boards/organisation.ts";
import { pairOf, twins } from "../boards/twins.ts";
import { expectAddsUp, explained, privacy, viewer } from "./figure-answers.ts";

describe("a figure of Activity", () => {
  const choice = fc.record({
    period: fc.constantFrom(...PERIOD_NAMES),
    teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined }),
    memberId: fc.option(fc.constantFrom("ana", "ben", "x1"), { nil: undefined, freq: 2 }),
    at: fc.constantFrom(undefined, "2026-11-12T12:00:00.000Z"),
  });

  it("is explained by lines that add up to it, over the people whom it lists", async () => {
    await fc.assert(
      fc.asyncProperty(twins, choice, viewer, privacy, async (seed, query, by, mode) => {
        const [organisation] = pairOf(mode, seed);
        const page = await loadActivity(buildContext(organisation), query, by);
        const question = { ...query, memberId: query.memberId ?? null, board: "activity" } as const;
        if (!page.ok) {
          expect(await explained(organisation, { ...question, metric: "calls_made" }, by)).toEqual(page);
          return;
        }
        for (const { metric, value } of page.value.summary) {
          const told = await explained(organisation, { ...question, metric: metric.id }, by);
          if (!told.ok) throw new Error(told.error.reason);
          expect(told.value).toMatchObject({ value, recordsVisible: true });
          expectAddsUp(told.value);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is explained for each bar as the days of the page add up, of each kind and of all together", async () => {
    const kinds = {
      emailsSent: "emails_sent",
      callsMade: "calls_made",
      meetingsBooked: "meetings_booked",
    } as const;
    const also = ["calls_made", "meetings_booked"] as const;
    const cut = fc.tuple(fc.nat(400), fc.nat(9));
    await fc.assert(
      fc.asyncProperty(
        twins,
        choice,
        cut,
        viewer,
        privacy,
        async (seed, query, [start, length], by, mode) => {
          const [organisation] = pairOf(mode, seed);
          const page = await loadActivity(buildContext(organisation), query, by);
          if (!page.ok) return;
          const inBar = page.value.days.slice(start % page.value.days.length).slice(0, length + 1);
          const days = { from: inBar[0]?.day ?? "", to: inBar.at(-1)?.day ?? "" };
          const question = { ...query, memberId: query.memberId ?? null, board: "activity", days } as const;
          const sumOf = (column: keyof typeof kinds) => inBar.reduce((sum, day) => sum + day[column], 0);
          for (const [column, metric] of Object.entries(kinds)) {
            const told = await explained(organisation, { ...question, metric }, by);
            if (!told.ok) throw new Error(told.error.reason);
            expect(told.value.value).toBe(sumOf(column as keyof typeof kinds));
            expect(told.value.period).toMatchObject(days);
            expectAddsUp(told.value);
          }
          const together = await explained(organisation, { ...question, metric: "emails_sent", also }, by);
          if (!together.ok) throw new Error(together.error.reason);
          expect(together.value.value).toBe(
            sumOf("emailsSent") + sumOf("callsMade") + sumOf("meetingsBooked"),
          );
          expect(together.value.also?.map(({ id }) => id)).toEqual(also);
          expectAddsUp(together.value);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is told by weekday and hour as its table tells it", async () => {
    const columns = { emails: "emails_sent", calls: "calls_made", meetings: "meetings_booked" } as const;
    await fc.assert(
      fc.asyncProperty(twins, choice, viewer, privacy, async (seed, query, by, mode) => {
        const [organisation] = pairOf(mode, seed);
        const page = await loadActivityHours(buildContext(organisation), query, by);
        if (!page.ok) return;
        for (const slot of page.value.hours) {
          for (const [column, metric] of Object.entries(columns)) {
            const { weekday, hour } = slot;
            const memberId = query.memberId ?? null;
            const told = await explained(
              organisation,
              { ...query, memberId, metric, clock: { weekday, hour } },
              by,
            );
            if (!told.ok) throw new Error(told.error.reason);
            expect(told.value.value).toBe(slot[column as keyof typeof columns]);
            expectAddsUp(told.value);
          }
          const also = ["calls_made", "meetings_booked"] as const;
          const { weekday, hour, total } = slot;
          const all = { ...query, memberId: query.memberId ?? null, metric: "emails_sent", also } as const;
          const together = await explained(organisation, { ...all, clock: { weekday, hour } }, by);
          expect(together.ok && together.value.value).toBe(total);
        }
      }),
      { numRuns: 200 },
    );
  });
});

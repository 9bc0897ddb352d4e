import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attainment, Quota } from "../../../shared/contracts/api.ts";
import type { PrivacyMode } from "../../../shared/contracts/ids.ts";
import { type AttainmentQuery, loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { buildContext, type Organisation, viewAs } from "../boards/organisation.ts";
import { pairOf, type Twins, twins } from "../boards/twins.ts";
import { explained, privacy } from "./figure-answers.ts";

const OCTOBER = { grain: "month", from: "2026-10-01" } as const;
const PAST: AttainmentQuery = { grain: "month", day: "2026-10-15" };
const period = fc.constantFrom<AttainmentQuery>({ grain: "month" }, { grain: "quarter" }, PAST);

function quotaOf(id: string, metric: Quota["metric"]): Quota {
  const month = { grain: "month" as const, from: "2026-11-01" };
  return { metric, subject: { kind: "team", id }, period: month, amount: 300, effectiveFrom: null };
}

function inOctober(quota: Quota): Quota {
  return { ...quota, period: OCTOBER };
}

/** The pair with teams that have quotas of their own, and so rows of their own. */
function askedPair(mode: PrivacyMode, seed: Twins): readonly [Organisation, Organisation] {
  const own = [quotaOf("left", "revenue_closed"), quotaOf("top", "deals_won"), quotaOf("left", "deals_won")];
  const asked = (organisation: Organisation): Organisation => ({
    ...organisation,
    quotas: [...(organisation.quotas ?? []), ...own, ...own.map(inOctober)],
  });
  const [one, other] = pairOf(mode, seed);
  return [asked(one), asked(other)];
}

async function attainment(
  organisation: Organisation,
  query: AttainmentQuery,
  by: Viewer,
): Promise<Attainment> {
  const answer = await loadAttainment(buildContext(organisation), query, by);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

describe("a row of quotas", () => {
  it("opens to the result and the quota that it shows, of people and of teams", async () => {
    const viewer = fc.constantFrom(viewAs("admin"), viewAs("member", "ana"), viewAs("manager", "lead"));
    await fc.assert(
      fc.asyncProperty(twins, period, viewer, privacy, async (seed, query, by, mode) => {
        const [organisation] = askedPair(mode, seed);
        const { rows, period: span } = await attainment(organisation, query, by);
        for (const { subject, metric, result, quota } of rows) {
          if (subject.kind !== "member" && subject.kind !== "team") continue;
          const whose =
            subject.kind === "member" ? { memberId: subject.id } : { memberId: null, ofTeamId: subject.id };
          const question = { ...whose, from: span.from, to: span.to };
          const told = await explained(organisation, { ...question, metric }, by);
          // A team that nobody was in has no data on a board, and none of its quota here.
          expect([subject, metric, told.ok && (told.value.value ?? 0)]).toEqual([
            subject,
            metric,
            result ?? 0,
          ]);
          // How a team stood against its quota does not open for a period that is over.
          if (quota === null || (subject.kind === "team" && query === PAST)) continue;
          const against = { ...question, metric: "quota_attainment", quotaMetric: metric } as const;
          const asked = await explained(organisation, against, by);
          const amount = asked.ok ? (asked.value.quota?.amount ?? Number.NaN) : Number.NaN;
          // Rows show whole cents.
          expect([subject, metric, Math.abs(amount - quota) <= 0.5]).toEqual([subject, metric, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("tells a manager the same of their team whatever a private person did who was in it then", async () => {
    const shy = fc.constantFrom<PrivacyMode>("hidden", "anonymous");
    await fc.assert(
      fc.asyncProperty(twins, period, shy, async (seed, query, mode) => {
        const [one, other] = askedPair(mode, seed);
        const lead = viewAs("manager", "lead");
        expect(await attainment(one, query, lead)).toEqual(await attainment(other, query, lead));
      }),
      { numRuns: 500 },
    );
  });
});

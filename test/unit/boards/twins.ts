import fc from "fast-check";
import type { Quota } from "../../../shared/contracts/api.ts";
import { AMOUNT_EVENT_IDS, type EventId, type PrivacyMode } from "../../../shared/contracts/ids.ts";
import { METRICS } from "../../../shared/metrics/catalogue.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import { measuresOf } from "../../../worker/domain/metrics/evaluate.ts";
import type { IdentifiedMember } from "../../../worker/ports/tenants.ts";
import { buildCredit, buildMember, buildTeam, type Organisation } from "./organisation.ts";

/** Two teams under one, and one beside. */
export const TEAMS = [
  buildTeam("top"),
  buildTeam("left", "top"),
  buildTeam("right", "top"),
  buildTeam("apart"),
];
const EVENTS = [...new Set(METRICS.flatMap(measuresOf).map(({ event }) => event))];

function isOfDeals(event: EventId): boolean {
  return event.startsWith("deal_") || AMOUNT_EVENT_IDS.includes(event);
}

/** Five named people, one of whom looks; and three who may be private. */
export const OPEN = ["ana", "ben", "cleo", "dan", "lead"];
export const SHY = ["x1", "x2", "x3"];

const teamId = fc.constantFrom("top", "left", "right", "apart", "");
const day = fc.constantFrom(
  "2026-07-15",
  "2026-10-01",
  "2026-10-20",
  "2026-11-02",
  "2026-11-19",
  "2026-11-30",
);

const credit = (memberIds: readonly string[]): fc.Arbitrary<Credit> =>
  fc
    .record({
      event: fc.constantFrom<EventId>(...EVENTS),
      memberId: fc.constantFrom(...memberIds),
      teamId,
      day,
      amountMinor: fc.integer({ min: -1000, max: 1000 }),
      seconds: fc.integer({ min: 0, max: 10 }).map((days) => days * 86_400),
      leftOut: fc.option(fc.constantFrom("no_amount" as const, "no_date" as const), { freq: 4 }),
      // Now and then several people share a deal, and any of them holds its unit. Activities have one holder.
      record: fc.option(fc.constantFrom("shared-1", "shared-2"), { freq: 2 }),
      unit: fc.constantFrom(0, 1),
    })
    .map(({ record, unit, leftOut, ...fields }) =>
      buildCredit({
        ...fields,
        ...(record === null || !isOfDeals(fields.event) ? {} : { crmId: record, unit }),
        ...(leftOut === null ? {} : { leftOut, count: 0, unit: 0 }),
        ...(leftOut === "no_date" ? { day: null } : {}),
      }),
    );

/** What is asked of one of some people. */
export const quota = (ids: readonly string[]): fc.Arbitrary<Quota> =>
  fc.record({
    metric: fc.constantFrom("revenue_closed" as const, "deals_won" as const),
    subject: fc.record({ kind: fc.constant("member" as const), id: fc.constantFrom(...ids) }),
    period: fc.constantFrom(
      { grain: "month" as const, from: "2026-11-01" },
      { grain: "quarter" as const, from: "2026-10-01" },
    ),
    amount: fc.integer({ min: 0, max: 500 }),
    effectiveFrom: fc.constant(null),
  });

/** When each person came and is away, by place in the list. */
type Absences = readonly Pick<IdentifiedMember, "joinedOn" | "leaves">[];

/** Away for all time, and relieved of everything. */
export const ALWAYS_AWAY = [{ from: "2000-01-01", to: null, relievesQuota: true }];

const absences = (count: number): fc.Arbitrary<Absences> =>
  fc.array(
    fc.record({
      joinedOn: fc.constantFrom(null, null, "2026-10-15", "2026-11-25", "2026-12-15"),
      leaves: fc.constantFrom(
        [],
        [],
        [{ from: "2026-11-20", to: null, relievesQuota: false }],
        [{ from: "2026-10-01", to: "2026-11-10", relievesQuota: true }],
        ALWAYS_AWAY,
      ),
    }),
    { minLength: count, maxLength: count },
  );

/** All of them, the private ones first, with the teams by place in the lists. */
export function people(
  privacy: PrivacyMode,
  teams: readonly string[],
  { open: openAbsences = [], shy: shyAbsences = [] }: { open?: Absences; shy?: Absences } = {},
): readonly IdentifiedMember[] {
  const open = OPEN.map((id, index) =>
    buildMember(id, teams[index] || null, {
      ...(id === "lead" ? { role: "manager", managesTeamIds: ["left"] } : {}),
      ...openAbsences[index],
    }),
  );
  // The last of the private people left in the middle of the month.
  const shy = SHY.map((id, index) =>
    buildMember(id, teams[OPEN.length + index] || null, {
      privacy,
      ...(index === 2 ? { active: false, leftOn: "2026-11-10" } : {}),
      ...shyAbsences[index],
    }),
  );
  return [...shy, ...open];
}

/** The same organisation twice: only what the private people did, when, and what is asked of them, differs. */
export const twins = fc.record({
  teams: fc.array(teamId, { minLength: 8, maxLength: 8 }),
  open: fc.array(credit(OPEN), { maxLength: 40 }),
  quotas: fc.array(quota(OPEN), { maxLength: 8 }),
  one: fc.array(credit(SHY), { maxLength: 20 }),
  other: fc.array(credit(SHY), { maxLength: 20 }),
  oneQuotas: fc.array(quota(SHY), { maxLength: 4 }),
  otherQuotas: fc.array(quota(SHY), { maxLength: 4 }),
  openAbsences: absences(OPEN.length),
  oneAbsences: absences(SHY.length),
  otherAbsences: absences(SHY.length),
});
/** One pair of such organisations, before it is built. */
export type Twins = typeof twins extends fc.Arbitrary<infer Value> ? Value : never;

/** Both organisations. */
export function pairOf(privacy: PrivacyMode, seed: Twins): [Organisation, Organisation] {
  // The manager's own people are no secret to them, so nobody private is in that team.
  const teams = seed.teams.map((id, index) => (index >= OPEN.length && id === "left" ? "right" : id));
  const made = (shy: Absences, credits: readonly Credit[], quotas: readonly Quota[]): Organisation => ({
    members: people(privacy, teams, { open: seed.openAbsences, shy }),
    teams: TEAMS,
    credits: [...seed.open, ...credits],
    quotas: [...seed.quotas, ...quotas],
  });
  return [
    made(seed.oneAbsences, seed.one, seed.oneQuotas),
    made(seed.otherAbsences, seed.other, seed.otherQuotas),
  ];
}

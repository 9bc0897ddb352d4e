/** Thirteen people of one sales floor on Friday 20 November 2026, 14:32 in New York; the card is Ada's. */
import type { Quota } from "../../../shared/contracts/api.ts";
import type { EventId, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import type { CardSources, QuotaCardQuery } from "../../../worker/app/quota-card/card-scene.ts";
import { wordQuotaCard } from "../../../worker/app/quota-card/quota-card-view.ts";
import { loadQuotaFigures, type QuotaFigures } from "../../../worker/app/quota-card/quota-figures.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { addDays } from "../../../worker/domain/calendar/local-time.ts";
import { buildDirectory } from "../../../worker/domain/credit/directory.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import type { Facts } from "../../../worker/domain/facts.ts";
import type { Deal } from "../../../worker/domain/records.ts";
import type { KindState } from "../../../worker/ports/sync.ts";
import type { IdentifiedMember, Tenant } from "../../../worker/ports/tenants.ts";
import {
  buildContext,
  buildCredit,
  buildMember,
  buildTeam,
  type Organisation,
  viewAs,
} from "../boards/organisation.ts";
import { buildFacts } from "../credit/builders.ts";

export const SALES = buildTeam("sales");
export const NORTH = buildTeam("north", "sales");
export const SOUTH = buildTeam("south", "sales");
export const TEAMS = [{ ...SALES, name: "Sales" }, NORTH, SOUTH];

export const ada = buildMember("ada", "north", { name: "Ada Example" });
export const boss = buildMember("boss", "north", {
  name: "Bo Lead",
  role: "manager",
  managesTeamIds: ["north"],
  roleByHand: true,
});

/** Thousands of dollars of everybody else: up to 13 November, and after it. */
const OTHERS: readonly (readonly [before: number, after: number])[] = [
  [100, 31.25],
  [90, 20],
  [80, 18],
  [70, 20],
  [60, 11.8],
  [55, 10],
  [40, 12.3],
  [30, 10],
  [20, 10],
  [10, 10],
  [5, 10],
];

export const peers: readonly IdentifiedMember[] = OTHERS.map((_, index) =>
  buildMember(`peer-${index}`, index % 2 === 0 ? "north" : "south", { name: `Peer ${index}` }),
);

/** The credits of a won deal over thousands of dollars. */
export function wonOn(memberId: string, day: string, thousands: number): readonly Credit[] {
  return [
    buildCredit({ event: "deal_won", memberId, day, teamId: teamOf(memberId) }),
    buildCredit({
      event: "revenue_closed",
      memberId,
      day,
      teamId: teamOf(memberId),
      amountMinor: Math.round(thousands * 100_000),
    }),
  ];
}

function teamOf(memberId: string): string {
  const member = [ada, boss, ...peers].find(({ id }) => id === memberId);
  return member?.memberships[0]?.teamId ?? "";
}

function times(count: number, event: EventId, day: string): readonly Credit[] {
  return Array.from({ length: count }, () => buildCredit({ event, memberId: "ada", day, teamId: "north" }));
}

/** Six deals, 15 meetings and 340 activities. */
export const ADAS_MONTH: readonly Credit[] = [
  ...wonOn("ada", "2026-11-04", 10),
  ...wonOn("ada", "2026-11-07", 15),
  ...wonOn("ada", "2026-11-12", 25),
  ...wonOn("ada", "2026-11-16", 12.4),
  ...wonOn("ada", "2026-11-18", 14),
  ...wonOn("ada", "2026-11-19", 10),
  ...times(15, "meeting_booked", "2026-11-10"),
  ...times(200, "email_sent", "2026-11-09"),
  ...times(140, "call_made", "2026-11-17"),
];

/** A deal every week, larger and smaller in turn, from the fourth closed quarter before November on. */
export const ADAS_YEAR: readonly Credit[] = Array.from({ length: 56 }, (_, week) =>
  wonOn("ada", addDays("2025-10-08", week * 7), 18 + (week % 7) * 4),
).flat();

const OPEN_DEALS: readonly Credit[] = [
  ["2026-11-20", 20],
  ["2026-11-24", 14.4],
  ["2026-11-27", 12.1],
  ["2026-11-30", 15],
].map(([day, thousands]) =>
  buildCredit({
    event: "deal_due",
    memberId: "ada",
    teamId: "north",
    day: String(day),
    amountMinor: Math.round(Number(thousands) * 100_000),
  }),
);

export const OTHERS_MONTH: readonly Credit[] = OTHERS.flatMap(([before, after], index) => [
  ...wonOn(`peer-${index}`, "2026-11-10", before),
  ...wonOn(`peer-${index}`, "2026-11-17", after),
]);

export function quotaOf(
  metric: QuotaMetricId,
  amount: number,
  changes: Partial<Quota> & { readonly memberId?: string } = {},
): Quota {
  const { memberId = "ada", ...rest } = changes;
  return {
    metric,
    subject: { kind: "member", id: memberId },
    period: { grain: "month", from: "2026-11-01" },
    amount,
    effectiveFrom: null,
    ...rest,
  };
}

export const QUOTAS: readonly Quota[] = [
  quotaOf("revenue_closed", 12_000_000),
  quotaOf("deals_won", 8),
  quotaOf("meetings_booked", 24),
  quotaOf("touches", 640),
];

export const FLOOR: Organisation = {
  members: [ada, boss, ...peers],
  teams: TEAMS,
  credits: [...ADAS_MONTH, ...ADAS_YEAR, ...OPEN_DEALS, ...OTHERS_MONTH, ...wonOn("boss", "2026-11-10", 1)],
  quotas: QUOTAS,
};

export interface CardSetting {
  readonly organisation?: Partial<Organisation>;
  readonly viewer?: Viewer;
  readonly query?: QuotaCardQuery;
  readonly tenant?: Partial<Tenant>;
  /** 14:31 when nothing is said. */
  readonly syncedAt?: string | null;
  readonly now?: string;
  /** The deals that the ledger knows, by id. */
  readonly deals?: readonly Deal[];
  readonly facts?: Partial<Facts>;
}

export const asAda: Viewer = viewAs("member", "ada");

function kindsAt(lastSyncAt: string | null): readonly KindState[] {
  return (["deal", "call"] as const).map((kind) => ({
    kind,
    granted: true,
    completeFrom: "2000-01-01",
    pollSince: null,
    pollCursor: null,
    pollStartedAt: null,
    lastSyncAt,
  }));
}

/** The figures of a card that must be answered. */
export async function figuresOf(setting: CardSetting = {}): Promise<QuotaFigures> {
  const answer = await loadQuotaFigures(contextOf(setting), setting.query ?? {}, setting.viewer ?? asAda);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
}

export function contextOf(setting: CardSetting): QueryContext & CardSources {
  const organisation = { ...FLOOR, ...setting.organisation };
  const context = buildContext(organisation);
  const facts = buildFacts({ directory: buildDirectory(organisation.members, []), ...setting.facts });
  return {
    ...context,
    tenant: { ...context.tenant, ...setting.tenant },
    now: setting.now ?? context.now,
    deals: {
      loadDeal: async (crmId) => {
        const deal = setting.deals?.find((each) => each.crmId === crmId);
        return deal ? { deal, facts } : null;
      },
    },
    loadKinds: async () =>
      kindsAt(setting.syncedAt === undefined ? "2026-11-20T19:31:00.000Z" : setting.syncedAt),
  };
}

export async function cardOf(setting: CardSetting = {}, language = "en-GB"): Promise<QuotaCardView> {
  return wordQuotaCard(await figuresOf(setting), language);
}

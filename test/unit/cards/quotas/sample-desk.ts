import type { Attainment, MemberList, Quota, QuotaSheet } from "../../../../shared/contracts/api.ts";
import type { DeskAnswers, QuotaSpan } from "../../../../ui-extension/cards/quotas/quota-desk.ts";

export const DECEMBER: QuotaSpan = { grain: "month", from: "2026-12-01", to: "2026-12-31" };
export const NOVEMBER: QuotaSpan = { grain: "month", from: "2026-11-01", to: "2026-11-30" };

export const SPANS: readonly QuotaSpan[] = [
  ...Array.from({ length: 12 }, (_, index): QuotaSpan => {
    const from = new Date(Date.UTC(2026, index, 1)).toISOString().slice(0, 10);
    const to = new Date(Date.UTC(2026, index + 1, 0)).toISOString().slice(0, 10);
    return { grain: "month", from, to };
  }),
  { grain: "quarter", from: "2026-01-01", to: "2026-03-31" },
  { grain: "quarter", from: "2026-04-01", to: "2026-06-30" },
  { grain: "quarter", from: "2026-07-01", to: "2026-09-30" },
  { grain: "quarter", from: "2026-10-01", to: "2026-12-31" },
  { grain: "year", from: "2026-01-01", to: "2026-12-31" },
];

export function setQuota(
  subject: Quota["subject"],
  amount: number | null,
  more: Partial<QuotaSheet["quotas"][number]> = {},
): QuotaSheet["quotas"][number] {
  return {
    metric: "revenue_closed",
    subject,
    period: { grain: "month", from: DECEMBER.from },
    amount,
    effectiveFrom: null,
    setBy: "grace",
    setAt: "2026-10-28T09:00:00.000Z",
    ...more,
  };
}

function person(id: string, name: string, teamId: string | null): MemberList["members"][number] {
  return {
    id,
    crmId: `crm-${id}`,
    name,
    teamId,
    role: id === "grace" ? "admin" : "member",
    active: true,
    joinedOn: null,
    leftOn: null,
  };
}

export const PEOPLE: MemberList = {
  members: [
    person("maya", "Maya Okafor", "east"),
    person("lukas", "Lukas Brandt", "east"),
    person("tom", "Tom Whitfield", "smb"),
    person("grace", "Grace Holm", "smb"),
  ],
  teams: [
    { id: "sales", crmId: "1", name: "Sales", parentId: null },
    { id: "east", crmId: "2", name: "East", parentId: "sales" },
    { id: "smb", crmId: "3", name: "SMB", parentId: "sales" },
    { id: "empty", crmId: "4", name: "Empty", parentId: null },
  ],
};

export function attainmentWith(rows: Attainment["rows"] = []): Attainment {
  return {
    period: { ...DECEMBER, timeZone: "UTC" },
    asOf: "2026-11-20T14:32:00.000Z",
    currency: "USD",
    rows,
    teams: [],
  };
}

export function judged(
  subject: Quota["subject"],
  more: Partial<Attainment["rows"][number]> = {},
): Attainment["rows"][number] {
  return {
    metric: "revenue_closed",
    subject,
    name: subject.id ?? "",
    result: null,
    quota: null,
    source: null,
    attainment: null,
    pace: 0,
    status: "no_quota",
    toGo: null,
    perWorkingDay: null,
    runRate: null,
    workingDays: { completed: 0, left: 20, total: 20 },
    ...more,
  };
}

export const SHEET: QuotaSheet = {
  version: 7,
  currency: "USD",
  quotas: [
    setQuota({ kind: "default", id: null }, 12_000_000),
    setQuota({ kind: "default", id: null }, 24, { metric: "meetings_booked" }),
    setQuota({ kind: "default", id: "smb" }, 9_000_000),
    setQuota({ kind: "member", id: "maya" }, 13_000_000),
    setQuota({ kind: "team", id: "east" }, 20_000_000),
    setQuota({ kind: "vacant", id: "Seat 1", teamId: "east" }, 5_000_000),
    setQuota({ kind: "member", id: "lukas" }, 11_000_000, {
      period: { grain: "month", from: NOVEMBER.from },
    }),
  ],
  periods: [...SPANS],
};

export const ANSWERS: DeskAnswers = {
  sheet: SHEET,
  people: PEOPLE,
  attainment: attainmentWith(),
  closed: null,
};

import { useEffect, useState } from "preact/hooks";
import type { Attainment, MemberList, Problem, QuotaSheet } from "../../../shared/contracts/api.ts";
import { FISCAL_GRAINS, type FiscalGrain } from "../../../shared/contracts/ids.ts";
import { dayOf } from "../host/account-time.ts";
import type { Answer } from "../host/api-client.ts";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { spanHolding } from "./periods-view.ts";
import type { DeskAnswers, QuotaSpan } from "./quota-desk.ts";

/** Which period the address chooses. */
export interface PeriodChoice {
  readonly grain: FiscalGrain;
  /** A day of the period. */
  readonly day: string;
}

/** The period of the address; this month without. */
export function usePeriodChoice(route: URLSearchParams): PeriodChoice {
  const { page, session } = usePage();
  const grain = FISCAL_GRAINS.find((each) => each === route.get("grain")) ?? "month";
  const today = dayOf(new Date(page.Date.now()).toISOString(), session.tenant.timeZone);
  return { grain, day: route.get("from") ?? today };
}

/** What the grid stands on, or why it cannot. */
export type Desk =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly problem: Problem | null; readonly retry: () => void }
  | {
      readonly state: "ready";
      readonly answers: DeskAnswers;
      readonly span: QuotaSpan;
      readonly spans: readonly QuotaSpan[];
      /** Puts a sheet that was just saved or read again. */
      readonly setSheet: (sheet: QuotaSheet) => void;
      /** Reads what the saved quotas come to. */
      readonly refresh: () => void;
    };

/**
 * Loads the sheet, the people and how the quotas stand. While something is being edited (`held`) the sheet stays the
 * one that the edits began from, so that what others saved meanwhile is found when saving, and not written over.
 */
export function useQuotaDesk({ grain, day }: PeriodChoice, held: boolean): Desk {
  const { api } = usePage();
  const sheet = useAnswer<QuotaSheet>("quotas", () => api.get("quotas"));
  const people = useAnswer<MemberList>("members", () => api.get("members"));
  const attainment = useAnswer<Attainment>(`quotas attainment ${grain} ${day}`, () =>
    api.get("quotas/attainment", { grain, from: day }),
  );
  const closed = useAnswer<Attainment>(`quotas attainment last ${grain}`, () =>
    noneIfRefused(api.get("quotas/attainment", { period: `last_${grain}`, metric: "revenue_closed" })),
  );
  const [base, setBase] = useState<QuotaSheet | null>(sheet.value);
  useEffect(() => {
    if (!held && sheet.value) setBase(sheet.value);
  }, [held, sheet.value]);

  const shown = base ?? sheet.value;
  const parts = [sheet, people, attainment];
  if (!shown || !people.value || !attainment.value) {
    const failed = parts.find(({ state }) => state === "problem" || state === "offline");
    if (!failed) return { state: "loading" };
    const retry = () => {
      for (const part of parts) if (!part.value) part.retry();
    };
    return { state: "failed", problem: failed.state === "problem" ? failed.problem : null, retry };
  }
  const spans = shown.periods ?? [];
  const { from, to } = attainment.value.period;
  return {
    state: "ready",
    answers: { sheet: shown, people: people.value, attainment: attainment.value, closed: closed.value },
    span: spanHolding(spans, grain, day) ?? { grain, from, to },
    spans,
    setSheet(next) {
      setBase(next);
      sheet.update(next);
    },
    refresh: () => attainment.retry(),
  };
}

/** Results of the closed period are a help beside the quotas: the grid does not wait for them. */
async function noneIfRefused(asked: Promise<Answer<Attainment>>): Promise<Answer<Attainment>> {
  const answer = await asked;
  return answer.kind === "problem" ? { kind: "offline" } : answer;
}

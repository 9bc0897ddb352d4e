import type { Attainment } from "../../../shared/contracts/api.ts";
import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import { NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Figure } from "../design/figure.tsx";
import { dayOf } from "../host/account-time.ts";
import { usePage } from "../standings/page-context.ts";
import type { QuotasWords } from "./words/en.ts";

/** Whose result or quota a figure of the page is, and when. */
export interface QuotaFigureProps {
  readonly row: Pick<Attainment["rows"][number], "subject" | "name"> & { readonly metric: QuotaMetricId };
  readonly period: { readonly from: string; readonly to: string };
  /** The result itself, the quota, or the one set against the other. */
  readonly about: "result" | "quota" | "attainment";
  readonly text: string;
  /** What the period is called. */
  readonly when: string;
  readonly words: QuotasWords;
}

/**
 * A figure of a person or of a team that opens "Why this number?". Nobody has results on a vacant seat; and how a team
 * stood against its quota is not explained for a period that is over, as people of it may be in other teams by now.
 */
export function QuotaFigure({ row, period, about, text, when, words }: QuotaFigureProps) {
  const { explain, page, session } = usePage();
  const today = dayOf(new Date(page.Date.now()).toISOString(), session.tenant.timeZone);
  const { subject, metric, name } = row;
  if (text === NO_FIGURE || (subject.kind !== "member" && subject.kind !== "team")) return <>{text}</>;
  if (subject.kind === "team" && about !== "result" && period.to < today) return <>{text}</>;
  const { from, to } = period;
  const whose =
    subject.kind === "member"
      ? { memberId: subject.id, memberName: name }
      : { memberId: "", ofTeam: subject.id, memberName: name };
  const what = about === "result" ? { metric } : { metric: "quota_attainment" as const, quotaMetric: metric };
  return (
    <Figure
      label={`${text}. ${words.why(`${words.cell(words.metrics[metric], name)}, ${words[about]}, ${when}`)}`}
      onOpen={() => explain({ ...what, ...whose, from, to })}
    >
      {text}
    </Figure>
  );
}

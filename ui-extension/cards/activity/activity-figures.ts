/** What "Why this number?" is asked about the figures of activity. */
import type { ExplainedFigure } from "../standings/page-context.ts";
import type { ActivityBar } from "./activity-bars.ts";

/** A figure over the page's period, before it is known whose it is. */
export type ActivityFigure = Pick<ExplainedFigure, "metric" | "also" | "days" | "clock">;

/** What a bar is stacked from, what stands under it, and all that is stacked. */
export type BarKind = "emails" | "calls" | "meetings" | "talkMinutes" | "total";

/** All together are no metric of their own: they are asked about as one figure of three. */
export const FIGURE_OF_KIND: Readonly<Record<BarKind, ActivityFigure>> = {
  emails: { metric: "emails_sent" },
  calls: { metric: "calls_made" },
  meetings: { metric: "meetings_booked" },
  talkMinutes: { metric: "talk_time" },
  total: { metric: "emails_sent", also: ["calls_made", "meetings_booked"] },
};

/** The figure of a bar: what was done on its days. */
export function figureOfBar({ day, lastDay }: ActivityBar, kind: BarKind): ActivityFigure {
  return { ...FIGURE_OF_KIND[kind], days: { from: day, to: lastDay } };
}

import { useEffect, useRef } from "preact/hooks";
import type { FiscalGrain, PeriodName, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { LiveFeed } from "../host/live-feed.ts";

/** Changes that come close together are fetched once. */
const REFRESH_PAUSE_MILLISECONDS = 150;

/** What no board shows, such as the amount of an open deal, is looked up this often while somebody can see it. */
const LOOK_UP_MILLISECONDS = 120_000;

const PERIODS: Readonly<Record<FiscalGrain, PeriodName>> = {
  month: "this_month",
  quarter: "this_quarter",
  year: "this_year",
};

/**
 * Calls `refresh` when the results of the card's period change. The card itself is personal and not on the socket:
 * the board of the same period is watched, and its first message tells nothing new.
 */
export function useLiveCard(
  feed: Pick<LiveFeed, "watch">,
  watched: { readonly metric: QuotaMetricId; readonly grain: FiscalGrain },
  refresh: () => void,
): void {
  const newest = useRef(refresh);
  newest.current = refresh;
  const { metric, grain } = watched;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== "hidden") newest.current();
    }, LOOK_UP_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known: number | null = null;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => newest.current(), REFRESH_PAUSE_MILLISECONDS);
    };
    const stop = feed.watch(
      { metric, period: PERIODS[grain], by: "member" },
      {
        onRefresh: later,
        onBoard: ({ revision }) => {
          // After a gap in the connection the whole board comes again: only a newer one is news.
          if (known !== null && revision !== known) later();
          known = revision;
        },
      },
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [feed, metric, grain]);
}

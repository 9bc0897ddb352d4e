import { useCallback, useMemo, useState } from "preact/hooks";
import { type FiscalGrain, QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import type { ExplainTarget, QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { writeExplained } from "../explanation/write-explained.ts";
import type { ApiClient } from "../host/api-client.ts";
import type { LiveFeed } from "../host/live-feed.ts";
import { type UsedAnswer, useAnswer } from "../host/use-answer.ts";
import type { OpenDealsTarget } from "../open-deals/deals-address.ts";
import { writeOpenDeals } from "../open-deals/write-open-deals.ts";
import { QuotaCard } from "./quota-card.tsx";
import { useLiveCard } from "./use-live-card.ts";
import { en, type QuotaCardWords } from "./words/en.ts";

/** Which card the address asks for. */
export interface CardAddress {
  /** Id of a deal in the CRM: the card says what it would change. */
  readonly deal: string | undefined;
  readonly member: string | undefined;
  readonly grain: FiscalGrain | undefined;
  readonly layout: "narrow" | "wide" | undefined;
}

/** What the stand-alone card is given. */
export interface QuotaCardPageProps {
  readonly api: ApiClient;
  readonly feed: Pick<LiveFeed, "watch">;
  readonly address: CardAddress;
  /** Language and region of the person who looks. */
  readonly locale: string;
  readonly words: QuotaCardWords;
  /** Opens a page of Standings, by its query; the host decides where. */
  readonly onOpen: (query: Readonly<Record<string, string>>) => void;
}

const SKELETON_LINES = 10;

/** The card in grey; English is all that is known before the words are. */
export function CardSkeleton({ label }: { readonly label?: string }) {
  return <Skeleton lines={SKELETON_LINES} card={false} label={label ?? en.loading} />;
}

/** The quota card alone on its page: asked for, kept up to date, and kept on screen when asking fails. */
export function QuotaCardPage({ api, feed, address, locale, words, onOpen }: QuotaCardPageProps) {
  const [grain, setGrain] = useState(address.grain);
  const { deal, member, layout } = address;
  const query = useMemo(() => ({ member, grain, deal, locale }), [member, grain, deal, locale]);
  const answer = useAnswer<QuotaCardView>(`cards/quota ${JSON.stringify(query)}`, () =>
    api.get<QuotaCardView>("cards/quota", query),
  );
  const { value, retry } = answer;
  const watched = useMemo(() => watchedBoard(value, grain), [value, grain]);
  useLiveCard(feed, watched, retry);
  const openStandings = useCallback(() => onOpen({ page: "leaderboard" }), [onOpen]);
  const explain = useCallback((target: ExplainTarget) => onOpen(explainQuery(target)), [onOpen]);
  const openDeals = useCallback((target: OpenDealsTarget) => onOpen(dealsQuery(target)), [onOpen]);

  if (answer.state === "loading") return <CardSkeleton label={words.loading} />;
  if (answer.state === "problem")
    return <ProblemState card={false} problem={answer.problem} onRetry={retry} />;
  if (answer.state === "offline") return <ProblemState card={false} problem={null} onRetry={retry} />;
  return (
    <>
      <OldNote answer={answer} words={words} retryLabel={answer.value.words.retry} />
      <QuotaCard
        view={answer.value}
        layout={layout}
        onGrain={setGrain}
        onExplain={explain}
        onOpenDeals={openDeals}
        onOpenStandings={openStandings}
      />
    </>
  );
}

/** The board whose changes are changes of the card. */
function watchedBoard(view: QuotaCardView | null, grain: FiscalGrain | undefined) {
  const main = view?.quotas.find((line) => line.main)?.metric;
  const metric = QUOTA_METRIC_IDS.find((id) => id === main) ?? "revenue_closed";
  return { metric, grain: view?.period.grain ?? grain ?? "month" } as const;
}

/** The page of a person, with "Why this number?" open. */
export function explainQuery(target: ExplainTarget): Readonly<Record<string, string>> {
  return { page: "person", member: target.memberId, explain: writeExplained(target) };
}

/** The page of a person, with the deals open that are due. */
function dealsQuery(target: OpenDealsTarget): Readonly<Record<string, string>> {
  return { page: "person", member: target.memberId, deals: writeOpenDeals(target) };
}

/** An older answer stays, and says why it is older. While it is only being renewed nothing is said. */
function OldNote(props: {
  readonly answer: UsedAnswer<QuotaCardView>;
  readonly words: QuotaCardWords;
  readonly retryLabel: string;
}) {
  const { answer, words, retryLabel } = props;
  if (answer.state !== "stale" || answer.why === "refreshing") return null;
  return (
    <div class="quota-card-old">
      <Note tone="warn" role="status" action={{ label: retryLabel, onClick: answer.retry }}>
        {answer.why === "offline" ? words.offline : words.notUpdated}
      </Note>
    </div>
  );
}

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Session } from "../../../shared/contracts/access.ts";
import { DESIGN_WORDS, DesignWordsContext } from "../design/design-words.ts";
import { PermissionStateContext } from "../design/problem-state.tsx";
import { AnswerCache } from "../host/answer-cache.ts";
import { ApiClient } from "../host/api-client.ts";
import type { LiveState } from "../host/live-board.ts";
import { LiveFeed } from "../host/live-feed.ts";
import type { HeldSession } from "../host/session.ts";
import type { PageLanguage } from "../host/theme.ts";
import { AnswerCacheContext } from "../host/use-answer.ts";
import type { OpenDealsTarget } from "../open-deals/deals-address.ts";
import { Explained } from "./explained.tsx";
import { OpenedDeals } from "./opened-deals.tsx";
import { type ExplainedFigure, type PageContext, PageProvider } from "./page-context.ts";
import { PageOutlet, PageSkeleton } from "./page-outlet.tsx";
import type { PageId } from "./pages.ts";
import { Refused } from "./refused.tsx";
import { TabBar } from "./tab-bar.tsx";
import { useAddress } from "./use-address.ts";
import { useSearchKey } from "./use-search-key.ts";
import { useWordStore } from "./use-word-store.ts";
import { STANDINGS_WORDS } from "./words/book.ts";

type Page = Window & typeof globalThis;

/** The frame around all pages: tabs, what pages stand on, and the drawer over them. */
export function StandingsApp(props: {
  readonly page: Page;
  readonly held: HeldSession;
  readonly language: PageLanguage;
}) {
  const { page, held, language } = props;
  const main = useRef<HTMLElement>(null);
  const cache = useMemo(() => new AnswerCache(), []);
  const session = useSession(held, cache);
  const { api, live, liveState } = useConnection(page, held);
  const wordsOf = useWordStore(language);
  const { openers, closeAll, drawers } = useDrawers(page);
  const openPage = useCallback((_id: PageId | null) => {
    closeAll();
    // The head of the page takes it over when it is drawn.
    main.current?.focus();
    page.scrollTo(0, 0);
  }, []);
  const address = useAddress(page, session.role, openPage);
  useSearchKey(page);

  const context = useMemo<PageContext>(
    () => ({
      page,
      api,
      session,
      live,
      liveState,
      wordsOf,
      locale: { language: language.locale, timeZone: session.tenant.timeZone },
      language: language.language,
      navigate: address.navigate,
      guardLeaving: address.guardLeaving,
      hrefOf: address.hrefOf,
      ...openers,
    }),
    [
      page,
      api,
      session,
      live,
      liveState,
      wordsOf,
      language,
      address.navigate,
      address.hrefOf,
      address.guardLeaving,
      openers,
    ],
  );

  const words = wordsOf(STANDINGS_WORDS);
  const designWords = wordsOf(DESIGN_WORDS);
  if (!words || !designWords) return <PageSkeleton />;
  return (
    <DesignWordsContext.Provider value={designWords}>
      <AnswerCacheContext.Provider value={cache}>
        <PageProvider value={context}>
          <PermissionStateContext.Provider value={Refused}>
            <TabBar current={address.id} words={words} />
            <main ref={main} tabIndex={-1}>
              <PageOutlet id={address.id} search={address.search} words={words} />
            </main>
            {drawers}
          </PermissionStateContext.Provider>
        </PageProvider>
      </AnswerCacheContext.Provider>
    </DesignWordsContext.Provider>
  );
}

type Openers = Pick<PageContext, "explain" | "openDeals" | "openRecord">;

/** What opens over the pages: of a shared link the one that it names, until another page is opened. */
function useDrawers(page: Page) {
  // What the address names is read by the drawers' own code.
  const named = (name: string) => (new URLSearchParams(page.location.search).has(name) ? "address" : null);
  const [figure, setFigure] = useState<ExplainedFigure | "address" | null>(() => named("explain"));
  const [deals, setDeals] = useState<OpenDealsTarget | "address" | null>(() => named("deals"));
  const closeFigure = useCallback(() => setFigure(null), []);
  const closeDeals = useCallback(() => setDeals(null), []);
  const closeAll = useCallback(() => {
    setFigure(null);
    setDeals(null);
  }, []);
  const drawers = (
    <>
      {figure && <Explained figure={figure} onClose={closeFigure} />}
      {deals && <OpenedDeals target={deals} onClose={closeDeals} />}
    </>
  );
  const openers = useMemo<Openers>(
    () => ({ explain: setFigure, openDeals: setDeals, openRecord: (url) => openRecord(page, url) }),
    [page],
  );
  return { openers, closeAll, drawers };
}

/** The session as it is now. What was answered to other rights is forgotten. */
function useSession(held: HeldSession, cache: AnswerCache): Session {
  const [session, setSession] = useState(held.current);
  useEffect(
    () =>
      held.onRenewed((next) => {
        setSession((before) => {
          const sameRights = before.role === next.role && before.member.id === next.member.id;
          if (!sameRights) cache.clear();
          return next;
        });
      }),
    [held, cache],
  );
  return session;
}

function useConnection(
  page: Page,
  held: HeldSession,
): { readonly api: ApiClient; readonly live: LiveFeed; readonly liveState: LiveState } {
  const { api, live } = useMemo(() => {
    const client = new ApiClient({
      fetch: page.fetch.bind(page),
      tokenFor: () => held.token(),
      renew: () => held.renew(),
    });
    return { api: client, live: new LiveFeed(page, client) };
  }, [page, held]);
  const [liveState, setLiveState] = useState<LiveState>(live.state);
  useEffect(() => {
    const stop = live.onState(setLiveState);
    setLiveState(live.state);
    return () => {
      stop();
      live.close();
    };
  }, [live]);
  return { api, live, liveState };
}

/** Beside the host's page, and without a way back into this one. */
function openRecord(page: Page, url: string): void {
  const { protocol } = new URL(url, page.location.href);
  if (protocol === "https:" || protocol === "http:") page.open(url, "_blank", "noopener,noreferrer");
}

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "../../../shared/contracts/access.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import type { Language, Locale } from "../../../shared/wording/locale.ts";
import type { WordBook } from "../../../shared/wording/words.ts";
import type { ApiClient } from "../host/api-client.ts";
import type { LiveState } from "../host/live-board.ts";
import type { LiveFeed } from "../host/live-feed.ts";
import type { OpenDealsTarget } from "../open-deals/deals-address.ts";
import type { PageTarget } from "./address.ts";

/** What "Why this number?" is asked about; the name is shown while the answer is on its way. */
export type ExplainedFigure = ExplainTarget & { readonly memberName?: string | undefined };

/** What every page is given by the frame around it. */
export interface PageContext {
  readonly page: Window & typeof globalThis;
  readonly api: ApiClient;
  /** Who looks: role, person, and the account's zone, currency and week. Changes when the session is renewed. */
  readonly session: Session;
  /** For figures, dates and times: the viewer's region, the account's zone. */
  readonly locale: Locale;
  /** Whose words are shown. */
  readonly language: Language;
  /** The one socket: `live.watch(board, listener)`. */
  readonly live: LiveFeed;
  readonly liveState: LiveState;
  /** A catalogue in the viewer's language; null while it loads, so a page shows its skeleton. */
  readonly wordsOf: <Words extends object>(book: WordBook<Words>) => Words | null;
  /** Goes to a page, or changes the filters of this one. `replace` leaves no step for Back. */
  readonly navigate: (target: PageTarget, options?: { readonly replace?: boolean }) => void;
  /**
   * For a page with changes that are not saved: another page, and Back, are handed to `ask`, which goes or does not.
   * Returns how to stop.
   */
  readonly guardLeaving: (ask: (go: () => void) => void) => () => void;
  /** The address of a page, for a link that can be copied and opened elsewhere. */
  readonly hrefOf: (target: PageTarget) => string;
  /** Opens "Why this number?". */
  readonly explain: (figure: ExplainedFigure) => void;
  /** Opens the deals behind what is due, or behind a stage. */
  readonly openDeals: (target: OpenDealsTarget) => void;
  /** Opens a record of the CRM in the host, never inside this frame. */
  readonly openRecord: (url: string) => void;
}

const Context = createContext<PageContext | null>(null);

/** Gives the pages below it what they stand on. */
export const PageProvider = Context.Provider;

/** What the frame gives. Throws outside of it: no page can do without. */
export function usePage(): PageContext {
  const context = useContext(Context);
  if (!context) throw new Error("A page was drawn outside of its frame");
  return context;
}

/** A catalogue in the viewer's language; null while it loads. */
export function useWords<Words extends object>(book: WordBook<Words>): Words | null {
  return usePage().wordsOf(book);
}

import { render } from "preact";
import { FISCAL_GRAINS } from "../../../shared/contracts/ids.ts";
import { pseudoWords } from "../../../shared/wording/words.ts";
import { DESIGN_WORDS, DesignWordsContext } from "../design/design-words.ts";
import { ProblemState } from "../design/problem-state.tsx";
import { ApiClient } from "../host/api-client.ts";
import { LiveFeed } from "../host/live-feed.ts";
import { HeldSession, isInSalesforce } from "../host/session.ts";
import { applyLanguage } from "../host/theme.ts";
import { QUOTA_CARD_WORDS } from "./card-words.ts";
import { openPage } from "./open-page.ts";
import { type CardAddress, CardSkeleton, QuotaCardPage } from "./quota-card-page.tsx";
import type { QuotaCardWords } from "./words/en.ts";
import "../design/tokens.css";
import "../design/base.css";
import "./quota-card.css";

/** What the address asks for: `?deal=55&member=…&grain=quarter&size=wide`. */
function addressOf(search: string): CardAddress {
  const params = new URLSearchParams(search);
  const size = params.get("size");
  return {
    deal: params.get("deal") ?? undefined,
    member: params.get("member") ?? undefined,
    grain: FISCAL_GRAINS.find((grain) => grain === params.get("grain")),
    layout: size === "wide" || size === "narrow" ? size : undefined,
  };
}

async function start(root: HTMLElement): Promise<void> {
  const { language, locale, pseudo } = applyLanguage(window);
  render(<CardSkeleton />, root);
  const opening = HeldSession.open(window);
  const [words, designWords] = await Promise.all([
    QUOTA_CARD_WORDS[language]().catch(QUOTA_CARD_WORDS.en),
    DESIGN_WORDS[language]().catch(DESIGN_WORDS.en),
  ]);
  const said = pseudo ? pseudoWords(words) : words;
  document.title = said.title;
  const opened = await opening;
  const content =
    opened.kind === "ok" ? (
      cardOf(opened.value, locale, said)
    ) : (
      <ProblemState
        card={false}
        problem={opened.kind === "problem" ? opened.problem : null}
        onRetry={() => void start(root)}
      />
    );
  render(
    <DesignWordsContext.Provider value={pseudo ? pseudoWords(designWords) : designWords}>
      {content}
    </DesignWordsContext.Provider>,
    root,
  );
}

function cardOf(session: HeldSession, locale: string, words: QuotaCardWords) {
  const api = new ApiClient({
    fetch: window.fetch.bind(window),
    tokenFor: () => session.token(),
    renew: () => session.renew(),
  });
  return (
    <QuotaCardPage
      api={api}
      feed={new LiveFeed(window, api)}
      address={addressOf(window.location.search)}
      locale={locale}
      words={words}
      onOpen={(query) => openPage(window, query)}
    />
  );
}

const root = document.getElementById("app");
if (root) {
  void start(root);
  // Where it does not come, the frame keeps its height.
  import("../host/frame.ts")
    .then(({ reportHeight }) => reportHeight(window, root, isInSalesforce(window)))
    .catch(() => null);
}

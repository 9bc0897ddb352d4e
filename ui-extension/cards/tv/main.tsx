import { render } from "preact";
import { pseudoWords } from "../../../shared/wording/words.ts";
import { DESIGN_WORDS, DesignWordsContext } from "../design/design-words.ts";
import { applyLanguage } from "../host/theme.ts";
import { TvPage } from "./tv-page.tsx";
import { keyOf } from "./tv-state.ts";
import { TV_WORDS } from "./words/book.ts";
import "../design/tokens.css";
import "../design/base.css";
import "./tv.css";

async function start(root: HTMLElement): Promise<void> {
  const { language, locale, pseudo } = applyLanguage(window);
  const [words, designWords] = await Promise.all([
    TV_WORDS[language]().catch(TV_WORDS.en),
    DESIGN_WORDS[language]().catch(DESIGN_WORDS.en),
  ]);
  const said = pseudo ? pseudoWords(words) : words;
  document.title = said.page;
  const draw = () =>
    render(
      <DesignWordsContext.Provider value={pseudo ? pseudoWords(designWords) : designWords}>
        <TvPage
          key={window.location.hash}
          page={window}
          displayKey={keyOf(window.location.hash)}
          words={said}
          language={locale}
        />
      </DesignWordsContext.Provider>,
      root,
    );
  draw();
  // Another key is another screen. It stays in the address, so that the screen finds it after a power cut.
  window.addEventListener("hashchange", draw);
}

const root = document.getElementById("app");
if (root) void start(root);

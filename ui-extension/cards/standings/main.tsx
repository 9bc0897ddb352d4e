import "../design/tokens.css";
import "../design/base.css";
import { render } from "preact";
import { DESIGN_WORDS, DesignWordsContext } from "../design/design-words.ts";
import { ProblemState } from "../design/problem-state.tsx";
import { HeldSession } from "../host/session.ts";
import { applyLanguage } from "../host/theme.ts";
import { pageOf } from "./address.ts";
import { PageSkeleton } from "./page-outlet.tsx";
import { loaderOf } from "./pages.ts";
import { StandingsApp } from "./standings-app.tsx";

async function start(root: HTMLElement): Promise<void> {
  const language = applyLanguage(window);
  render(<PageSkeleton />, root);
  preload();
  const opened = await HeldSession.open(window);
  if (opened.kind === "ok") {
    render(<StandingsApp page={window} held={opened.value} language={language} />, root);
    return;
  }
  const words = await DESIGN_WORDS[language.language]().catch(DESIGN_WORDS.en);
  render(
    <DesignWordsContext.Provider value={words}>
      <main class="page">
        <ProblemState
          problem={opened.kind === "problem" ? opened.problem : null}
          onRetry={() => void start(root)}
        />
      </main>
    </DesignWordsContext.Provider>,
    root,
  );
}

/** The page's code comes while the session is opened. A wrong guess of the role costs nothing but the guess. */
function preload(): void {
  const id = pageOf(window.location.search, "member");
  const load = id === null ? null : loaderOf(id, "owner");
  // Where it fails, the frame loads it again and says so.
  load?.().catch(() => null);
}

const root = document.getElementById("app");
if (root) void start(root);

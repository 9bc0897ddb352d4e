import { render } from "preact";
import { METRIC_IDS, PERIOD_NAMES } from "../../../shared/contracts/ids.ts";
import type { BoardQuery } from "../host/api-client.ts";
import { HeldSession } from "../host/session.ts";
import { LeaderboardPage } from "./leaderboard-page.tsx";
import "../tokens.css";
import "../page.css";

/** The board that the address asks for, so that a shared link opens the same view. */
function queryOf(search: string): BoardQuery {
  const params = new URLSearchParams(search);
  const metric = METRIC_IDS.find((id) => id === params.get("metric")) ?? "revenue_closed";
  const by = params.get("by") === "team" ? "team" : "member";
  const from = params.get("from");
  const to = params.get("to");
  if (from && to) return { metric, by, from, to };
  return { metric, by, period: PERIOD_NAMES.find((name) => name === params.get("period")) ?? "this_month" };
}

async function start(root: HTMLElement): Promise<void> {
  const firstQuery = queryOf(window.location.search);
  const opened = await HeldSession.open(window);
  if (opened.kind === "ok") {
    render(<LeaderboardPage page={window} session={opened.value} firstQuery={firstQuery} />, root);
    return;
  }
  const problem = opened.kind === "problem" ? opened.problem : null;
  render(
    <main>
      <section class="card message" role="alert">
        <h1>{problem?.title ?? "Standings could not be reached"}</h1>
        <p>{problem?.detail ?? "The server did not answer. Reload the page to try again."}</p>
        {problem?.action && <p>{problem.action}</p>}
      </section>
    </main>,
    root,
  );
}

const root = document.getElementById("app");
if (root) void start(root);

import { useMemo } from "preact/hooks";
import type { Session } from "../../../shared/contracts/access.ts";
import type { TenantSettings } from "../../../shared/contracts/settings.ts";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import {
  addressOf,
  type BoardDefaults,
  type BoardQuery,
  FIRST_DEFAULTS,
  namesBoard,
  readQuery,
} from "./board-query.ts";
import { keepChoice, keptChoice } from "./kept-choice.ts";
import { LeaderboardPage } from "./leaderboard-page.tsx";
import { LEADERBOARD_WORDS } from "./words/book.ts";
import "./leaderboard.css";

/** The page `leaderboard` of the app. */
export default function Page({ route }: { readonly route: URLSearchParams }) {
  const { page, session, navigate } = usePage();
  const words = useWords(LEADERBOARD_WORDS);
  const owner = session.member.id;
  const asked = route.toString();
  // A shared link opens what it says; without one it is what the person looked at last, else what the account shows.
  const own = useMemo(() => {
    const address = new URLSearchParams(asked);
    return namesBoard(address) ? address : keptChoice(page, owner);
  }, [page, owner, asked]);
  const defaults = useDefaults(own === null);
  const query = useMemo(
    () => defaults && readQuery(own ?? new URLSearchParams(), defaults),
    [own, defaults?.metric, defaults?.period],
  );
  if (!words || !query) {
    return (
      <div class="page">
        <Skeleton rows={10} facts={4} label={words?.loading} />
      </div>
    );
  }
  const change = (next: BoardQuery) => {
    keepChoice(page, owner, next);
    navigate({ page: "leaderboard", query: addressOf(next) }, { replace: true });
  };
  return <LeaderboardPage query={query} words={words} onChange={change} />;
}

/** What the account's boards open with; asked for only where nothing else says it. Null while it is asked for. */
function useDefaults(needed: boolean) {
  const { api, session } = usePage();
  const answer = useAnswer<TenantSettings>(needed ? "settings" : null, () => api.get("settings"));
  if (!needed) return FIRST_DEFAULTS;
  if (answer.value) return defaultsFor(session.role, answer.value.defaults);
  return answer.state === "loading" ? null : FIRST_DEFAULTS;
}

/** A board of attainment shows a person without reports nobody's figure but their own: it is theirs to choose. */
function defaultsFor(role: Session["role"], defaults: TenantSettings["defaults"]): BoardDefaults {
  const seesQuotas = role !== "member" && role !== "viewer";
  const { metric } = FIRST_DEFAULTS;
  return defaults.metric === "quota_attainment" && !seesQuotas ? { ...defaults, metric } : defaults;
}

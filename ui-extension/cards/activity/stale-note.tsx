import { formatTime } from "../../../shared/wording/dates.ts";
import { useDesignWords } from "../design/design-words.ts";
import { Note } from "../design/note.tsx";
import type { AnswerState } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import type { ActivityChartWords } from "./words/en.ts";

/** How old what is shown is, when asking for it again failed. */
export function StaleNote(props: {
  readonly answer: AnswerState<unknown> & { readonly retry: () => void };
  readonly words: Pick<ActivityChartWords, "asOf">;
}) {
  const { answer, words } = props;
  const { locale } = usePage();
  const design = useDesignWords();
  if (answer.state !== "stale" || answer.why === "refreshing") return null;
  const why = answer.why === "offline" ? design.offlineDetail : design.serverSilent;
  return (
    <div class="stale-note">
      <Note tone="warn" role="status" action={{ label: design.tryAgain, onClick: answer.retry }}>
        {words.asOf(formatTime(answer.asOf, locale))} {why}
      </Note>
    </div>
  );
}

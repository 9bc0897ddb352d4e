import { useMemo } from "preact/hooks";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import { Drawer } from "../design/drawer.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useDrawerAddress } from "../host/use-drawer-address.ts";
import { type UsedPages, usePages } from "../host/use-pages.ts";
import { type ExplainedFigure, usePage, useWords } from "../standings/page-context.ts";
import { Evidence } from "./evidence.tsx";
import { EXPLAIN_PARAMETER } from "./explain-address.ts";
import { figureLabel, headView } from "./explanation-head.ts";
import { explanationPages, type ListName, loadEveryRecord } from "./explanation-pages.ts";
import { type DrawerWords, sceneOf } from "./explanation-scene.ts";
import { explanationView } from "./explanation-view.ts";
import { FileButton } from "./file-button.tsx";
import { MomentTexts } from "./moments.ts";
import { csvFileName, recordsCsv } from "./records-csv.ts";
import { EXPLANATION_WORDS } from "./words/book.ts";
import { writeExplained } from "./write-explained.ts";
import "./explanation.css";

interface DrawerProps {
  readonly figure: ExplainedFigure;
  readonly onClose: () => void;
}

/** "Why this number?" over the page, for one figure. */
export default function ExplanationDrawer({ figure, onClose }: DrawerProps) {
  const { page, api, locale, language } = usePage();
  const words = useWords(EXPLANATION_WORDS);
  const rules = useWords(RULE_WORDS);
  // The address and the question follow what is asked, not the object that it came in.
  const asked = useMemo(() => figure, [JSON.stringify(figure)]);
  const used = usePages(useMemo(() => explanationPages(api, asked), [api, asked]));
  useDrawerAddress(page, EXPLAIN_PARAMETER, writeExplained(asked));
  if (!words || !rules) return null;
  const drawer = { words, rules, language, locale };
  const now = new page.Date().toISOString();
  return <Why figure={asked} used={used} drawer={drawer} now={now} onClose={onClose} />;
}

function Why(
  props: DrawerProps & {
    readonly used: UsedPages<Explanation, ListName>;
    readonly drawer: DrawerWords;
    readonly now: string;
  },
) {
  const { figure, used, drawer, onClose } = props;
  const { words } = drawer;
  const { answer } = used;
  if (answer.state !== "ready") {
    return (
      <Drawer {...waitingHead(figure, drawer, props.now)} onClose={onClose}>
        {answer.state === "failed" ? (
          <ProblemState problem={answer.problem} onRetry={used.retry} card={false} />
        ) : (
          <Skeleton lines={6} card={false} label={words.loading} />
        )}
      </Drawer>
    );
  }
  const { value: explanation, reading, failed } = answer;
  const scene = sceneOf(figure, explanation, drawer);
  const { eyebrow, title } = headView(scene);
  const hasRecords =
    figure.board !== "on_track" &&
    [explanation.counted, explanation.leftOut, explanation.undated].some((lines) => lines.length > 0);
  return (
    <Drawer
      eyebrow={eyebrow}
      title={title}
      onClose={onClose}
      footer={hasRecords && <FiguresFile figure={figure} explanation={explanation} drawer={drawer} />}
    >
      <Evidence
        view={explanationView(scene)}
        words={words}
        reading={reading}
        failed={failed?.part ?? null}
        onMore={used.readOn}
        onReload={used.retry}
      />
    </Drawer>
  );
}

function FiguresFile(props: {
  readonly figure: ExplainedFigure;
  readonly explanation: Explanation;
  readonly drawer: DrawerWords;
}) {
  const { api } = usePage();
  const { figure, explanation, drawer } = props;
  return (
    <FileButton
      words={drawer.words}
      load={() => loadEveryRecord(api, figure, explanation)}
      fileOf={(every) => ({ name: csvFileName(every), text: recordsCsv(every, drawer) })}
    />
  );
}

/** What is known before the answer is here. */
function waitingHead(figure: ExplainedFigure, { words, language, locale }: DrawerWords, now: string) {
  const moments = new MomentTexts(locale, now);
  const { from, to } = figure.days ?? figure;
  const period = moments.period(from, to);
  return {
    eyebrow: figure.memberName === undefined ? words.question : words.questionAbout(figure.memberName),
    title: words.titleWaiting(figureLabel(figure, words, language), period),
  };
}

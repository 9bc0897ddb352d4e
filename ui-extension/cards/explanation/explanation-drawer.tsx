import { useMemo } from "preact/hooks";
import { metricLabel } from "../../../shared/metrics/words/labels.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import { Drawer } from "../design/drawer.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { type ExplainedFigure, usePage, useWords } from "../standings/page-context.ts";
import { CsvButton } from "./csv-button.tsx";
import { Evidence } from "./evidence.tsx";
import { headView } from "./explanation-head.ts";
import { type DrawerWords, sceneOf } from "./explanation-scene.ts";
import { explanationView } from "./explanation-view.ts";
import { MomentTexts } from "./moments.ts";
import { useExplainedAddress } from "./use-explained-address.ts";
import { type UsedExplanation, useExplanation } from "./use-explanation.ts";
import { EXPLANATION_WORDS } from "./words/book.ts";
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
  const used = useExplanation(api, asked);
  useExplainedAddress(page, asked);
  if (!words || !rules) return null;
  const drawer = { words, rules, language, locale };
  const now = new page.Date().toISOString();
  return <Why figure={asked} used={used} drawer={drawer} now={now} onClose={onClose} />;
}

function Why(
  props: DrawerProps & { readonly used: UsedExplanation; readonly drawer: DrawerWords; readonly now: string },
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
  const { explanation, reading, failed } = answer;
  const scene = sceneOf(figure, explanation, drawer);
  const { eyebrow, title } = headView(scene);
  const hasRecords = explanation.counted.length + explanation.leftOut.length > 0;
  return (
    <Drawer
      eyebrow={eyebrow}
      title={title}
      onClose={onClose}
      footer={hasRecords && <CsvButton figure={figure} explanation={explanation} file={drawer} />}
    >
      <Evidence
        view={explanationView(scene)}
        words={words}
        reading={reading}
        failed={failed}
        onMore={used.readOn}
        onReload={used.retry}
      />
    </Drawer>
  );
}

/** What is known before the answer is here. */
function waitingHead(figure: ExplainedFigure, { words, language, locale }: DrawerWords, now: string) {
  const moments = new MomentTexts(locale, now);
  const period = moments.period(figure.from, figure.to);
  return {
    eyebrow: figure.memberName === undefined ? words.question : words.questionAbout(figure.memberName),
    title: words.titleWaiting(metricLabel(figure.metric, language), period),
  };
}

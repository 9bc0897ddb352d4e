import type { MetricList } from "../../../shared/contracts/api.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { formulaInWords } from "../../../shared/metrics/describe.ts";
import type { RuleWords } from "../../../shared/metrics/words/rule-words.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Drawer } from "../design/drawer.tsx";
import { usePage, useWords } from "../standings/page-context.ts";
import { BOARD_STATE_WORDS } from "./states/words/book.ts";
import type { BoardStateWords } from "./states/words/en.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** How the order comes about: the rule of the metric, and the rules of places. */
export function RankingRules(props: {
  /** Null while the list of metrics is on its way. */
  readonly metric: MetricList["metrics"][number] | null;
  readonly rules: RuleWords | null;
  readonly words: LeaderboardWords;
  readonly onClose: () => void;
}) {
  const { metric, words } = props;
  const { locale } = usePage();
  const rules = useWords(BOARD_STATE_WORDS)?.rules;
  const sample = metric?.minimumSample ?? null;
  if (!rules) return null;
  return (
    <Drawer title={words.howRankingWorks} onClose={props.onClose}>
      {metric && props.rules && <MetricRules id={metric.id} told={props.rules} rules={rules} />}
      <h3>{rules.places}</h3>
      <ul class="board-rules">
        {metric && <li>{rules.better[metric.better]}</li>}
        <li>{rules.ties}</li>
        <li>{rules.noData}</li>
        {sample !== null && <li>{rules.sample(formatCount(sample, locale.language))}</li>}
        <li>{rules.notRanked}</li>
        <li>{rules.movement}</li>
        <li>{rules.compared}</li>
        <li>{rules.privacy}</li>
      </ul>
    </Drawer>
  );
}

/** What is counted, for whom, and what is left out. */
function MetricRules(props: {
  readonly id: MetricId;
  readonly told: RuleWords;
  readonly rules: BoardStateWords["rules"];
}) {
  const { id, told, rules } = props;
  const rule = told.rule(id);
  return (
    <dl class="board-rules">
      <Rule head={rules.metric} text={rule.description} />
      <Rule head={rules.formula} text={formulaInWords(metricById(id), told.formula)} />
      <Rule head={rules.day} text={rule.dateField} />
      <Rule head={rules.credit} text={rule.creditRule} />
      <dt>{rules.exclusions}</dt>
      <dd>
        <ul>
          {rule.exclusions.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}

function Rule({ head, text }: { readonly head: string; readonly text: string }) {
  return (
    <>
      <dt>{head}</dt>
      <dd>{text}</dd>
    </>
  );
}

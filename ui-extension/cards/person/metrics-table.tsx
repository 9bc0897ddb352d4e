import { useState } from "preact/hooks";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { formatCount, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { Change } from "../design/change.tsx";
import { Figure } from "../design/figure.tsx";
import { Icon } from "../design/icon.tsx";
import { Sparkline } from "../design/sparkline.tsx";
import { usePage } from "../standings/page-context.ts";
import { type MetricRowView, metricRows, type ShownMetric } from "./person-view.ts";
import type { PersonWords } from "./words/en.ts";

/** What the table is about. */
export interface MetricsTableProps {
  readonly metrics: readonly ShownMetric[];
  readonly member: { readonly id: string; readonly name: string };
  readonly period: DaySpan;
  /** What is compared with; null where nothing is. */
  readonly comparedWith: DaySpan | null;
  readonly heads: { readonly current: string; readonly previous: string | null };
  /** What stands against what; null where nothing does. */
  readonly note: string | null;
  readonly words: PersonWords;
  readonly mine: boolean;
  /** The metric that the page was opened from; null without. */
  readonly asked: string | null;
  /** False for a colleague's results: no weeks and no places. */
  readonly full: boolean;
}

/** All metrics against the compared period; the ten of every day first, the others on request. */
export function MetricsTable(props: MetricsTableProps) {
  const { words } = props;
  const { locale } = usePage();
  const [all, setAll] = useState(false);
  const rows = metricRows(props.metrics, { words, locale }, props.asked);
  const shown = all ? rows : rows.filter(({ first }) => first);
  return (
    <section class="card person-metrics">
      <div class="card-head person-metrics-head">
        <h2>{words.all.title}</h2>
        {props.note && <span class="text-3 text-sm">{props.note}</span>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard */}
      <section class="table-scroll" tabIndex={0} aria-label={words.all.title}>
        <table class="data-table compact">
          <caption class="visually-hidden">{words.all.caption}</caption>
          <Head {...props} />
          <tbody>
            {shown.map((row) => (
              <MetricRow key={row.id} row={row} table={props} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown.length || all ? (
        <div class="card-foot">
          <span />
          <Button kind="ghost" small onClick={() => setAll(!all)}>
            {all ? words.all.showFewer : words.all.showAll(formatCount(rows.length, locale.language))}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Head({ words, heads, full }: MetricsTableProps) {
  return (
    <thead>
      <tr>
        <th scope="col">{words.all.metric}</th>
        <th scope="col" class="number">
          {heads.current}
        </th>
        <th scope="col" class="number">
          {heads.previous ?? words.all.before}
        </th>
        <th scope="col" class="number">
          {words.all.change}
        </th>
        {full && (
          <>
            <th scope="col">{words.all.weeks}</th>
            <th scope="col" class="number">
              {words.all.rank}
            </th>
          </>
        )}
        <th scope="col">
          <span class="visually-hidden">{words.all.explain}</span>
        </th>
      </tr>
    </thead>
  );
}

function MetricRow({ row, table }: { readonly row: MetricRowView; readonly table: MetricsTableProps }) {
  const { words, full, mine, member, period, comparedWith } = table;
  const { explain } = usePage();
  const openIn = ({ from, to }: DaySpan) =>
    explain({ metric: row.id, memberId: member.id, from, to, memberName: member.name });
  const open = () => openIn(period);
  const openBefore = comparedWith && row.previous !== NO_FIGURE ? () => openIn(comparedWith) : null;
  const why = words.all.why(row.label);
  const whyBefore = words.all.why(`${row.label}, ${table.heads.previous ?? words.all.before}`);
  return (
    <tr>
      <th scope="row">
        {row.label}
        {row.smallSample && <span class="text-3 text-xs person-hint">{words.all.smallSample}</span>}
      </th>
      <td class="number strong">
        <Figure label={`${row.value}. ${why}`} onOpen={open}>
          {row.value}
        </Figure>
        {row.base && <span class="text-3 text-xs person-hint">{row.base}</span>}
      </td>
      <td class="number text-2">
        <Figure label={`${row.previous}. ${whyBefore}`} onOpen={openBefore}>
          {row.previous}
        </Figure>
      </td>
      <td class={`number ${toneOf(row)}`}>
        {row.change && (
          <Figure onOpen={openBefore}>
            <Change change={row.change} />
            <span class="visually-hidden">. {whyBefore}</span>
          </Figure>
        )}
      </td>
      {full && (
        <>
          <td>
            <span class="person-weeks">
              <Sparkline values={row.weeks} mine={mine} label={row.weeksLabel} />
              {row.fewPerWeek && (
                <span class="person-few" title={words.all.fewPerWeek}>
                  <Icon name="info" label={words.all.fewPerWeek} size={12} />
                </span>
              )}
            </span>
          </td>
          <td class="number">{row.rank}</td>
        </>
      )}
      <td class="number">
        <Button kind="icon" ghost small icon="info" label={why} onClick={open} />
      </td>
    </tr>
  );
}

/** Up is good news only where more is better. */
function toneOf({ isBetter, change }: MetricRowView): string {
  if (isBetter === null || change === null) return "";
  const saysGood = change.direction === "up";
  if (saysGood === isBetter) return "";
  return isBetter ? "person-change-good" : "person-change-plain";
}

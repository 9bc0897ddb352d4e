import { useMemo, useRef } from "preact/hooks";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { ChartCanvas } from "../design/chart/chart-canvas.tsx";
import { useTableSwitch } from "../design/chart/table-switch.tsx";
import type { ActivityBar, Cadence } from "./activity-bars.ts";
import { type ActivityFigure, type BarKind, figureOfBar } from "./activity-figures.ts";
import type { ActivityChartWords } from "./words/en.ts";
import "./activity-chart.css";

/** Each kind with its colour, from the axis upwards. */
const KINDS = [
  { kind: "emails", token: "c1" },
  { kind: "calls", token: "c2" },
  { kind: "meetings", token: "c3" },
] as const;

const loadPicture = () => import("./bars-picture.ts").then(({ barsPicture }) => barsPicture);

/** What the card of bars is given. */
export interface ActivityChartProps {
  readonly title: string;
  readonly bars: readonly ActivityBar[];
  readonly cadence: Cadence;
  readonly words: ActivityChartWords;
  readonly language: string;
  /** The average of the compared period, with its name; null without. */
  readonly reference?: { readonly value: number; readonly label: string } | null | undefined;
  /** Opens what was done on the days of a bar. */
  readonly onOpen: (figure: ActivityFigure) => void;
}

/** Bars of activity with talk time in a panel of its own, and the same figures as a table. */
export function ActivityChart(props: ActivityChartProps) {
  const { asTable, body, button } = useTableSwitch();
  const { words, bars } = props;
  const hasOpen = bars.some(({ open }) => open);
  const openNote = props.cadence === "daily" ? words.todayOpen : words.weekOpen;
  const notes = [hasOpen ? openNote : null, props.cadence === "daily" ? words.leftOut : null];
  return (
    <section class="card activity-chart">
      <div class="card-head">
        <h2>{props.title}</h2>
        <Legend words={words} reference={props.reference ?? null} />
      </div>
      <div class="card-body" id={body}>
        {bars.length === 0 ? (
          <p class="text-3">{words.nothing}</p>
        ) : asTable ? (
          <BarsTable {...props} />
        ) : (
          <Bars {...props} />
        )}
      </div>
      <div class="card-foot">
        <span>{notes.filter((note) => note !== null).join(" ")}</span>
        {bars.length > 0 && button}
      </div>
    </section>
  );
}

function Legend(props: {
  readonly words: ActivityChartWords;
  readonly reference: { readonly label: string } | null;
}) {
  return (
    <ul class="activity-legend">
      {KINDS.map(({ kind, token }) => (
        <li key={kind}>
          <span class={`activity-key activity-key-${token}`} />
          {props.words[kind]}
        </li>
      ))}
      {props.reference && (
        <li>
          <span class="activity-key activity-key-line" />
          {props.reference.label}
        </li>
      )}
    </ul>
  );
}

function Bars(props: ActivityChartProps) {
  const { bars, words, language } = props;
  const reference = props.reference?.value ?? null;
  // The chart is drawn anew for other figures, not for another function.
  const opened = useRef(props.onOpen);
  opened.current = props.onOpen;
  const openPart = (index: number, kind: BarKind | undefined) => {
    const bar = bars[index];
    if (bar && kind) opened.current(figureOfBar(bar, kind));
  };
  const stacked = useMemo(() => {
    const series = KINDS.map(({ kind, token }) => ({
      label: words[kind],
      token,
      values: bars.map((bar) => bar[kind]),
    }));
    const onOpen = (index: number, part: number) => openPart(index, KINDS[part]?.kind);
    return { ...sharedParts(props), series, reference, onOpen };
  }, [bars, words, language, reference]);
  const talk = useMemo(() => {
    const values = bars.map(({ talkMinutes }) => talkMinutes);
    return {
      ...sharedParts(props),
      series: [{ label: words.talkTime, token: "c4", values }],
      reference: null,
      onOpen: (index: number) => openPart(index, "talkMinutes"),
    };
  }, [bars, words, language]);
  const [first, last] = [bars[0]?.name ?? "", bars.at(-1)?.name ?? ""];
  const sum = (kind: "emails" | "calls" | "meetings" | "talkMinutes") =>
    formatCount(
      bars.reduce((total, bar) => total + bar[kind], 0),
      language,
    );
  return (
    <>
      <ChartCanvas
        class="activity-chart-tall"
        figures={stacked}
        onEnter={(index) => openPart(index, "total")}
        load={loadPicture}
        label={words.label(sum("emails"), sum("calls"), sum("meetings"), first, last)}
      />
      <h3 class="activity-chart-second">{words.talkTime}</h3>
      <ChartCanvas
        class="activity-chart-short"
        figures={talk}
        onEnter={(index) => openPart(index, "talkMinutes")}
        load={loadPicture}
        label={words.talkLabel(sum("talkMinutes"), first, last)}
      />
    </>
  );
}

function sharedParts({ bars, words, language }: ActivityChartProps) {
  const openIndex = bars.findIndex(({ open }) => open);
  return {
    labels: bars.map(({ label }) => label),
    names: bars.map(({ name, open }) => (open ? words.open(name) : name)),
    openIndex: openIndex < 0 ? null : openIndex,
    weekEnds: bars.flatMap(({ endsWeek }, index) => (endsWeek ? [index] : [])),
    format: (value: number) => formatCount(value, language),
  };
}

const COLUMNS: readonly BarKind[] = ["emails", "calls", "meetings", "total", "talkMinutes"];

function amountIn(bar: ActivityBar, kind: BarKind): number {
  return kind === "total" ? bar.emails + bar.calls + bar.meetings : bar[kind];
}

function BarsTable({ title, bars, words, cadence, language, onOpen }: ActivityChartProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard
    <section class="table-scroll activity-chart-table" tabIndex={0} aria-label={title}>
      <table class="data-table compact">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{cadence === "daily" ? words.day : words.week}</th>
            {[words.emails, words.calls, words.meetings, words.total, words.talkTime].map((head) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar) => (
            <tr key={bar.day}>
              <th scope="row">{bar.open ? words.open(bar.name) : bar.name}</th>
              {COLUMNS.map((kind) => (
                <td key={kind} class={kind === "total" ? "number strong" : "number"}>
                  <button type="button" class="figure-button" onClick={() => onOpen(figureOfBar(bar, kind))}>
                    {formatCount(amountIn(bar, kind), language)}
                    <span class="visually-hidden">. {words.why}</span>
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

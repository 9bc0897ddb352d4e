import { useState } from "preact/hooks";
import type { ActivityHours } from "../../../shared/contracts/activity-page.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Segmented } from "../design/segmented.tsx";
import { type ActivityFigure, FIGURE_OF_KIND } from "./activity-figures.ts";
import { HEAT_KINDS, type HeatKind, type HeatView, heatView } from "./heat-view.ts";
import type { ActivityWords } from "./words/en.ts";
import "./heat-table.css";

const STEPS = [0, 1, 2, 3, 4, 5];

/** When things are done: weekdays against hours on the account's clock, with the value in every cell. */
export function HeatCard(props: {
  readonly hours: ActivityHours;
  readonly words: ActivityWords["hours"];
  readonly weekStart: number;
  readonly language: string;
  /** Opens what was done in an hour of the week. */
  readonly onOpen: (figure: ActivityFigure) => void;
}) {
  const { hours, words, weekStart, language } = props;
  const [kind, setKind] = useState<HeatKind>("calls");
  const [whose, setWhose] = useState<"own" | "average">("own");
  const { average } = hours;
  const shown = whose === "average" && average ? average.hours : hours.hours;
  const view = heatView(shown, { kind, weekStart, language });
  return (
    <section class="card heat-card">
      <div class="card-head">
        <h2>{words.titles[kind]}</h2>
        <Scale words={words} />
      </div>
      <div class="card-body">
        <div class="heat-controls">
          <Segmented
            label={words.show}
            value={kind}
            options={HEAT_KINDS.map((value) => ({ value, label: words.kinds[value] }))}
            onChange={setKind}
          />
          {average && (
            <Segmented
              label={words.whose}
              value={whose}
              options={[
                { value: "own", label: words.own },
                { value: "average", label: words.teamAverage },
              ]}
              onChange={setWhose}
            />
          )}
        </div>
        {view ? (
          <HeatTable
            view={view}
            caption={words.titles[kind]}
            words={words}
            onOpen={
              whose === "average" && average
                ? null
                : (weekday, hour) => props.onOpen({ ...FIGURE_OF_KIND[kind], clock: { weekday, hour } })
            }
          />
        ) : (
          <p class="text-3">{words.nothing}</p>
        )}
        <p class="text-3 text-sm heat-foot">
          {words.zone(hours.period.timeZone)} {kind === "meetings" && words.booked}{" "}
          {whose === "average" && average && words.average(formatCount(average.people, language))}
        </p>
      </div>
    </section>
  );
}

function Scale({ words }: { readonly words: ActivityWords["hours"] }) {
  return (
    <div class="heat-scale text-3 text-xs" aria-hidden="true">
      {words.none}
      {STEPS.map((step) => (
        <span key={step} class={`heat-swatch heat-${step}`} />
      ))}
      {words.most}
    </div>
  );
}

function HeatTable(props: {
  readonly view: HeatView;
  readonly caption: string;
  readonly words: ActivityWords["hours"];
  /** Null for what no records are told of. */
  readonly onOpen: ((weekday: number, hour: number) => void) | null;
}) {
  const { view, caption, words, onOpen } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard
    <section class="table-scroll" tabIndex={0} aria-label={caption}>
      <table class="heat-table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{words.weekday}</span>
            </th>
            {view.hours.map(({ hour, label }) => (
              <th key={hour} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <tr key={row.weekday}>
              <th scope="row" abbr={row.name}>
                {row.label}
              </th>
              {row.cells.map(({ hour, text, step }) => (
                <td key={hour} class={`heat-${step}`}>
                  {onOpen && step > 0 ? (
                    <button
                      type="button"
                      class="figure-button heat-button"
                      onClick={() => onOpen(row.weekday, hour)}
                    >
                      {text}
                      <span class="visually-hidden">. {words.why}</span>
                    </button>
                  ) : (
                    text
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

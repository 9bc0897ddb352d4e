import type { FactView, QuotaCardView, QuotaLineView } from "../../../shared/contracts/quota-card.ts";
import { Button } from "../design/button.tsx";
import { Movement } from "../design/movement.tsx";
import { ProgressBar } from "../design/progress-bar.tsx";
import { Status } from "../design/status.tsx";
import { CardFigure, Fact, Hero, MainBar, Notes, OpenDeals, PeriodMenu, SyncMark } from "./card-parts.tsx";
import { DealEffect } from "./deal-effect.tsx";
import { PaceChart } from "./pace-chart.tsx";
import type { QuotaCardProps } from "./quota-card.tsx";
import "../design/data-table.css";

/** The card of a record's tab or the home page, 760 px: the way through the period, and every quota as a row. */
export function WideCard(props: QuotaCardProps) {
  const { view, onExplain } = props;
  return (
    <>
      {view.deal && <DealEffect effect={view.deal} />}
      <WideHead {...props} />
      <div class="quota-card-top">
        <div>
          <Hero view={view} onExplain={onExplain} />
          <MainBar bar={view.bar} />
          <Notes notes={view.notes} />
          <dl class="quota-card-facts">
            {factsBesideTable(view).map((fact) => (
              <Fact key={fact.label} fact={fact} onExplain={onExplain} />
            ))}
            {view.rank && <RankFact rank={view.rank} />}
          </dl>
          <OpenDeals {...props} />
        </div>
        {view.chart && <PaceChart chart={view.chart} />}
      </div>
      {view.quotas.length > 0 && <QuotaTable view={view} onExplain={onExplain} />}
      <WideFoot {...props} />
    </>
  );
}

/** The table has the projection of each quota, so the facts do not repeat it. */
export function factsBesideTable({
  facts,
  quotas,
}: Pick<QuotaCardView, "facts" | "quotas">): readonly FactView[] {
  const projected = quotas.find(({ main }) => main)?.projected;
  const told = facts.findLastIndex(({ value }) => value === projected);
  return facts.filter((_, index) => index !== told);
}

function WideHead({ view, onGrain, onOpenStandings }: QuotaCardProps) {
  return (
    <div class="quota-card-head">
      <div class="row row-wrap">
        <PeriodMenu view={view} onGrain={onGrain} />
        <Status status={view.status} as="pill" />
        <span class="text-3 text-sm">{view.workingDays}</span>
      </div>
      <div class="row">
        <SyncMark sync={view.sync} />
        {onOpenStandings && (
          <Button
            kind="icon"
            icon="external"
            small
            label={view.words.openStandings}
            onClick={onOpenStandings}
          />
        )}
      </div>
    </div>
  );
}

function RankFact({ rank }: { readonly rank: NonNullable<QuotaCardView["rank"]> }) {
  return (
    <div class="fact">
      <dt>{rank.label}</dt>
      <dd class="row">
        {rank.text}
        {rank.movement && <Movement movement={rank.movement} />}
      </dd>
    </div>
  );
}

function QuotaTable({ view, onExplain }: Pick<QuotaCardProps, "view" | "onExplain">) {
  const { words, quotas } = view;
  const pace = view.bar?.paceLabel ?? null;
  return (
    // A region that scrolls has to be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where the card is narrower than the table
    <section class="table-scroll" aria-label={view.title} tabIndex={0}>
      <table class="data-table compact quota-card-table">
        <thead>
          <tr>
            <th scope="col">{words.quota}</th>
            <th scope="col" colSpan={2}>
              {words.progress}
              {pace !== null && <span class="quota-card-hint"> ({pace})</span>}
            </th>
            {[words.result, words.toGo, words.perDay, words.projected].map((head) => (
              <th key={head} scope="col" class="number">
                {head}
              </th>
            ))}
            <th scope="col">{words.status}</th>
          </tr>
        </thead>
        <tbody>
          {quotas.map((line) => (
            <Row key={line.metric} line={line} onExplain={onExplain} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ line, onExplain }: Pick<QuotaCardProps, "onExplain"> & { readonly line: QuotaLineView }) {
  const cell = (name: keyof QuotaLineView["explainEach"], extra = "") => (
    <td class={`number ${extra}`}>
      <CardFigure explain={line.explainEach[name]} onExplain={onExplain}>
        {line[name]}
      </CardFigure>
    </td>
  );
  return (
    <tr>
      <th scope="row" class="quota-card-line-name">
        {line.label}
      </th>
      <td class="quota-card-bar-cell">{line.bar && <ProgressBar bar={line.bar} size={8} />}</td>
      {cell("percent", "strong")}
      <td class="number">
        <CardFigure explain={line.explain} onExplain={onExplain}>
          {line.result}
        </CardFigure>
        <span class="text-3"> / {line.quota}</span>
      </td>
      {cell("toGo")}
      {cell("perWorkingDay")}
      {cell("projected")}
      <td>
        <Status status={line.status} />
      </td>
    </tr>
  );
}

function WideFoot({ view, onExplain }: QuotaCardProps) {
  const explain = view.result?.explain;
  return (
    <div class="card-foot">
      <span>{view.footnote}</span>
      {explain && (
        <button type="button" class="figure-button quota-card-link" onClick={() => onExplain(explain)}>
          {view.words.whyThisNumber}
        </button>
      )}
    </div>
  );
}

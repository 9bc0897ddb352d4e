import type { QuotaCardView, QuotaLineView } from "../../../shared/contracts/quota-card.ts";
import { Movement } from "../design/movement.tsx";
import { ProgressBar } from "../design/progress-bar.tsx";
import { Sparkline } from "../design/sparkline.tsx";
import { Status } from "../design/status.tsx";
import { CardFigure, Fact, Hero, MainBar, Notes, OpenDeals, PeriodMenu, SyncMark } from "./card-parts.tsx";
import { DealEffect } from "./deal-effect.tsx";
import type { QuotaCardProps } from "./quota-card.tsx";

/** The card of a record's sidebar, 320 px: one figure, what is left, the rank, and the other quotas. */
export function NarrowCard(props: QuotaCardProps) {
  const { view, onGrain, onExplain, onOpenStandings } = props;
  const others = view.quotas.filter((line) => !line.main);
  return (
    <>
      {view.deal && <DealEffect effect={view.deal} />}
      <div class="quota-card-head">
        <PeriodMenu view={view} onGrain={onGrain} />
        <Status status={view.status} as="pill" />
      </div>
      <Hero view={view} onExplain={onExplain} />
      <MainBar bar={view.bar} />
      <Notes notes={view.notes} />
      {view.facts.length > 0 && (
        <dl class="quota-card-facts quota-card-section">
          {view.facts.map((fact) => (
            <Fact key={fact.label} fact={fact} onExplain={onExplain} />
          ))}
        </dl>
      )}
      <OpenDeals {...props} />
      {view.rank && <Rank rank={view.rank} />}
      {others.length > 0 && (
        <ul class="quota-card-section">
          {others.map((line) => (
            <Line key={line.metric} line={line} onExplain={onExplain} />
          ))}
        </ul>
      )}
      <div class="quota-card-foot">
        <SyncMark sync={view.sync} />
        {onOpenStandings && (
          <button type="button" class="figure-button quota-card-link" onClick={onOpenStandings}>
            {view.words.openStandings}
          </button>
        )}
      </div>
    </>
  );
}

type Explains = Pick<QuotaCardProps, "onExplain">;

function Rank({ rank }: { readonly rank: NonNullable<QuotaCardView["rank"]> }) {
  return (
    <div class="quota-card-section quota-card-rank">
      <div class="grow">
        <div class="row">
          <span class="quota-card-place">{rank.text}</span>
          {rank.movement && <Movement movement={rank.movement} />}
        </div>
        <div class="text-3 text-sm">{rank.hint}</div>
      </div>
      {rank.trend && (
        <div class="quota-card-trend">
          <Sparkline values={rank.trend.values} mine />
          <div class="text-3 text-xs">{rank.trend.label}</div>
        </div>
      )}
    </div>
  );
}

function Line({ line, onExplain }: Explains & { readonly line: QuotaLineView }) {
  return (
    <li class="quota-card-line">
      <span class="quota-card-line-name">{line.label}</span>
      {line.bar && (
        <span class="quota-card-line-bar">
          <ProgressBar bar={line.bar} size={6} />
        </span>
      )}
      <span class="quota-card-line-figures">
        <CardFigure explain={line.explain} onExplain={onExplain}>
          <strong>{line.result}</strong>
        </CardFigure>
        <span class="text-3"> / {line.quota}</span>
      </span>
      <span class="quota-card-line-state">
        <Status status={line.status} />
        <CardFigure explain={line.explainQuota} onExplain={onExplain}>
          <span class="text-3 text-sm">{line.hint}</span>
        </CardFigure>
      </span>
    </li>
  );
}

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type {
  BarView,
  ExplainTarget,
  FactView,
  QuotaCardView,
} from "../../../shared/contracts/quota-card.ts";
import { agedState } from "../../../shared/live/freshness.ts";
import { Figure } from "../design/figure.tsx";
import { Icon } from "../design/icon.tsx";
import { LiveMark } from "../design/live-mark.tsx";
import { ProgressBar } from "../design/progress-bar.tsx";
import { Select } from "../design/select.tsx";
import type { QuotaCardProps } from "./quota-card.tsx";

/** A figure that opens "Why this number?", or stands by itself where nothing explains it. */
export function CardFigure(props: {
  readonly explain: ExplainTarget | null;
  readonly onExplain: (target: ExplainTarget) => void;
  /** What the button is called; the figure alone without. */
  readonly label?: string | undefined;
  readonly children: ComponentChildren;
}) {
  const { explain, onExplain, ...figure } = props;
  return <Figure {...figure} onOpen={explain && (() => onExplain(explain))} />;
}

/** Which period, and the choice of another. */
export function PeriodMenu({ view, onGrain }: Pick<QuotaCardProps, "view" | "onGrain">) {
  const { period, words } = view;
  return (
    <Select
      label={words.period}
      hideLabel
      quiet
      value={period.grain}
      options={period.options}
      onChange={onGrain}
    />
  );
}

/** The one big figure, and the amount with its quota. */
export function Hero({ view, onExplain }: Pick<QuotaCardProps, "view" | "onExplain">) {
  const { hero, result } = view;
  return (
    <div class="quota-card-hero">
      <div>
        <div class="text-hero">
          <CardFigure explain={hero.explain} onExplain={onExplain} label={hero.label}>
            {hero.text}
          </CardFigure>
        </div>
        <div class="text-3 text-sm">{hero.hint}</div>
      </div>
      {result && (
        <div class="quota-card-result">
          <CardFigure explain={result.explain} onExplain={onExplain} label={result.label}>
            <strong class="quota-card-link">{result.text}</strong>
          </CardFigure>
          <div class="text-3 text-sm">{result.of}</div>
        </div>
      )}
    </div>
  );
}

/** The bar under the big figure, with its pace written beneath. */
export function MainBar({ bar }: { readonly bar: BarView | null }) {
  return bar && <ProgressBar bar={bar} size={12} withPaceLabel />;
}

/** A labelled figure of the grid. */
export function Fact(props: {
  readonly fact: FactView;
  readonly onExplain: (target: ExplainTarget) => void;
}) {
  const { fact, onExplain } = props;
  return (
    <div class="fact">
      <dt>{fact.label}</dt>
      <dd>
        <CardFigure explain={fact.explain} onExplain={onExplain}>
          {fact.value}
        </CardFigure>
        {fact.hint !== null && <span class="quota-card-hint text-3 text-sm"> {fact.hint}</span>}
      </dd>
    </div>
  );
}

/** What is due by the end of the period, and the deals behind it where they can be opened. */
export function OpenDeals({ view, onOpenDeals }: Pick<QuotaCardProps, "view" | "onOpenDeals">) {
  if (!view.openDeals) return null;
  const { label, value, opens } = view.openDeals;
  if (!opens || !onOpenDeals) {
    return (
      <div class="quota-card-open">
        <span>{label}</span>
        <strong>{value}</strong>
      </div>
    );
  }
  return (
    <button
      type="button"
      class="quota-card-open"
      onClick={() => onOpenDeals({ memberId: opens.member, from: opens.from, to: opens.to })}
    >
      <span>{label}</span>
      <span class="quota-card-link row">
        <strong>{value}</strong>
        <Icon name="chevron-right" />
      </span>
    </button>
  );
}

/** What this state has to say: no quota, ramping, on leave, too early, not all data here yet. */
export function Notes({ notes }: Pick<QuotaCardView, "notes">) {
  return notes.map((note) => (
    <p key={note} class="quota-card-note text-2">
      {note}
    </p>
  ));
}

const MINUTE_MILLISECONDS = 60_000;

/** How old the figures are. What was live when it came is so no more on a card that hears nothing for long. */
export function SyncMark({ sync }: Pick<QuotaCardView, "sync">) {
  const [, setMinute] = useState(0);
  // The clock here may be wrong, but not its steps.
  const cameAt = useMemo(() => new Date().toISOString(), [sync]);
  useEffect(() => {
    const timer = setInterval(() => setMinute((before) => before + 1), MINUTE_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  const state = agedState({ state: sync.state, at: cameAt }, new Date().toISOString());
  return <LiveMark state={state === "live" ? "now" : "stale"} text={sync.label} />;
}

import { useRef } from "preact/hooks";
import type { ExplainTarget, QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import type { OpenDealsTarget } from "../open-deals/deals-address.ts";
import { NarrowCard } from "./narrow-card.tsx";
import { useWide } from "./use-wide.ts";
import { WideCard } from "./wide-card.tsx";
import "./quota-card.css";

/** What the quota card is given. */
export interface QuotaCardProps {
  readonly view: QuotaCardView;
  /** Narrow or wide by its own width, unless told. */
  readonly layout?: "narrow" | "wide" | undefined;
  readonly onGrain: (grain: QuotaCardView["period"]["grain"]) => void;
  /** Opens "Why this number?". */
  readonly onExplain: (target: ExplainTarget) => void;
  /** Opens the deals behind what is due; without, they are only told. */
  readonly onOpenDeals?: ((deals: OpenDealsTarget) => void) | undefined;
  /** The way to all standings; without, the card already stands among them. */
  readonly onOpenStandings?: (() => void) | undefined;
}

/** The quota of one person and period, as the view words it. The width of its place decides what it shows. */
export function QuotaCard(props: QuotaCardProps) {
  const root = useRef<HTMLElement>(null);
  const measured = useWide(root);
  const wide = props.layout === undefined ? measured : props.layout === "wide";
  return (
    <section ref={root} class="quota-card" aria-label={props.view.title}>
      {wide ? <WideCard {...props} /> : <NarrowCard {...props} />}
    </section>
  );
}

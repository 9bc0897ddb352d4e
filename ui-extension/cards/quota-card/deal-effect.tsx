import type { DealEffectView } from "../../../shared/contracts/quota-card.ts";
import { Icon } from "../design/icon.tsx";
import { ProgressBar } from "../design/progress-bar.tsx";

/** "If this deal closes": quota and rank now and then, and the rule that decides it. */
export function DealEffect({ effect }: { readonly effect: DealEffectView }) {
  return (
    <div class="quota-card-deal">
      <div class="row row-between">
        <h2>{effect.title}</h2>
        {effect.amount !== null && <strong>{effect.amount}</strong>}
      </div>
      {effect.steps.length > 0 && (
        <dl class="quota-card-steps">
          {effect.steps.map(({ label, from, to }) => (
            <div key={label}>
              <dt class="text-3 text-sm">{label}</dt>
              <dd>
                <span class="quota-card-from">{from}</span>
                <span class="visually-hidden"> → </span>
                <Icon name="chevron-right" />
                {to}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {effect.bar && <ProgressBar bar={effect.bar} size={12} withPaceLabel />}
      {effect.sentences.length > 0 && <p class="text-2 text-sm">{effect.sentences.join(" ")}</p>}
    </div>
  );
}

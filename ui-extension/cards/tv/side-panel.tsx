import { Change } from "../design/change.tsx";
import { TvName } from "./tv-name.tsx";
import type { TvView } from "./tv-view.ts";
import type { TvWords } from "./words/en.ts";

/** What the people shown did together, and who gained. */
export function SidePanel(props: {
  readonly view: TvView;
  readonly words: TvWords;
  /** False while those who gained have the slide. */
  readonly withImproved: boolean;
}) {
  const { view, words, withImproved } = props;
  return (
    <aside class="tv-side">
      {view.total && (
        <section>
          <h2>{view.total.label}</h2>
          <p class="tv-figure">
            {view.total.value}
            {view.total.change && <Change change={view.total.change} />}
          </p>
        </section>
      )}
      {view.today.length > 0 && (
        <section>
          <h2>{words.today}</h2>
          <dl class="tv-today">
            {view.today.map(({ id, value, unit }) => (
              <div key={id}>
                <dt>{unit}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {withImproved && view.improvedBeside.length > 0 && (
        <section>
          <h2>{words.improved}</h2>
          <ul class="tv-feed">
            {view.improvedBeside.map(({ key, name, change }) => (
              <li key={key}>
                <TvName name={name} />
                {change && <Change change={change} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}

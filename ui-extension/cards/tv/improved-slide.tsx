import { Avatar } from "../design/avatar.tsx";
import { Change } from "../design/change.tsx";
import { TvName } from "./tv-name.tsx";
import type { TvView } from "./tv-view.ts";

/** Who gained most, with what they came from. */
export function ImprovedSlide({ view }: { readonly view: TvView }) {
  return (
    <ol class="tv-gains">
      {view.improved.map(({ key, name, change, fromTo }) => (
        <li key={key}>
          {!view.byTeam && <Avatar name={name} />}
          <TvName name={name} />
          <span class="tv-from-to">{fromTo}</span>
          {change && <Change change={change} />}
        </li>
      ))}
    </ol>
  );
}

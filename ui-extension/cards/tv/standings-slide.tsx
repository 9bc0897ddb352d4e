import { useRef } from "preact/hooks";
import { Avatar } from "../design/avatar.tsx";
import { Change } from "../design/change.tsx";
import { Movement } from "../design/movement.tsx";
import { ValueBar } from "../design/value-bar.tsx";
import { useRowMotion } from "../leaderboard/use-row-motion.ts";
import { TvName } from "./tv-name.tsx";
import type { TvRow, TvView } from "./tv-view.ts";
import type { TvWords } from "./words/en.ts";

/** The best places, on one scale from zero. */
export function StandingsSlide({ view, words }: { readonly view: TvView; readonly words: TvWords }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowMotion(body, view.rows.map(({ key }) => key).join("\n"));
  return (
    <table class="tv-places">
      <caption class="visually-hidden">{words.caption}</caption>
      <colgroup>
        <col class="tv-col-rank" />
        <col class="tv-col-moved" />
        <col class="tv-col-who" />
        <col />
        <col class="tv-col-value" />
        <col class="tv-col-change" />
      </colgroup>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{words.rank}</th>
          <th scope="col">{words.movement}</th>
          <th scope="col">{view.byTeam ? words.team : words.person}</th>
          <th scope="col">{words.bar}</th>
          <th scope="col">{view.title}</th>
          <th scope="col">{words.change}</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {view.rows.map((row) => (
          <Place key={row.key} row={row} words={words} byTeam={view.byTeam} />
        ))}
      </tbody>
    </table>
  );
}

function Place(props: { readonly row: TvRow; readonly words: TvWords; readonly byTeam: boolean }) {
  const { row, words, byTeam } = props;
  return (
    <tr data-key={row.key} class={row.leads ? "tv-leads" : ""}>
      <td class="tv-rank">{row.rank}</td>
      <td class="tv-moved">{row.movement && <Movement movement={row.movement} />}</td>
      <th scope="row" class="tv-who">
        <span class="tv-person">
          {!byTeam && <Avatar name={row.name} private={row.isPrivate} />}
          <TvName name={row.name} quiet={row.isPrivate} />
        </span>
      </th>
      <td>
        <ValueBar percent={row.percent} mine={row.leads} />
      </td>
      <td class="tv-value">
        {row.value}
        {row.smallSample && <span class="tv-hint">{words.smallSample}</span>}
      </td>
      <td class="tv-change">{row.change && <Change change={row.change} />}</td>
    </tr>
  );
}

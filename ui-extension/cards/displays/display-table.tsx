import type { MemberList } from "../../../shared/contracts/api.ts";
import type { DisplayKeyHead } from "../../../shared/contracts/display.ts";
import { formatDayOf } from "../../../shared/wording/dates.ts";
import { Button } from "../design/button.tsx";
import { usePage } from "../standings/page-context.ts";
import type { DisplaysWords } from "./words/en.ts";
import "../design/data-table.css";

/** The displays there are. */
export function DisplayTable(props: {
  readonly keys: readonly DisplayKeyHead[];
  readonly teams: MemberList["teams"];
  readonly words: DisplaysWords;
  readonly onDisconnect: (display: DisplayKeyHead) => void;
}) {
  const { keys, teams, words, onDisconnect } = props;
  const { locale } = usePage();
  if (keys.length === 0) return <p class="text-3">{words.none}</p>;
  return (
    <div class="displays-scroll">
      <table class="data-table">
        <caption class="visually-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.label}</th>
            <th scope="col">{words.shows}</th>
            <th scope="col">{words.since}</th>
            <th scope="col">
              <span class="visually-hidden">{words.action}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((display) => (
            <tr key={display.id}>
              <th scope="row">{display.label}</th>
              <td>{boardText(display, teams, words)}</td>
              <td>{formatDayOf(display.createdAt, locale)}</td>
              <td class="number">
                <Button
                  kind="ghost"
                  small
                  label={words.disconnectLabel(display.label)}
                  onClick={() => onDisconnect(display)}
                >
                  {words.disconnect}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** "Revenue Closed, This month, People, Sales North". */
function boardText(
  { metric, period, by, teamId }: Pick<DisplayKeyHead, "metric" | "period" | "by" | "teamId">,
  teams: MemberList["teams"],
  words: DisplaysWords,
): string {
  const ranked = by === "team" ? words.teams : words.people;
  const board = words.board(words.metricLabel(metric), words.periods[period], ranked);
  if (teamId === null) return board;
  return words.boardOf(board, teams.find(({ id }) => id === teamId)?.name ?? words.teamGone);
}

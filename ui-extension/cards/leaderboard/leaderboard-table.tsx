import type { LeaderboardView, RowView } from "./leaderboard-view.ts";

const CHANGE_WORDS = { up: "up", down: "down", same: "unchanged" } as const;
const ARROW_PATHS = {
  up: "M8 13V3.5M4 7.2l4-4 4 4",
  down: "M8 3v9.5M4 8.8l4 4 4-4",
  same: "M3 8h9.5M8.8 4l4 4-4 4",
} as const;

/** The board as a table: one scale of bars, my row marked, every value opens. */
export function LeaderboardTable(props: {
  readonly view: LeaderboardView;
  readonly by: "member" | "team";
  readonly onOpen: (memberId: string) => void;
}) {
  const { view } = props;
  return (
    <div class="card table-card">
      <table>
        <caption class="visually-hidden">
          {view.title}, {view.span}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              Rank
            </th>
            <th scope="col">{props.by === "team" ? "Team" : "Person"}</th>
            <th scope="col" class="bar-column">
              <span class="visually-hidden">Share of the highest</span>
            </th>
            <th scope="col" class="number" aria-sort="descending">
              {view.valueHead}
            </th>
            <th scope="col" class="number change">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <Row key={row.key} row={row} onOpen={props.onOpen} />
          ))}
        </tbody>
      </table>
      <p class="table-foot">{view.leftOut ?? "No record is left out."}</p>
    </div>
  );
}

function Row({ row, onOpen }: { readonly row: RowView; readonly onOpen: (memberId: string) => void }) {
  const { memberId } = row;
  return (
    <tr class={row.isMe ? "me" : ""} data-key={row.key}>
      <td class="number rank">{row.rank}</td>
      <th scope="row">
        <span class="who">
          <span class="avatar" aria-hidden="true">
            {row.isPrivate ? "–" : row.initials}
          </span>
          <span>
            {row.name}
            {row.isMe && <span class="hint"> (you)</span>}
            {row.note && <span class="hint"> {row.note}</span>}
          </span>
        </span>
      </th>
      <td class="bar-column">
        <span class="bar" style={{ width: `${row.width}%` }} />
      </td>
      <td class="number value">
        {memberId ? (
          <button type="button" class="value-button" onClick={() => onOpen(memberId)}>
            {row.value}
            <span class="visually-hidden">, why this number for {row.name}?</span>
          </button>
        ) : (
          row.value
        )}
      </td>
      <td class={`number change ${row.change?.direction ?? ""}`}>
        {row.change ? <Change change={row.change} /> : "–"}
      </td>
    </tr>
  );
}

function Change({ change }: { readonly change: NonNullable<RowView["change"]> }) {
  return (
    <>
      <svg class="arrow" width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
        <path d={ARROW_PATHS[change.direction]} />
      </svg>
      <span class="visually-hidden">{CHANGE_WORDS[change.direction]} </span>
      {change.text}
    </>
  );
}

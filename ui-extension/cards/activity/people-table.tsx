import { useState } from "preact/hooks";
import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Avatar } from "../design/avatar.tsx";
import { Button } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { Sparkline } from "../design/sparkline.tsx";
import { usePage } from "../standings/page-context.ts";
import { PageLink } from "../standings/page-link.tsx";
import {
  averageRow,
  PERSON_COLUMNS,
  type PersonCell,
  type PersonColumn,
  type PersonRowView,
  personRows,
} from "./activity-view.ts";
import type { OpenActivity } from "./use-open-activity.ts";
import type { ActivityWords } from "./words/en.ts";
import "./people-table.css";

const ROWS_AT_FIRST = 10;

/** Which metric a column is of: "Why this number?" explains it. */
const METRIC_OF_COLUMN: Readonly<Record<PersonColumn, MetricId>> = {
  emailsSent: "emails_sent",
  emailsReceived: "emails_received",
  callsMade: "calls_made",
  connectRate: "connect_rate",
  talkSeconds: "talk_time",
  meetingsBooked: "meetings_booked",
  dealsCreated: "deals_created",
  dealsAdvanced: "deals_advanced",
  tasksCompleted: "tasks_completed",
};

type TableWords = ActivityWords["table"];

/** Everybody's totals, sorted by a column; for a member the own row beside the average of the team. */
export function PeopleTable(props: {
  readonly data: ActivityPage;
  readonly words: ActivityWords;
  readonly onOpen: OpenActivity;
}) {
  const { data, words, onOpen } = props;
  const { locale } = usePage();
  const [sortedBy, setSortedBy] = useState<PersonColumn>("emailsSent");
  const [all, setAll] = useState(false);
  const rows = personRows(data, { words, locale, sortedBy });
  const average = averageRow(data, { words, locale });
  const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST);
  const count = formatCount(rows.length, locale.language);
  return (
    <section class="card people-table">
      <div class="card-head people-table-head">
        <h2>{words.table.title}</h2>
        {rows.length > 1 && <span class="text-3 text-sm">{words.table.hint}</span>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard */}
      <section class="table-scroll" tabIndex={0} aria-label={words.table.caption}>
        <table class="data-table compact">
          <caption class="visually-hidden">{words.table.caption}</caption>
          <Head words={words.table} sortedBy={sortedBy} onSort={setSortedBy} />
          <tbody>
            {shown.map((row) => (
              <PersonRow key={row.memberId} row={row} words={words} onOpen={onOpen} />
            ))}
            {average && <PersonRow row={average} words={words} onOpen={onOpen} />}
          </tbody>
        </table>
      </section>
      <div class="card-foot">
        <span>
          {words.table.foot} {average && words.table.averageFoot}
        </span>
        {rows.length > ROWS_AT_FIRST && (
          <Button kind="ghost" small onClick={() => setAll(!all)}>
            {all ? words.table.showFewer : words.table.showAll(count)}
          </Button>
        )}
      </div>
    </section>
  );
}

function Head(props: {
  readonly words: TableWords;
  readonly sortedBy: PersonColumn;
  readonly onSort: (column: PersonColumn) => void;
}) {
  const { words, sortedBy } = props;
  const heads: Readonly<Record<PersonColumn, string>> = {
    emailsSent: words.emails,
    emailsReceived: words.received,
    callsMade: words.calls,
    connectRate: words.answered,
    talkSeconds: words.talkTime,
    meetingsBooked: words.meetings,
    dealsCreated: words.created,
    dealsAdvanced: words.advanced,
    tasksCompleted: words.tasks,
  };
  return (
    <thead>
      <tr>
        <th scope="col">{words.person}</th>
        {PERSON_COLUMNS.map((column) => (
          <th
            key={column}
            scope="col"
            class="number"
            aria-sort={column === sortedBy ? "descending" : undefined}
          >
            <button type="button" class="data-table-sort" onClick={() => props.onSort(column)}>
              {heads[column]}
              {column === sortedBy && <Icon name="arrow-down" size={12} />}
            </button>
          </th>
        ))}
        <th scope="col">{words.byDay}</th>
      </tr>
    </thead>
  );
}

function PersonRow(props: {
  readonly row: PersonRowView;
  readonly words: ActivityWords;
  readonly onOpen: OpenActivity;
}) {
  const { row, words, onOpen } = props;
  const { session } = usePage();
  const mine = row.memberId !== null && row.memberId === session.member.id;
  return (
    <tr class={mine ? "mine" : row.memberId === null ? "people-table-average" : ""}>
      <th scope="row">
        {row.memberId === null ? (
          row.name
        ) : (
          <span class="who">
            <Avatar name={row.name} mine={mine} size="small" />
            <PageLink
              class="who-name inline-target"
              to={mine ? { page: "standing" } : { page: "person", query: { member: row.memberId } }}
            >
              {row.name}
            </PageLink>
          </span>
        )}
      </th>
      {row.cells.map((cell) => (
        <Cell key={cell.column} cell={cell} row={row} words={words} onOpen={onOpen} />
      ))}
      <td>
        {row.trend.length > 1 && (
          <Sparkline values={row.trend} mine={mine} label={words.table.byDayLabel(row.name)} />
        )}
      </td>
    </tr>
  );
}

function Cell(props: {
  readonly cell: PersonCell;
  readonly row: PersonRowView;
  readonly words: ActivityWords;
  readonly onOpen: OpenActivity;
}) {
  const { cell, row, words, onOpen } = props;
  const { memberId } = row;
  const metric = METRIC_OF_COLUMN[cell.column];
  return (
    <td class="number">
      {memberId === null ? (
        cell.text
      ) : (
        <button
          type="button"
          class="figure-button"
          aria-label={`${cell.text}. ${words.why(row.name)}`}
          onClick={() => onOpen({ metric }, { id: memberId, name: row.name })}
        >
          {cell.text}
        </button>
      )}
      {cell.percent !== null && (
        <span class="people-table-bar" aria-hidden="true">
          <span style={{ inlineSize: `${cell.percent}%` }} />
        </span>
      )}
    </td>
  );
}

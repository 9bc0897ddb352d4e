import { formatMoney, formatPercentDown } from "../../../shared/wording/numbers.ts";
import { overAssignment, sumOf } from "./changes.ts";
import { ACTION_COLUMN, LineAction, type LineContext } from "./grid-line.tsx";
import type { GridGroup } from "./quota-desk.ts";

/** A team's name over its lines, with what its people and seats add up to against its own quota. */
export function TeamLine({ context, group, at }: { context: LineContext; group: GridGroup; at: number }) {
  const { editing, words, current, disabled } = context;
  const { team } = group;
  return (
    <tr class="quota-team">
      <td />
      <th scope="rowgroup" colSpan={5}>
        <span class="quota-team-head">
          <span class="text-strong">{team?.name ?? words.noTeam}</span>
          <span class="text-3 text-sm">{assignmentText(context, group)}</span>
        </span>
      </th>
      <td colSpan={2} class="number">
        {team && (
          <LineAction
            icon="plus"
            label={words.teamLine(words.addSeat, team.name)}
            text={words.addSeat}
            stop={{ row: at, column: ACTION_COLUMN }}
            current={current}
            disabled={disabled}
            onClick={() => editing.addSeat(team.id, words.newSeat)}
          />
        )}
      </td>
    </tr>
  );
}

/** Revenue of the people of the team and of all below it, beside the team's own. */
function assignmentText(
  { editing, words, currency, language }: LineContext,
  { team, rows }: GridGroup,
): string {
  if (team === null) return "";
  const below = editing.groups.filter(
    (group) => group.team?.id === team.id || group.rows[0]?.teamPath.includes(team.id),
  );
  const metric = "revenue_closed";
  const sum = sumOf(
    below.flatMap((group) => group.rows),
    metric,
    editing.book,
  );
  if (sum === null) return "";
  const line = rows.find(({ subject }) => subject.kind === "team");
  const own = line ? editing.book.cellOf(line, metric).amount : null;
  const people = words.people(formatMoney(sum, currency, language));
  const over = overAssignment(sum, own);
  if (over === null) return people;
  if (over.amount === 0) return `${people}, ${words.evenlyAssigned}`;
  const amount = formatMoney(Math.abs(over.amount), currency, language);
  const percent = formatPercentDown(Math.abs(over.percent ?? 100), language);
  const difference =
    over.amount > 0 ? words.overAssigned(amount, percent) : words.underAssigned(amount, percent);
  return `${people}, ${difference}`;
}

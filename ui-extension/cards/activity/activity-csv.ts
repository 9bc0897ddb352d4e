import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import { csvFile } from "../../../shared/wording/csv.ts";
import { saveFile } from "../host/save-file.ts";
import { PERSON_COLUMNS, type PersonColumn } from "./activity-view.ts";
import type { ActivityWords } from "./words/en.ts";

/** Gives what the page shows of each person to the viewer as a file. */
export function saveActivity(
  page: Window & typeof globalThis,
  data: ActivityPage,
  words: ActivityWords,
): void {
  const { from, to } = data.period;
  saveFile(page, { name: `standings-activity-${from}-${to}.csv`, text: activityCsv(data, words) });
}

/**
 * The totals of everybody whom the page shows, most e-mails first. Figures are plain numbers, whatever the language:
 * talk time in seconds, the rate in percent, and empty where there is none.
 */
export function activityCsv({ members }: ActivityPage, { table }: ActivityWords): string {
  const heads: Readonly<Record<PersonColumn, string>> = {
    emailsSent: table.emails,
    emailsReceived: table.received,
    callsMade: table.calls,
    connectRate: `${table.answered}, %`,
    talkSeconds: `${table.talkTime}, ${table.seconds}`,
    meetingsBooked: table.meetings,
    dealsCreated: table.created,
    dealsAdvanced: table.advanced,
    tasksCompleted: table.tasks,
  };
  const rows = members
    .toSorted(
      (one, other) =>
        other.totals.emailsSent - one.totals.emailsSent || one.member.name.localeCompare(other.member.name),
    )
    .map(({ member, totals }) => [
      member.name,
      ...PERSON_COLUMNS.map((column) => totals[column]).map((value) => (value === null ? "" : String(value))),
    ]);
  return csvFile([[table.person, ...PERSON_COLUMNS.map((column) => heads[column])], ...rows]);
}

import {
  type CheckedRecord,
  type CheckedRecords,
  DATA_CHECKS,
  type DataCheckName,
  type DataChecks,
} from "../../../shared/contracts/data-checks.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import { ALL_DAYS, FIRST_DAY } from "../../domain/calendar/periods.ts";
import { teamOn } from "../../domain/memberships.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { RecordCheckReader, RecordQuestion } from "../../ports/data-checks.ts";
import type { Member } from "../../ports/tenants.ts";
import { recordUrl } from "../explain/record-url.ts";
import { loadMoment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { reconciledSpans } from "../reconcile/reconciled-spans.ts";

/** What a check is answered from. */
export interface CheckParts {
  readonly context: QueryContext;
  readonly records: RecordCheckReader;
}

/** The people and days that the checks of one answer share. */
interface Grounds {
  readonly members: readonly Member[];
  readonly today: LocalDay;
  /** The present quarter and the one before. */
  readonly span: DaySpan;
  readonly timeZone: string;
}

/** An open deal whatever it lacks, in a pipeline that counts. */
const OPEN = [
  null,
  "no_amount",
  "no_currency_rate",
  "no_owner",
  "owner_not_mapped",
  "owner_is_queue",
] as const;
/** What each activity gives at least one line of. */
const ACTIVITY_EVENTS: readonly EventId[] = [
  "call_made",
  "call_received",
  "email_sent",
  "email_received",
  "meeting_booked",
  "meeting_held",
  "message_sent",
  "task_completed",
];
const RECORDS_PER_PAGE = 50;

/** How many deals, activities, people, pipelines and currencies are not as they should be. */
export async function loadDataChecks(parts: CheckParts): Promise<Result<DataChecks, QueryRefusal>> {
  const grounds = await loadGrounds(parts);
  if (!grounds.ok) return grounds;
  const { span, timeZone } = grounds.value;
  const [won, ...counts] = await Promise.all([
    parts.records.countRecords(question(["deal_won"], { leftOut: [null], span })),
    ...DATA_CHECKS.map((check) => countOf(parts, grounds.value, check)),
  ]);
  return ok({
    at: parts.context.now,
    period: { ...span, timeZone },
    checks: DATA_CHECKS.map((check, at) => ({
      check,
      count: counts[at] ?? 0,
      of: check === "won_without_amount" ? won : null,
    })),
  });
}

/** What a check found, with where it opens in the CRM. */
export async function loadCheckedRecords(
  parts: CheckParts,
  asked: {
    readonly check: DataCheckName;
    readonly after?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Result<CheckedRecords, QueryRefusal>> {
  const grounds = await loadGrounds(parts);
  if (!grounds.ok) return grounds;
  const { check } = asked;
  const found = await questionOf(parts, grounds.value, check);
  if (found === null) {
    const records = await everythingOf(parts, grounds.value, check);
    return ok({ check, records: [...records], total: records.length, next: null });
  }
  const [total, page] = await Promise.all([
    parts.records.countRecords(found),
    parts.records.listRecords(found, { limit: asked.limit ?? RECORDS_PER_PAGE, after: asked.after }),
  ]);
  const names = new Map(grounds.value.members.map(({ id, name }) => [id, name]));
  const records = page.records.map(
    (record): CheckedRecord => ({
      kind: record.kind,
      id: record.crmId,
      title: record.title,
      url: recordUrl(parts.context.tenant, record),
      day: record.day,
      amount: record.amount && { ...record.amount },
      person: names.get(record.memberId) ?? null,
      deals: null,
    }),
  );
  return ok({ check, records, total, next: page.next });
}

async function loadGrounds({ context }: CheckParts): Promise<Result<Grounds, QueryRefusal>> {
  const moment = await loadMoment(context, undefined);
  if (!moment.ok) return moment;
  const { rules, today } = moment.value;
  const { present, previous } = reconciledSpans(context.now, rules);
  return ok({
    members: await context.store.loadMembers(),
    today,
    span: { from: previous.from, to: present.to },
    timeZone: rules.calendar.timeZone,
  });
}

function question(
  events: readonly EventId[],
  { leftOut, span = ALL_DAYS, undated = false, memberIds = null }: Partial<RecordQuestion>,
): RecordQuestion {
  return { events, leftOut: leftOut ?? OPEN, span, undated, memberIds };
}

/** Cells say who has lines without a date, so that nobody else's are looked for. */
async function questionOf(
  { context }: CheckParts,
  grounds: Grounds,
  check: DataCheckName,
): Promise<RecordQuestion | null> {
  const found = recordsOf(check, grounds);
  if (found === null || !found.undated) return found;
  const { events, span, undated } = found;
  const sums = await context.ledger.sumLeftOut({ events, span, undated, memberIds: null, teamIds: null });
  return { ...found, memberIds: [...new Set(sums.map(({ memberId }) => memberId))] };
}

/** Which deals or activities a check is about; null where it is about something else. */
function recordsOf(check: DataCheckName, { members, today, span }: Grounds): RecordQuestion | null {
  switch (check) {
    case "won_without_amount":
      return question(["revenue_closed"], { leftOut: ["no_amount"], span });
    case "won_without_owner":
      return question(["deal_won"], { leftOut: ["no_owner"], span });
    case "open_past_close_date":
      return question(["deal_due"], { span: { from: FIRST_DAY, to: addDays(today, -1) } });
    case "open_without_close_date":
      return question(["deal_due"], { leftOut: ["no_date", ...OPEN], undated: true });
    case "closed_without_close_date":
      return question(["deal_won", "deal_lost"], { leftOut: ["no_date", "negative_amount"], undated: true });
    case "activity_without_date":
      return question(ACTIVITY_EVENTS, { leftOut: ["no_date"], undated: true });
    case "open_without_owner":
      return question(["deal_due"], { leftOut: ["no_owner"] });
    case "owner_left": {
      const left = members.filter(({ active }) => !active).map(({ id }) => id);
      return question(["deal_due"], { memberIds: left });
    }
    case "currency_without_rate":
    case "pipeline_not_included":
    case "person_without_team":
      return null;
  }
}

async function countOf(parts: CheckParts, grounds: Grounds, check: DataCheckName): Promise<number> {
  const found = await questionOf(parts, grounds, check);
  return found === null
    ? (await everythingOf(parts, grounds, check)).length
    : parts.records.countRecords(found);
}

/** People, pipelines and currencies are few: they are listed whole. */
async function everythingOf(
  { context, records }: CheckParts,
  { members, today, span }: Grounds,
  check: DataCheckName,
): Promise<readonly CheckedRecord[]> {
  if (check === "person_without_team") {
    const alone = members.filter(
      ({ active, role, memberships }) => active && role !== "viewer" && teamOn(memberships, today) === "",
    );
    return alone.map(({ id, name }) => bare({ kind: "person", id, title: name }));
  }
  if (check === "currency_without_rate") {
    const lacking = await records.countBy(
      question(["pipeline_generated"], { leftOut: ["no_currency_rate"], span }),
      "currency",
    );
    return lacking.map(({ value, deals }) => bare({ kind: "currency", id: value, title: value, deals }));
  }
  const pipelines = await context.store.loadPipelines();
  const labels = new Map(pipelines.map(({ id, label }) => [id, label]));
  const wins = await records.countBy(
    question(["deal_won"], { leftOut: ["pipeline_not_included"], span }),
    "pipeline",
  );
  return wins.map(({ value, deals }) =>
    bare({ kind: "pipeline", id: value, title: labels.get(value) ?? null, deals }),
  );
}

interface Bare {
  readonly kind: CheckedRecord["kind"];
  readonly id: string;
  readonly title: string | null;
  readonly deals?: number;
}

function bare({ kind, id, title, deals }: Bare): CheckedRecord {
  return { kind, id, title, url: null, day: null, amount: null, person: null, deals: deals ?? null };
}

import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import { AdjustmentRequest } from "../../shared/contracts/adjustments.ts";
import { QuotaChanges } from "../../shared/contracts/api.ts";
import { DATA_CHECKS } from "../../shared/contracts/data-checks.ts";
import { FISCAL_GRAINS, METRIC_IDS, PERIOD_NAMES, QUOTA_METRIC_IDS } from "../../shared/contracts/ids.ts";
import { RECONCILED_PERIODS, RECONCILIATION_STEPS } from "../../shared/contracts/reconciliation.ts";
import { LocalDaySchema } from "../../shared/contracts/values.ts";
import { FIRST_DAY, LAST_DAY } from "../domain/calendar/periods.ts";
import { readAdjustmentPlace, readLinePlace, readOffset, readRecordPlace } from "../domain/list-places.ts";
import { readSegment } from "../domain/segment.ts";
import type { HttpContext, HttpEnv } from "./context.ts";
import { answerProblem } from "./problem.ts";

const ID_LENGTH_MAX = 100;
const CURSOR_LENGTH_MAX = 500;
const PAGE_LINES_MAX = 200;
const PLACE_MAX = 999_999;
const ERRORS_MAX = 20;

/** An id of ours or of the CRM. Opaque, so only what no id can be is refused. */
export const Id = v.pipe(
  v.string(),
  v.minLength(1, "must not be empty"),
  v.maxLength(ID_LENGTH_MAX, `must have at most ${ID_LENGTH_MAX} characters`),
  v.check(isPlainText, "must not hold control characters"),
);

const Instant = v.pipe(
  v.string(),
  v.check(
    isInstant,
    "must be an instant with its zone, such as 2026-03-31T22:00:00Z (a + in an address is written %2B)",
  ),
  v.transform((text) => new Date(text).toISOString()),
);

/** An order of magnitude that no calendar of a company leaves. */
const Day = v.pipe(
  LocalDaySchema,
  v.check((day) => FIRST_DAY <= day && day <= LAST_DAY, `must lie between ${FIRST_DAY} and ${LAST_DAY}`),
);

const Yes: readonly string[] = ["true", "1", "yes", "previous"];
const No: readonly string[] = ["false", "0", "no", "none"];
const Compare = v.pipe(
  v.string(),
  v.check((text) => [...Yes, ...No].includes(text), "must be `previous` or `none`"),
  v.transform((text) => Yes.includes(text)),
);

const YesOrNo = v.pipe(
  v.picklist(["true", "false"]),
  v.transform((text) => text === "true"),
);

const Count = (most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^[1-9]\d{0,5}$/, "must be a whole number above 0"),
    v.transform(Number),
    v.maxValue(most, `must be at most ${most}`),
  );

const NO_CURSOR = "must be as an answer gave it; left out it is the first page";
const CursorText = v.pipe(v.string(), v.maxLength(CURSOR_LENGTH_MAX, NO_CURSOR));
/** Where a list goes on. What no answer can have given is refused: it would begin anew, again and again. */
const Cursor = (read: (text: string) => unknown) =>
  v.pipe(
    CursorText,
    v.check((text) => read(text) !== null, NO_CURSOR),
  );

const WholeNumber = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,6}$/, "must be a whole number"),
    v.transform(Number),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );

const PeriodEntries = {
  period: v.optional(v.picklist(PERIOD_NAMES)),
  from: v.optional(Day),
  to: v.optional(Day),
};
const At = { at: v.optional(Instant) };

const SegmentText = v.pipe(
  v.string(),
  v.check((text) => readSegment(text) !== null, "must be `pipeline:` or `type:` with an id"),
);

export const LeaderboardParameters = v.strictObject({
  metric: v.picklist(METRIC_IDS),
  ...PeriodEntries,
  ...At,
  by: v.optional(v.picklist(["member", "team"]), "member"),
  team: v.optional(Id),
  compare: v.optional(Compare, "none"),
  region: v.optional(Id),
  department: v.optional(Id),
  /** `pipeline:<id>` or `type:<deal type>`. */
  segment: v.optional(SegmentText),
  quota_metric: v.optional(v.picklist(QUOTA_METRIC_IDS)),
  details: v.optional(YesOrNo, "false"),
  /** `members`: what every member may see, for copies that are shared. */
  audience: v.optional(v.picklist(["members"])),
  /** Every row of a long board. */
  all: v.optional(YesOrNo, "false"),
});

export const ScorecardParameters = v.strictObject({ ...PeriodEntries, ...At });

/** Always of now: what is open, and what was missed, is not asked for as it was known earlier. */
export const StandingParameters = v.strictObject({ ...PeriodEntries });

export const ActivityParameters = v.strictObject({
  ...PeriodEntries,
  ...At,
  team: v.optional(Id),
  member: v.optional(Id),
});

const MetricNames = v.pipe(
  v.string(),
  v.transform((text) => text.split(",")),
  v.array(v.picklist(METRIC_IDS)),
  v.maxLength(METRIC_IDS.length),
);

const ExplainEntries = v.strictObject({
  metric: v.picklist(METRIC_IDS),
  ...PeriodEntries,
  ...At,
  /** Everybody you may see, when there is none. */
  member: v.optional(Id),
  /** For `quota_attainment`: which quota; Revenue Closed without. */
  quota_metric: v.optional(v.picklist(QUOTA_METRIC_IDS)),
  /** As the board is filtered whose figure it is. */
  team: v.optional(Id),
  region: v.optional(Id),
  department: v.optional(Id),
  segment: v.optional(SegmentText),
  audience: v.optional(v.picklist(["members"])),
  /** The row of this team, on a board of teams. */
  of_team: v.optional(Id),
  /** Where the figure stands. */
  board: v.optional(v.picklist(["leaderboard", "compared", "activity", "team_quota"])),
  /** Of Activity: further metrics, added to the first one. */
  also: v.optional(MetricNames),
  /** Of Activity: only some of the period's days. Of "compared": the days compared with. Both or neither. */
  first_day: v.optional(Day),
  last_day: v.optional(Day),
  /** Of Activity: only what was done in one hour of the week; both or neither. 1 is Monday. */
  weekday: v.optional(WholeNumber(1, 7)),
  hour: v.optional(WholeNumber(0, 23)),
  after_counted: v.optional(Cursor(readLinePlace)),
  after_left_out: v.optional(Cursor(readLinePlace)),
  after_undated: v.optional(Cursor(readLinePlace)),
  limit: v.optional(Count(PAGE_LINES_MAX)),
});

export const ExplainParameters = v.pipe(
  ExplainEntries,
  v.check(
    ({ weekday, hour }) => (weekday === undefined) === (hour === undefined),
    "weekday and hour are given together",
  ),
  v.check(
    ({ first_day, last_day }) => (first_day === undefined) === (last_day === undefined),
    "first_day and last_day are given together",
  ),
);

export const OpenDealsParameters = v.pipe(
  v.strictObject({
    /** Yourself, when there is none. */
    member: v.optional(Id),
    /** Close dates, both included. */
    from: v.optional(Day),
    to: v.optional(Day),
    /** One stage, with the pipeline that it is of. */
    pipeline: v.optional(Id),
    stage: v.optional(Id),
    after: v.optional(CursorText),
    limit: v.optional(Count(PAGE_LINES_MAX)),
  }),
  v.check(
    ({ pipeline, stage }) => (pipeline === undefined) === (stage === undefined),
    "pipeline and stage are given together",
  ),
  v.forward(
    v.check(({ stage, after }) => {
      if (after === undefined) return true;
      return (stage === undefined ? readLinePlace(after) : readOffset(after)) !== null;
    }, NO_CURSOR),
    ["after"],
  ),
);

export const CheckParameter = v.object({ check: v.picklist(DATA_CHECKS) });
export const PageParameters = v.strictObject({
  after: v.optional(Cursor(readRecordPlace)),
  limit: v.optional(Count(PAGE_LINES_MAX)),
});

const Reconciled = { period: v.optional(v.picklist(RECONCILED_PERIODS), "this_quarter") };
export const ReconciliationParameters = v.strictObject(Reconciled);
export const ReconciledDealsParameters = v.strictObject({
  ...Reconciled,
  step: v.picklist(RECONCILIATION_STEPS),
  after: v.optional(Count(PLACE_MAX)),
  limit: v.optional(Count(PAGE_LINES_MAX)),
});

export const QuotaParameters = v.strictObject({ ...At });

export const AttainmentParameters = v.strictObject({
  metric: v.optional(v.picklist(QUOTA_METRIC_IDS)),
  team: v.optional(Id),
  grain: v.optional(v.picklist(FISCAL_GRAINS)),
  period: v.optional(v.picklist(PERIOD_NAMES)),
  /** Any day of the fiscal month, quarter or year. */
  from: v.optional(Day),
  ...At,
});

export const QuotaImportParameters = v.strictObject({
  grain: v.optional(v.picklist(FISCAL_GRAINS)),
  /** Any day of the fiscal month, quarter or year. */
  from: v.optional(Day),
});

export const QuotaHistoryParameters = v.strictObject({
  metric: v.picklist(QUOTA_METRIC_IDS),
  subject_kind: v.picklist(["member", "team", "vacant", "default"]),
  /** Left out for the default of everybody. */
  subject_id: v.optional(Id),
  grain: v.optional(v.picklist(FISCAL_GRAINS), "month"),
  from: v.optional(Day),
});

/** A language with its region, as browsers and CRMs name them: `en-GB`, `pt_br`. */
export const LocaleName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/, "must be a language, such as en-GB"),
);

export const QuotaCardParameters = v.strictObject({
  /** Yourself, when there is none. */
  member: v.optional(Id),
  grain: v.optional(v.picklist(FISCAL_GRAINS)),
  /** The CRM's id of the deal that the card is shown on. */
  deal: v.optional(Id),
  locale: v.optional(LocaleName, "en"),
});

export const AdjustmentsParameters = v.strictObject({
  after: v.optional(Cursor(readAdjustmentPlace)),
  limit: v.optional(Count(PAGE_LINES_MAX)),
});

/** The contract, and a day that calendars of companies have. */
export const AdjustmentBody = v.pipe(
  AdjustmentRequest,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.action !== "add") return;
    const { day } = dataset.value;
    if (FIRST_DAY <= day && day <= LAST_DAY) return;
    addIssue({
      message: `must lie between ${FIRST_DAY} and ${LAST_DAY}`,
      path: [{ type: "object", origin: "value", input: dataset.value, key: "day", value: day }],
    });
  }),
);

export const NoParameters = v.strictObject({});
export const IdParameter = v.object({ id: Id });
export const KeyParameters = v.object({ id: Id, keyId: Id });

/** The contract, and what no name can hold. */
export const QuotaChangesBody = v.pipe(
  QuotaChanges,
  v.check(
    (changes) => changes.quotas.every((quota) => textsOf(quota.subject).every(isPlainText)),
    "ids must not hold control characters",
  ),
  v.check(
    (changes) =>
      changes.quotas.every((quota) => textsOf(quota.subject).every((text) => text.length <= ID_LENGTH_MAX)),
    `ids must have at most ${ID_LENGTH_MAX} characters`,
  ),
);

/** What a validator says is wrong, as far as every validator says it. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Answers 400 with each place that is wrong. The hook of every validator. */
export function answerInvalid(
  result: { readonly success: boolean; readonly error?: readonly Issue[] },
  c: HttpContext,
): Response | undefined {
  if (result.success) return undefined;
  // One place may break several rules: the first says enough.
  const messages = new Map<string, string>();
  for (const issue of result.error ?? []) {
    const path = pathOf(issue);
    if (!messages.has(path)) messages.set(path, messageOf(issue));
  }
  const errors = [...messages].slice(0, ERRORS_MAX).map(([path, message]) => ({ path, message }));
  return answerProblem(c, "input-invalid", { errors });
}

/** A body that is not said to be JSON is not read. */
export const requireJson = createMiddleware<HttpEnv>(async (c, next) => {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    return answerProblem(c, "media-type-unsupported", { headers: { accept: "application/json" } });
  }
  return next();
});

/** Keys of the caller's own making are named only when they are plain words. */
function pathOf(issue: Issue): string {
  return (issue.path ?? [])
    .map((part) => String(typeof part === "object" ? part.key : part))
    .map((key) => (/^[\w.-]{1,40}$/.test(key) ? key : "?"))
    .join(".");
}

/** What was expected. What was received is not repeated. */
function messageOf(issue: Issue): string {
  if (!issue.message.startsWith("Invalid ")) return issue.message;
  const expected = "expected" in issue && typeof issue.expected === "string" ? issue.expected : null;
  if (issue.message.startsWith("Invalid key")) {
    return expected === "never" ? "is not known here" : "is missing";
  }
  return expected ? `must be ${inWords(expected)}` : "is not valid";
}

/** `("a" | "b")` is how a validator writes a choice. */
function inWords(expected: string): string {
  return expected.startsWith("(") ? `one of ${expected.slice(1, -1).replaceAll(" | ", ", ")}` : expected;
}

function textsOf(subject: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.values(subject).filter((value) => typeof value === "string");
}

function isPlainText(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isInstant(text: string): boolean {
  const parts = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i.exec(text);
  return v.is(Day, parts?.[1]) && !Number.isNaN(Date.parse(text));
}

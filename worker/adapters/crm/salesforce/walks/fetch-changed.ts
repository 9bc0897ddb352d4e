import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { addDays, localDayOf } from "../../../../domain/calendar/local-time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmChangesPage, CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf, type ObjectFields, withPresentFields } from "../api/object-fields.ts";
import { fieldOf, instantIn, rowIdOf } from "../api/read-values.ts";
import { allOf, anyOf, instantLiteral } from "../api/soql.ts";
import { homeOf } from "../org/home.ts";
import { SPLIT_FIELDS } from "../reading/opportunity-rows.ts";
import { outcomeFieldIn } from "../reading/read-event.ts";
import { type PresentSource, presentSources } from "../reading/record-sources.ts";
import { fetchRowsById } from "./fetch-by-ids.ts";
import { type WalkStep, walkChanges } from "./walk-changes.ts";

/** Opportunities of a page are completed by further calls of 200 each. */
export const ROWS_PER_PAGE = { deal: 1000, activity: 2000 } as const;

/**
 * What changed since an instant, oldest first, deleted and archived rows among it. A task that was given another
 * type is found as what it is now, which tells that it is nothing else any more.
 */
export function fetchChanged(
  context: SalesforceContext,
  kind: CrmRecordKind,
  since: Instant,
  cursor: string | null,
): Promise<Result<CrmChangesPage, CrmFailure>> {
  return withPresentFields(context, async () => {
    const sources = await presentSources(context, kind);
    if (!sources.ok) return sources;
    const splits = await findSplits(context, kind);
    if (!splits.ok) return splits;
    const home = await homeOf(context);
    if (!home.ok) return home;
    const page = await walkChanges(context, cursor, (begunAt) =>
      sources.value.flatMap((present) => [
        ...stepsOf(present, { since, begunAt, timeZone: home.value.timeZone }),
        ...(splits.value === null ? [] : [stepOfSplits(present, splits.value, since)]),
      ]),
    );
    if (!page.ok) return page;
    if (page.value === null) return err({ reason: "unavailable", detail: "a walk without steps" });
    const { step, rows, next } = page.value;
    const read = await step.read(context, rows);
    if (!read.ok) return read;
    const gone = rows.flatMap((raw) => {
      const crmId = rowIdOf(raw);
      return crmId === null ? [] : step.otherKinds(raw).map((each) => ({ kind: each, crmId }));
    });
    return ok({ ...read.value, next, total: null, gone });
  });
}

interface Since {
  readonly since: Instant;
  readonly begunAt: Instant;
  readonly timeZone: string;
}

type ReadingStep = WalkStep & Pick<PresentSource["source"], "read" | "otherKinds">;

function stepsOf(present: PresentSource, since: Since): readonly ReadingStep[] {
  const { source, fields } = present;
  const step: ReadingStep = {
    name: fields.object,
    fields,
    along: fields.stamp,
    from: since.since,
    conditions: source.conditions(fields),
    rowsMax: source.kind === "deal" ? ROWS_PER_PAGE.deal : ROWS_PER_PAGE.activity,
    deleted: true,
    read: source.read,
    otherKinds: source.otherKinds,
  };
  const ended = endedCondition(present, since);
  if (ended === null) return [step];
  const endedStep = {
    ...step,
    name: `${fields.object}:ended`,
    along: "EndDateTime",
    from: startOfEnded(since),
    conditions: [...step.conditions, "IsDeleted = false", ended],
  };
  return [step, endedStep];
}

/** The splits of deals; null where the org has none, or hides what they say. */
export async function findSplits(
  context: SalesforceContext,
  kind: CrmRecordKind,
): Promise<Result<ObjectFields | null, CrmFailure>> {
  if (kind !== "deal") return ok(null);
  const fields = await fieldsOf(context, SPLIT_FIELDS);
  return !fields.ok && fields.error.reason === "field_missing" ? ok(null) : fields;
}

/** Whoever divides an opportunity anew need not touch the opportunity itself. */
function stepOfSplits({ source, fields }: PresentSource, splits: ObjectFields, since: Instant): ReadingStep {
  return {
    name: splits.object,
    fields: splits,
    along: splits.stamp,
    from: since,
    conditions: [],
    rowsMax: ROWS_PER_PAGE.deal,
    deleted: true,
    otherKinds: () => [],
    read: async (context, rows) => {
      const ids = rows.map((row) => fieldOf(row, "OpportunityId")).filter((id) => typeof id === "string");
      const raws = await fetchRowsById(context, fields, [...new Set(ids)]);
      if (!raws.ok) return raws;
      // Those that changed themselves came before.
      const rest = raws.value.filter((raw) => (instantIn(raw, fields.stamp) ?? since) < since);
      return source.read(context, rest);
    },
  };
}

/**
 * Events that ended since: no stamp moves when an event ends, and from then on it counts as held. Those of whole
 * days end with the tenant's day, but carry their last midnight in UTC. Null where the end is hidden.
 */
export function endedCondition(
  { source, fields }: PresentSource,
  { since, begunAt, timeZone }: Since,
): string | null {
  if (source.kind !== "meeting" || !fields.has("EndDateTime")) return null;
  // Where the org keeps the outcome in a field, its word moves the stamp.
  if (outcomeFieldIn(fields.names) !== null) return null;
  const timed = `(EndDateTime >= ${instantLiteral(since)} AND EndDateTime <= ${instantLiteral(begunAt)})`;
  if (!fields.has("IsAllDayEvent")) return timed;
  const firstDay = localDayOf(since, timeZone);
  const lastDay = addDays(localDayOf(begunAt, timeZone), -1);
  const wholeDays = `(EndDateTime >= ${firstDay}T00:00:00Z AND EndDateTime <= ${lastDay}T23:59:59Z)`;
  return anyOf([
    allOf(["IsAllDayEvent = false", timed]),
    ...(firstDay <= lastDay ? [allOf(["IsAllDayEvent = true", wholeDays])] : []),
  ]);
}

/** Early enough for events of whole days too. */
function startOfEnded({ since, timeZone }: Since): Instant {
  const midnight = `${localDayOf(since, timeZone)}T00:00:00.000Z`;
  return midnight < since ? midnight : since;
}

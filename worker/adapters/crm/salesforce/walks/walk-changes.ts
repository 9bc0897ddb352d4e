import type { Instant } from "../../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import type { ObjectFields } from "../api/object-fields.ts";
import { instantIn, rowIdOf } from "../api/read-values.ts";
import { instantLiteral, textLiteral, writeSoql } from "../api/soql.ts";
import { type RowPlace, readChangePlace, writeCursor } from "./cursors.ts";

/** One of the queries that a walk is made of. */
export interface WalkStep {
  readonly name: string;
  readonly fields: ObjectFields;
  /** The field it goes along, oldest first. */
  readonly along: string;
  readonly from: Instant;
  readonly conditions: readonly string[];
  readonly rowsMax: number;
  /** Shows what is deleted or archived too. */
  readonly deleted: boolean;
}

/** Raw rows of one step, and where the walk goes on. */
export interface WalkPage<Step extends WalkStep> {
  readonly step: Step;
  readonly rows: readonly unknown[];
  readonly next: string | null;
}

/**
 * One page of a walk through steps. Each page begins behind the last row of the page before, by stamp and id
 * together: many rows share one stamp, and a row that changes on the way moves to the end and pushes nothing
 * out. The order is Salesforce's own, so its ids are not compared here.
 */
export async function walkChanges<Step extends WalkStep>(
  context: SalesforceContext,
  cursor: string | null,
  planSteps: (begunAt: Instant) => readonly Step[],
): Promise<Result<WalkPage<Step> | null, CrmFailure>> {
  const place = readChangePlace(cursor);
  const begunAt = place?.begunAt ?? context.now();
  const steps = planSteps(begunAt);
  const index = Math.max(
    0,
    steps.findIndex(({ name }) => name === place?.step),
  );
  const step = steps[index];
  if (step === undefined) return ok(null);
  const after = place?.step === step.name ? place.after : null;
  const page = await context.gateway.query(soqlOf(step, after), { deleted: step.deleted });
  if (!page.ok) return page;
  const { records: rows, next: locator } = page.value;
  if (rows.length >= step.rowsMax || (locator !== null && rows.length > 0)) {
    const last = placeOf(rows.at(-1), step.along);
    if (last === null || (last.at === after?.at && last.id === after.id)) {
      return err({ reason: "unavailable", detail: "a walk that does not go on behind its last row" });
    }
    return ok({ step, rows, next: writeCursor({ step: step.name, after: last, begunAt }) });
  }
  const following = steps[index + 1];
  const next = following ? writeCursor({ step: following.name, after: null, begunAt }) : null;
  return ok({ step, rows, next });
}

function soqlOf(step: WalkStep, after: RowPlace | null): string {
  const { along, conditions, fields, rowsMax } = step;
  const position =
    after === null
      ? `${along} >= ${instantLiteral(step.from)}`
      : `((${along} = ${instantLiteral(after.at)} AND Id > ${textLiteral(after.id)}) OR ${along} > ${instantLiteral(after.at)})`;
  return writeSoql({
    fields: fields.names.includes(along) ? fields.names : [...fields.names, along],
    from: fields.object,
    where: [position, ...conditions],
    orderBy: [along, "Id"],
    limit: rowsMax,
  });
}

function placeOf(raw: unknown, along: string): RowPlace | null {
  const at = instantIn(raw, along);
  const id = rowIdOf(raw);
  return at === null || id === null ? null : { at, id };
}

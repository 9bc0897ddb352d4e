import * as v from "valibot";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmContact, CrmContactPage, CrmFailure } from "../../../../ports/crm.ts";
import { readPersons } from "../../read-persons.ts";
import { RecordId, Text } from "../../read-values.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf, type ObjectFields, type WantedFields, withPresentFields } from "../api/object-fields.ts";
import { instantLiteral, writeSoql } from "../api/soql.ts";
import { type WalkStep, walkChanges } from "./walk-changes.ts";
import { walkRows } from "./walk-rows.ts";

/** People outside are contacts, or leads until they become some. Nothing but addresses is asked for. */
const PEOPLE_OUTSIDE: readonly WantedFields[] = ["Contact", "Lead"].map((object) => ({
  object,
  required: ["Id", "Email"],
  optional: [],
}));
const ROWS_PER_PAGE = 2000;

const Person = v.object({ Id: RecordId, Email: Text });

/** A page of all contacts and leads, or of those that changed since an instant. Addresses become keys here. */
export function fetchContacts(
  context: SalesforceContext,
  since: Instant | null,
  cursor: string | null,
): Promise<Result<CrmContactPage, CrmFailure>> {
  return withPresentFields(context, async () => {
    const objects = await findObjects(context);
    if (!objects.ok) return objects;
    if (since !== null && cursor === null) {
      const changed = await hasChanged(context, objects.value, since);
      if (!changed.ok) return changed;
      if (!changed.value) return ok({ contacts: [], next: null });
    }
    const page =
      since === null
        ? await listPeople(context, objects.value, cursor)
        : await walkChanges(context, cursor, () => objects.value.map((fields) => stepOf(fields, since)));
    if (!page.ok) return page;
    const { rows = [], next = null } = page.value ?? {};
    return ok({ contacts: rows.flatMap((raw) => readPerson(raw, context)), next });
  });
}

async function findObjects(context: SalesforceContext): Promise<Result<readonly ObjectFields[], CrmFailure>> {
  await context.gateway.describeTogether(PEOPLE_OUTSIDE.map(({ object }) => object));
  const objects: ObjectFields[] = [];
  for (const wanted of PEOPLE_OUTSIDE) {
    const fields = await fieldsOf(context, wanted);
    // Where addresses are hidden nobody can be traced by them.
    if (!fields.ok && fields.error.reason !== "field_missing") return fields;
    if (fields.ok && fields.value !== null) objects.push(fields.value);
  }
  if (objects.length > 0) return ok(objects);
  return err({ reason: "scope_missing", scopes: PEOPLE_OUTSIDE.map(({ object }) => object) });
}

/** With one call for all objects: mostly nothing changed. */
async function hasChanged(
  { gateway }: SalesforceContext,
  objects: readonly ObjectFields[],
  since: Instant,
): Promise<Result<boolean, CrmFailure>> {
  const soqls = objects.map(({ object, stamp }) =>
    writeSoql({ fields: ["Id"], from: object, where: [`${stamp} >= ${instantLiteral(since)}`], limit: 1 }),
  );
  const pages = await gateway.queryTogether(soqls);
  return pages.ok ? ok(pages.value.some(({ records }) => records.length > 0)) : pages;
}

function listPeople(context: SalesforceContext, objects: readonly ObjectFields[], cursor: string | null) {
  const queries = objects.map((fields) => ({ fields, where: [], deleted: false, rowsMax: ROWS_PER_PAGE }));
  return walkRows(context, queries, { cursor, mayAskBulk: true });
}

function stepOf(fields: ObjectFields, since: Instant): WalkStep {
  return {
    name: fields.object,
    fields,
    along: fields.stamp,
    from: since,
    conditions: [],
    rowsMax: ROWS_PER_PAGE,
    deleted: false,
  };
}

/** One that cannot be read stays unknown, so that its erasure is told instead of passed over. */
function readPerson(raw: unknown, { personKey }: SalesforceContext): CrmContact[] {
  const parsed = v.safeParse(Person, raw);
  if (!parsed.success) return [];
  return [{ contactId: parsed.output.Id, persons: readPersons(parsed.output.Email, personKey) }];
}

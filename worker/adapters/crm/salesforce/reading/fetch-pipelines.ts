import * as v from "valibot";
import type { Pipeline, Stage } from "../../../../domain/facts.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { RecordId, Text } from "../../read-values.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf, type WantedFields, withPresentFields } from "../api/object-fields.ts";
import { Flag } from "../api/read-values.ts";
import { textLiteral, writeSoql } from "../api/soql.ts";
import { opportunityFields } from "./opportunities.ts";
import { PLAIN_PIPELINE } from "./read-opportunity.ts";
import { readStages, STAGE_FIELDS } from "./stage-book.ts";

const RECORD_TYPE_FIELDS: WantedFields = {
  object: "RecordType",
  required: ["Id", "Name"],
  optional: ["IsActive", "SobjectType"],
};

const RecordTypeRow = v.object({ Id: RecordId, Name: Text, IsActive: v.optional(Flag, true) });

type RecordTypeRow = v.InferOutput<typeof RecordTypeRow>;

/**
 * Each record type of opportunities is a pipeline with all stages, because which of them a type uses is no matter
 * of SOQL. Opportunities without a record type are one of their own.
 */
export function fetchPipelines(context: SalesforceContext): Promise<Result<readonly Pipeline[], CrmFailure>> {
  return withPresentFields(context, async () => {
    const stages = await fetchStages(context);
    if (!stages.ok) return stages;
    const types = await fetchRecordTypes(context);
    if (!types.ok) return types;
    const plain = { id: PLAIN_PIPELINE, label: "Opportunities", stages: stages.value };
    if (types.value === null || types.value.length === 0) return ok([plain]);
    const inUse = await findInUse(
      context,
      types.value.filter(({ IsActive }) => !IsActive),
    );
    if (!inUse.ok) return inUse;
    const shown = types.value.filter(({ Id, IsActive }) => IsActive || inUse.value.has(Id));
    return ok([
      ...shown.map(({ Id, Name }) => ({ id: Id, label: Name ?? Id, stages: stages.value })),
      ...(inUse.value.has(null) ? [plain] : []),
    ]);
  });
}

async function fetchStages(context: SalesforceContext): Promise<Result<readonly Stage[], CrmFailure>> {
  const fields = await fieldsOf(context, STAGE_FIELDS);
  if (!fields.ok) return fields;
  if (fields.value === null) return err({ reason: "scope_missing", scopes: [STAGE_FIELDS.object] });
  const rows = await context.gateway.queryAllPages(
    writeSoql({ fields: fields.value.names, from: STAGE_FIELDS.object, where: [] }),
  );
  if (!rows.ok) return rows;
  const book = readStages(rows.value);
  return book === null
    ? err({ reason: "unavailable", detail: "the stages cannot be read" })
    : ok(book.stages);
}

/** Null where opportunities have no record types. */
async function fetchRecordTypes(
  context: SalesforceContext,
): Promise<Result<readonly RecordTypeRow[] | null, CrmFailure>> {
  const opportunity = await fieldsOf(context, opportunityFields(context));
  if (!opportunity.ok) return opportunity;
  if (opportunity.value?.has("RecordTypeId") !== true) return ok(null);
  const fields = await fieldsOf(context, RECORD_TYPE_FIELDS);
  if (!fields.ok) return fields;
  if (fields.value === null) return ok(null);
  const where = fields.value.has("SobjectType") ? ["SobjectType = 'Opportunity'"] : [];
  const rows = await context.gateway.queryAllPages(
    writeSoql({ fields: fields.value.names, from: RECORD_TYPE_FIELDS.object, where, orderBy: ["Name"] }),
  );
  if (!rows.ok) return rows;
  const types = v.safeParse(v.array(RecordTypeRow), rows.value);
  return types.success
    ? ok(types.output)
    : err({ reason: "unavailable", detail: "the record types cannot be read" });
}

/** Which inactive record types have opportunities still, and whether some have none: null stands for those. */
async function findInUse(
  { gateway, insist }: SalesforceContext,
  inactive: readonly RecordTypeRow[],
): Promise<Result<ReadonlySet<string | null>, CrmFailure>> {
  const ids = [null, ...inactive.map(({ Id }) => Id)];
  const soqls = ids.map((id) =>
    writeSoql({
      fields: ["Id"],
      from: "Opportunity",
      where: [`RecordTypeId = ${id === null ? "null" : textLiteral(id)}`],
      limit: 1,
    }),
  );
  const pages = await insist(() => gateway.queryTogether(soqls));
  if (!pages.ok) return pages;
  return ok(new Set(ids.filter((_, index) => (pages.value[index]?.records.length ?? 0) > 0)));
}

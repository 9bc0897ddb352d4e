import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { RecordRejection } from "../../../ports/crm.ts";
import { OtherId, RecordId, When } from "../read-values.ts";

/** What is around the properties of every CRM object. */
export const envelopeEntries = {
  id: RecordId,
  createdAt: When,
  updatedAt: When,
  archived: v.pipe(
    v.nullish(v.unknown(), null),
    v.transform((archived) => archived === true || archived === "true"),
  ),
} as const;

/** Properties that every kind has. */
export const commonProperties = {
  hs_lastmodifieddate: When,
  hubspot_owner_id: OtherId,
  hs_created_by_user_id: OtherId,
  hs_object_source_user_id: OtherId,
} as const;

/** Where a record could not be read. */
export function rejectionOf(
  kind: CrmRecordKind,
  raw: unknown,
  path: string | readonly v.IssuePathItem[] | undefined,
): RecordRejection {
  const id = v.safeParse(RecordId, Object(raw).id);
  const where = typeof path === "string" ? path : (path ?? []).map((item) => String(item.key)).join(".");
  return { kind, crmId: id.success ? id.output : "", path: where === "" ? "record" : where };
}

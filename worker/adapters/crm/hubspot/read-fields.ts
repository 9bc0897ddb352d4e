import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { RecordRejection } from "../../../ports/crm.ts";
import { OtherId, RecordId, When } from "../read-values.ts";
import { rejectionAt, type WhereUnreadable } from "../rejection.ts";

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
export function rejectionOf(kind: CrmRecordKind, raw: unknown, path: WhereUnreadable): RecordRejection {
  return rejectionAt(kind, Object(raw).id, path);
}

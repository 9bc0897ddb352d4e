import * as v from "valibot";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { RecordRejection } from "../../ports/crm.ts";
import { RecordId } from "./read-values.ts";

/** Where a record could not be read: the path of an issue, or the name of a field. */
export type WhereUnreadable = string | readonly v.IssuePathItem[] | undefined;

/** The whole record where no field is named. */
export function writePath(path: WhereUnreadable): string {
  const where = typeof path === "string" ? path : (path ?? []).map((item) => String(item.key)).join(".");
  return where === "" ? "record" : where;
}

/** A record that is rejected whole. An id that cannot be read either is empty. */
export function rejectionAt(kind: CrmRecordKind, id: unknown, path: WhereUnreadable): RecordRejection {
  const read = v.safeParse(RecordId, id);
  return { kind, crmId: read.success ? read.output : "", path: writePath(path) };
}

import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "./context.ts";

/** What of an object is read. */
export interface WantedFields {
  readonly object: string;
  /** Without these nothing can be said of a row. */
  readonly required: readonly string[];
  /** Each of these may be hidden, which takes no more than what it is for. */
  readonly optional: readonly string[];
  /** Fields that orgs add under names of their own; the first that fits is read too. */
  readonly own?: RegExp;
}

/** What of an object this user may read. */
export interface ObjectFields {
  readonly object: string;
  readonly names: readonly string[];
  /** The field that says when a row changed. */
  readonly stamp: string;
  has(field: string): boolean;
}

/** Some objects lack the first, and in some it cannot be asked for. */
const STAMPS = ["SystemModstamp", "LastModifiedDate", "CreatedDate"] as const;

/** The wanted fields that are there for this user; null where the object is not. */
export async function fieldsOf(
  { gateway }: SalesforceContext,
  { object, required, optional, own }: WantedFields,
): Promise<Result<ObjectFields | null, CrmFailure>> {
  const described = await gateway.describe(object);
  if (!described.ok) return described;
  const fields = described.value;
  if (fields === null) return ok(null);
  const missing = required.filter((name) => !fields.has(name));
  const stamp = STAMPS.find((name) => fields.get(name)?.filterable === true);
  if (missing.length > 0 || stamp === undefined) {
    const names = missing.length > 0 ? missing : [STAMPS[0]];
    return err({ reason: "field_missing", fields: names.map((name) => `${object}.${name}`) });
  }
  const added = own === undefined ? undefined : [...fields.keys()].find((name) => own.test(name));
  const wanted = [...required, ...optional, stamp, ...(added === undefined ? [] : [added])];
  const known = wanted.filter((name) => fields.has(name));
  const names = [...new Set(known)];
  return ok({ object, names, stamp, has: (field) => names.includes(field) });
}

/**
 * What was described may have been hidden since, which fails a whole query: then it is described again, and the
 * work done once more with what is left. What the description says itself is not asked for again: that would cost
 * calls with every poll, and an hour later it is asked for in any case.
 */
export async function withPresentFields<T>(
  { gateway, memory }: SalesforceContext,
  work: () => Promise<Result<T, CrmFailure>>,
): Promise<Result<T, CrmFailure>> {
  const first = await work();
  if (first.ok || !isNews(first.error, memory)) return first;
  gateway.forgetDescriptions();
  return work();
}

/** Whether a failure tells of something hidden that the descriptions do not know of. */
function isNews(failure: CrmFailure, { descriptions }: SalesforceContext["memory"]): boolean {
  if (failure.reason !== "field_missing" && failure.reason !== "scope_missing") return false;
  const names = failure.reason === "field_missing" ? failure.fields : failure.scopes;
  const isKnown = (name: string) => {
    const [object = "", field = ""] = name.split(".");
    const described = descriptions.get(object);
    return described !== undefined && described.fields?.has(field) !== true;
  };
  return names.length === 0 || !names.every(isKnown);
}

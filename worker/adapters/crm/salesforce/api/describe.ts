import * as v from "valibot";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { type CrmReply, isSuccess, readJson } from "../../reply.ts";
import type { SalesforceMemory } from "./context.ts";
import { failureOf } from "./failures.ts";
import type { FieldDescription, SendCall } from "./gateway.ts";
import { API_VERSION } from "./transport.ts";

type Fields = ReadonlyMap<string, FieldDescription> | null;

/** Fields come and go by an admin's hand: an hour late is soon enough, and `forgetDescriptions` is at once. */
const FRESH_MILLIS = 3_600_000;
const OBJECT_NAME = /^\w{1,100}$/;

const DescribeAnswer = v.object({
  fields: v.array(
    v.object({
      name: v.string(),
      type: v.fallback(v.string(), ""),
      // Unless it says otherwise a field can be compared.
      filterable: v.fallback(v.nullish(v.boolean(), true), true),
      label: v.fallback(v.nullish(v.string(), ""), ""),
      referenceTo: v.fallback(
        v.nullish(v.array(v.string()), () => []),
        () => [],
      ),
    }),
  ),
});

/** Subrequests of one composite call. */
const OBJECTS_TOGETHER_MAX = 25;

const TogetherAnswer = v.object({
  compositeResponse: v.array(v.object({ body: v.unknown(), httpStatusCode: v.number() })),
});

interface DescribeParts {
  readonly send: SendCall;
  readonly memory: SalesforceMemory;
  readonly now: () => number;
}

/** The fields of an object, from memory where they were seen lately. */
export async function describeObject(
  parts: DescribeParts,
  object: string,
): Promise<Result<Fields, CrmFailure>> {
  if (!OBJECT_NAME.test(object)) throw new Error(`${object} is no name of an object`);
  const { descriptions } = parts.memory;
  const known = descriptions.get(object);
  const describedAt = parts.now();
  if (known && describedAt - known.describedAt < FRESH_MILLIS) return ok(known.fields);
  const since = known?.lastModified;
  const sent = await parts.send({
    method: "GET",
    path: describePath(object),
    ...(since ? { headers: { "If-Modified-Since": since } } : {}),
  });
  if (!sent.ok) return sent;
  const { status, headers } = sent.value;
  if (status === 304 && known) {
    descriptions.set(object, { ...known, describedAt });
    return ok(known.fields);
  }
  const fields = readFields(sent.value);
  if (!fields.ok) return fields;
  descriptions.set(object, {
    fields: fields.value,
    lastModified: headers["last-modified"] ?? null,
    describedAt,
  });
  return fields;
}

/**
 * Sees to it that objects are known, with one call for all that were not seen lately. Whatever it does not learn
 * is left to `describeObject`, which then says why.
 */
export async function describeTogether(parts: DescribeParts, objects: readonly string[]): Promise<void> {
  const { descriptions } = parts.memory;
  const describedAt = parts.now();
  const unknown = objects.filter((object) => {
    const known = descriptions.get(object);
    return !known || describedAt - known.describedAt >= FRESH_MILLIS;
  });
  if (unknown.length > OBJECTS_TOGETHER_MAX) throw new Error("A composite call takes 25 requests");
  if (unknown.length < 2) return;
  const compositeRequest = unknown.map((object) => ({
    method: "GET",
    url: describePath(object),
    referenceId: object,
  }));
  const sent = await parts.send({
    method: "POST",
    path: `/services/data/v${API_VERSION}/composite`,
    body: { compositeRequest },
  });
  const answer = v.safeParse(TogetherAnswer, sent.ok ? readJson(sent.value.text) : null);
  if (!answer.success || answer.output.compositeResponse.length !== unknown.length) return;
  const described = answer.output.compositeResponse.map(({ body, httpStatusCode: status }, index) => ({
    object: unknown[index] ?? "",
    status,
    fields: status === 200 ? fieldsIn(body) : null,
  }));
  // Where nothing at all is found, it is the way of asking that is not known.
  if (described.every(({ fields }) => fields === null)) return;
  for (const { object, status, fields } of described) {
    if (fields === null && status !== 404) continue;
    descriptions.set(object, { fields, lastModified: null, describedAt });
  }
}

function describePath(object: string): string {
  return `/services/data/v${API_VERSION}/sobjects/${object}/describe`;
}

function readFields(reply: CrmReply): Result<Fields, CrmFailure> {
  if (!isSuccess(reply)) {
    const failure = failureOf(reply);
    const isUnknown = reply.status === 404 || failure.reason === "scope_missing";
    return isUnknown && !isApiOff(failure) ? ok(null) : err(failure);
  }
  const fields = fieldsIn(readJson(reply.text));
  return fields === null
    ? err({ reason: "unavailable", detail: "the description cannot be read" })
    : ok(fields);
}

/** Null where it is no description. */
function fieldsIn(json: unknown): ReadonlyMap<string, FieldDescription> | null {
  const answer = v.safeParse(DescribeAnswer, json);
  return answer.success ? new Map(answer.output.fields.map((field) => [field.name, field])) : null;
}

function isApiOff(failure: CrmFailure): boolean {
  return failure.reason === "scope_missing" && failure.scopes.includes("API Enabled");
}

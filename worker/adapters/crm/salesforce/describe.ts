import * as v from "valibot";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import type { SalesforceMemory } from "./context.ts";
import { failureOf, readJson, type SalesforceReply } from "./failures.ts";
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
    }),
  ),
});

/** The fields of an object, from memory where they were seen lately. */
export async function describeObject(
  parts: { readonly send: SendCall; readonly memory: SalesforceMemory; readonly now: () => number },
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
    path: `/services/data/v${API_VERSION}/sobjects/${object}/describe`,
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

function readFields(reply: SalesforceReply): Result<Fields, CrmFailure> {
  if (reply.status < 200 || reply.status > 299) {
    const failure = failureOf(reply);
    const isUnknown = reply.status === 404 || failure.reason === "scope_missing";
    return isUnknown && !isApiOff(failure) ? ok(null) : err(failure);
  }
  const answer = v.safeParse(DescribeAnswer, readJson(reply.text));
  if (!answer.success) return err({ reason: "unavailable", detail: "the description cannot be read" });
  return ok(new Map(answer.output.fields.map((field) => [field.name, field])));
}

function isApiOff(failure: CrmFailure): boolean {
  return failure.reason === "scope_missing" && failure.scopes.includes("API Enabled");
}

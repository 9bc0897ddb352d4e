import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { CrmRecord } from "../../../domain/records.ts";
import { assertNever, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, RecordRejection } from "../../../ports/crm.ts";
import { meansConnected } from "../call-outcome.ts";
import { Text } from "../read-values.ts";
import type { ClientContext } from "./client-context.ts";
import { asUnanswered, idsOf, joinReads, type ReadRecords, sortResults, withoutIds } from "./deals-by-id.ts";
import { isNotToBeHad } from "./failures.ts";
import type { ObjectType } from "./gateway.ts";
import { PATHS } from "./paths.ts";
import {
  type ActivityContext,
  readCall,
  readCommunication,
  readEmail,
  readMeeting,
  readTask,
} from "./read-activities.ts";
import { readBatchAt } from "./read-batch.ts";

/** Every kind of record but a deal. */
export type ActivityKind = Exclude<CrmRecordKind, "deal">;

/** What HubSpot calls our kinds of record. */
export const TYPE_OF_KIND: Readonly<Record<CrmRecordKind, ObjectType>> = {
  deal: "deals",
  call: "calls",
  email: "emails",
  meeting: "meetings",
  task: "tasks",
  communication: "communications",
};

/** Raw activities of one kind as ours, with what their own answer lacks. */
export async function readRawActivities(
  context: ClientContext,
  kind: ActivityKind,
  raws: readonly unknown[],
): Promise<Result<ReadRecords, CrmFailure>> {
  const contacts = kind === "meeting" ? await countContacts(context, raws) : ok(null);
  if (!contacts.ok) return contacts;
  if (kind === "call") {
    const learnt = await learnDispositions(context, raws);
    if (!learnt.ok) return learnt;
  }
  const unanswered = contacts.value?.unanswered ?? new Map<string, CrmFailure>();
  const reading: ActivityContext = {
    tenantId: context.options.tenantId,
    connectedByDisposition: context.memory.connectedByDisposition,
    contactsOfMeeting: contacts.value?.ofMeeting ?? null,
  };
  const whole = withoutIds(raws, unanswered);
  const read = sortResults(
    whole.map((raw) => readActivity(kind, raw, reading)),
    whole,
  );
  return ok(joinReads(read, asUnanswered(kind, unanswered.keys())));
}

function readActivity(
  kind: ActivityKind,
  raw: unknown,
  context: ActivityContext,
): Result<CrmRecord, RecordRejection> {
  switch (kind) {
    case "call":
      return readCall(raw, context);
    case "email":
      return readEmail(raw, context);
    case "meeting":
      return readMeeting(raw, context);
    case "task":
      return readTask(raw);
    case "communication":
      return readCommunication(raw);
    default:
      return assertNever(kind);
  }
}

/** HubSpot's own outcomes; their ids are the same in every account. */
const HUBSPOT_DISPOSITIONS: readonly (readonly [string, boolean])[] = [
  ["f240bbac-87c9-4f6e-bf70-924b57d47db7", true],
  ["9d9162e7-6cf3-4944-bf63-4dff82258764", false],
  ["a4c4c377-d246-4b32-a13b-75a56a4cd0ff", false],
  ["b2cf5968-551e-4856-9783-52b3da59a7d0", false],
  ["73a0d17f-1163-4015-bdd5-ec830791da20", false],
  ["17b47fee-58de-441e-a44c-c6300d46f273", false],
];

const CallOutcome = v.object({ properties: v.object({ hs_call_disposition: Text }) });

const DispositionOptions = v.object({
  options: v.nullish(v.array(v.object({ label: v.nullish(v.string(), ""), value: v.string() })), []),
});

/** Accounts add outcomes of their own: an id that nobody knows yet is looked up by its label, once. */
async function learnDispositions(
  { gateway, insist, memory }: ClientContext,
  raws: readonly unknown[],
): Promise<Result<null, CrmFailure>> {
  const known = memory.connectedByDisposition;
  for (const [id, connected] of HUBSPOT_DISPOSITIONS) if (!known.has(id)) known.set(id, connected);
  const unknown = raws.flatMap((raw) => {
    const parsed = v.safeParse(CallOutcome, raw);
    const id = parsed.success ? parsed.output.properties.hs_call_disposition : null;
    return id === null || known.has(id) ? [] : [id];
  });
  if (unknown.length === 0) return ok(null);
  const property = await insist(() => gateway.readProperty("calls", "hs_call_disposition"));
  // Where the outcomes have no names, the length of a call decides.
  if (!property.ok && !isNotToBeHad(property.error)) return property;
  const parsed = v.safeParse(DispositionOptions, property.ok ? property.value : {});
  for (const { label, value } of parsed.success ? parsed.output.options : []) {
    known.set(value, known.get(value) ?? meansConnected(label));
  }
  for (const id of unknown) known.set(id, known.get(id) ?? null);
  return ok(null);
}

const Associations = v.object({
  from: v.object({ id: v.union([v.string(), v.number()]) }),
  to: v.nullish(v.array(v.unknown()), []),
});

interface MeetingContacts {
  /** Null for a meeting whose contacts are refused. */
  readonly ofMeeting: ReadonlyMap<string, number | null>;
  /** Meetings whose contacts HubSpot failed to answer for, and why. */
  readonly unanswered: ReadonlyMap<string, CrmFailure>;
}

/**
 * How many contacts each meeting has: those are the people from outside. Null when the account does not let
 * us ask, and for a meeting of which HubSpot refuses to tell, so that nobody takes it for nobody.
 */
async function countContacts(
  context: ClientContext,
  raws: readonly unknown[],
): Promise<Result<MeetingContacts | null, CrmFailure>> {
  const ids = idsOf(raws);
  if (ids.length === 0) return ok({ ofMeeting: new Map(), unanswered: new Map() });
  const batch = await readBatchAt(context, PATHS.meetingContacts, ids);
  if (!batch.ok) return isNotToBeHad(batch.error) ? ok(null) : batch;
  const counts = batch.value.results.flatMap((raw) => {
    const parsed = v.safeParse(Associations, raw);
    return parsed.success ? [[String(parsed.output.from.id), parsed.output.to.length] as const] : [];
  });
  // Asked again, a refusal stays one: the meeting is not kept waiting for it.
  const failed = [...batch.value.unanswered];
  const refused = failed.filter(([, failure]) => isNotToBeHad(failure));
  return ok({
    unanswered: new Map(failed.filter(([, failure]) => !isNotToBeHad(failure))),
    ofMeeting: new Map([...counts, ...refused.map(([id]) => [id, null] as const)]),
  });
}

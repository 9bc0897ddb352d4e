import * as v from "valibot";
import { NOT_ANSWERED } from "../../../../shared/contracts/fault-details.ts";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, RecordRejection } from "../../../ports/crm.ts";
import type { ClientContext } from "./client-context.ts";
import { failureInBatch, isNotFound, isOfOneRecord } from "./failures.ts";
import type { BatchRequest, ObjectType } from "./gateway.ts";
import type { DatedPath } from "./paths.ts";
import { type RawPage, rawIdOf, readPage } from "./read-page.ts";

/** What a read of many ids gave. An id that is neither in the results nor unanswered is not there. */
export interface RawBatch {
  readonly results: readonly unknown[];
  /** Ids that HubSpot failed to answer for, and why: they are neither there nor gone. */
  readonly unanswered: ReadonlyMap<string, CrmFailure>;
}

const NOTHING_THERE: RawBatch = { results: [], unanswered: new Map() };

/** A read of ids as the CRM answers it. */
type AskBatch = (ids: readonly string[]) => Promise<Result<unknown, CrmFailure>>;

/** Where so many fail alone too, HubSpot is in trouble, and the rest of the batch is not asked for singly. */
const ALONE_FAILURES_MAX = 10;

/**
 * Reads ids together. HubSpot answers without those it failed at and names them beside those that do not exist:
 * each of them is asked for once more alone, so that its failure is known to be its own. A failure that is not
 * of one record fails the whole read.
 */
async function readBatch(
  { insist }: Pick<ClientContext, "insist">,
  ids: readonly string[],
  ask: AskBatch,
): Promise<Result<RawBatch, CrmFailure>> {
  const page = await insist(async () => readPage(await ask(ids)));
  if (!page.ok) return page;
  const results = [...page.value.results];
  const answered = new Set(results.map(idOf));
  const unanswered = new Map<string, CrmFailure>();
  for (const [id, failure] of failedIn(page.value, ids)) {
    if (unanswered.size >= ALONE_FAILURES_MAX && isOfOneRecord(failure)) {
      unanswered.set(id, failure);
      continue;
    }
    const alone = await insist(async () => readAlone(await ask([id]), id));
    if (alone.ok) {
      results.push(...alone.value.filter((raw) => !answered.has(idOf(raw))));
      for (const raw of alone.value) answered.add(idOf(raw));
    } else if (!isOfOneRecord(alone.error)) return alone;
    else if (!isNotFound(alone.error)) unanswered.set(id, alone.error);
  }
  return ok({ results, unanswered });
}

/** Records by id. One that is asked for alone and not found is not there, as it is where it is one of many. */
export async function readRecordBatch(
  context: Pick<ClientContext, "gateway" | "insist">,
  type: ObjectType,
  request: BatchRequest,
): Promise<Result<RawBatch, CrmFailure>> {
  const { ids } = request;
  const batch = await readBatch(context, ids, (some) =>
    context.gateway.readBatch(type, { ...request, ids: some }),
  );
  const isAbsent = !batch.ok && ids.length === 1 && isNotFound(batch.error);
  return isAbsent ? ok(NOTHING_THERE) : batch;
}

/** What HubSpot tells of ids at an address of its own, such as their associations. */
export function readBatchAt(
  context: Pick<ClientContext, "gateway" | "insist">,
  path: DatedPath,
  ids: readonly string[],
): Promise<Result<RawBatch, CrmFailure>> {
  return readBatch(context, ids, (some) =>
    context.gateway.send({ method: "POST", path, json: { inputs: some.map((id) => ({ id })) } }),
  );
}

/** Records that HubSpot failed to answer for, as rejections: held as they are until they can be read. */
export function rejectUnanswered(kind: CrmRecordKind, ids: Iterable<string>): readonly RecordRejection[] {
  return [...ids].map((crmId) => ({ kind, crmId, path: NOT_ANSWERED }));
}

function readAlone(answer: Result<unknown, CrmFailure>, id: string): Result<readonly unknown[], CrmFailure> {
  const page = readPage(answer);
  if (!page.ok) return page;
  const failure = failedIn(page.value, [id]).get(id);
  return failure === undefined ? ok(page.value.results) : err(failure);
}

const Codes = v.object({
  category: v.optional(v.unknown()),
  subCategory: v.optional(v.unknown()),
  context: v.optional(v.unknown()),
});

/** The ids of a batch that HubSpot did not answer for through a failure of its own. */
function failedIn({ results, errors }: RawPage, asked: readonly string[]): ReadonlyMap<string, CrmFailure> {
  const answered = new Set(results.map(idOf));
  const open = asked.filter((id) => !answered.has(id));
  const told = errors.map((raw) => {
    const parsed = v.safeParse(Codes, raw);
    const codes = parsed.success ? parsed.output : {};
    return { failure: failureInBatch(codes), named: idsNamedIn(codes.context, open) };
  });
  const gone = new Set(told.flatMap(({ failure, named }) => (failure === null ? named : [])));
  const unnamed = open.filter((id) => !gone.has(id));
  return new Map(
    told.flatMap(({ failure, named }) => {
      if (failure === null) return [];
      return (named.length > 0 ? named : unnamed).map((id) => [id, failure] as const);
    }),
  );
}

const ID_KEYS: readonly string[] = ["id", "ids", "fromObjectId", "fromObjectIds"];

/** Which of the open ids an error is about; none where it does not say. */
function idsNamedIn(context: unknown, open: readonly string[]): readonly string[] {
  const named = new Set(
    Object.entries(Object(context))
      .filter(([key]) => ID_KEYS.includes(key))
      .flatMap(([, ids]) => ids)
      .map(String),
  );
  return open.filter((id) => named.has(id));
}

/** Of a record its own id, of an association the id of the record it starts from. */
function idOf(raw: unknown): string | null {
  return rawIdOf(raw) ?? rawIdOf(Object(raw).from);
}

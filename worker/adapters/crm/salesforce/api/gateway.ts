import * as v from "valibot";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { ApiAllowance, CallBucket, CrmFailure, RateLimited } from "../../../../ports/crm.ts";
import type { Insist } from "../../insist.ts";
import {
  type CrmReply,
  failureOfSilence,
  isSuccess,
  type OnRateLimited,
  readJson,
  tellWait,
} from "../../reply.ts";
import { leaveForOthers, readUsage, toAllowance } from "./api-usage.ts";
import type { SalesforceMemory } from "./context.ts";
import { describeObject, describeTogether } from "./describe.ts";
import { failureOf } from "./failures.ts";
import { API_VERSION, sendToOrg } from "./transport.ts";

/** One page of rows, raw. */
export interface QueryPage {
  readonly records: readonly unknown[];
  /** What `more` takes; null at the end. */
  readonly next: string | null;
  /** How many rows there are in all, where Salesforce tells. */
  readonly total: number | null;
}

/** A field as this user sees it: one that is hidden from them is not described at all. */
export interface FieldDescription {
  readonly name: string;
  /** Salesforce's own word, such as `currency` or `datetime`. */
  readonly type: string;
  readonly filterable: boolean;
  readonly label: string;
  /** The objects that a reference may lead to. */
  readonly referenceTo: readonly string[];
}

/** A call by its path, for what there is no method for. */
export interface PlainRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** From the root of the org's address, such as `/services/data/v66.0/jobs/query`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a query is asked. */
export interface QueryOptions {
  /** Shows what is deleted or archived too (`queryAll`). */
  readonly deleted?: boolean;
  /** A hint, 200 to 2,000. */
  readonly pageSize?: number;
}

/** Salesforce's API as one tenant may call it. Rows are raw JSON; reading them is the readers' work. */
export interface SalesforceGateway {
  query(soql: string, options?: QueryOptions): Promise<Result<QueryPage, CrmFailure>>;
  /** The next page. A locator that expired is `rejected` with status 400 and `INVALID_QUERY_LOCATOR`. */
  more(next: string): Promise<Result<QueryPage, CrmFailure>>;
  /** To the end, without a cap. */
  queryAllPages(soql: string, options?: QueryOptions): Promise<Result<readonly unknown[], CrmFailure>>;
  /** Five queries count as one call. One that fails fails all. */
  queryTogether(
    soqls: readonly string[],
    options?: Pick<QueryOptions, "deleted">,
  ): Promise<Result<readonly QueryPage[], CrmFailure>>;
  /** The fields of an object by name, kept per tenant; null when this user has no such object. */
  describe(object: string): Promise<Result<ReadonlyMap<string, FieldDescription> | null, CrmFailure>>;
  /** One call instead of one for each object that `describe` would ask for; those that are known cost none. */
  describeTogether(objects: readonly string[]): Promise<void>;
  /** The next `describe` asks again: a field that was there is hidden now. */
  forgetDescriptions(): void;
  /** Any other call, such as Bulk API 2.0. A status beyond 299 is a failure. */
  request(options: PlainRequest): Promise<Result<CrmReply, CrmFailure>>;
  allowance(): ApiAllowance;
}

/** As whom, and how patiently, Salesforce is called. */
export interface GatewayOptions {
  /** The org's own address, as its token named it. */
  readonly apiUrl: string;
  readonly accessToken: string;
  readonly answerMillisMax: number;
  readonly throttle: (bucket: CallBucket) => Promise<RateLimited | undefined>;
  readonly onRateLimited?: OnRateLimited;
  readonly memory: SalesforceMemory;
  /** The share of the day's calls, of all apps, from which on no more are made. */
  readonly allowanceShare: number;
  readonly insist: Insist;
  /** In milliseconds. */
  readonly now: () => number;
}

/** Sends one call and hands back the reply, whatever its status. */
export type SendCall = (request: PlainRequest) => Promise<Result<CrmReply, CrmFailure>>;

const BASE = `/services/data/v${API_VERSION}`;
/** Address and headers together must not be longer than 16,384 bytes. */
const ADDRESS_LENGTH_MAX = 12_000;
const QUERIES_PER_CALL = 5;

const QueryAnswer = v.object({
  records: v.array(v.unknown()),
  nextRecordsUrl: v.nullish(v.pipe(v.string(), v.startsWith("/services/data/")), null),
  totalSize: v.nullish(v.number(), null),
});

const CompositeAnswer = v.object({
  compositeResponse: v.array(v.object({ body: v.unknown(), httpStatusCode: v.number() })),
});

/** Opens one org for one tenant. Waits its turn before each call, and retries only inside `queryAllPages`. */
export function createGateway(options: GatewayOptions): SalesforceGateway {
  const send = createSender(options);
  const describing = { send, memory: options.memory, now: options.now };
  const gateway: SalesforceGateway = {
    async query(soql, { deleted = false, pageSize } = {}) {
      const path = queryPath(soql, deleted);
      // Inside a composite call a query may be as long as SOQL allows.
      if (path.length > ADDRESS_LENGTH_MAX) return onlyPage(await gateway.queryTogether([soql], { deleted }));
      const headers = pageSize === undefined ? {} : { "Sforce-Query-Options": `batchSize=${pageSize}` };
      return readPage(await send({ method: "GET", path, headers }));
    },
    more: async (next) => readPage(await send({ method: "GET", path: next })),
    async queryAllPages(soql, queryOptions) {
      const records: unknown[] = [];
      let page = await options.insist(() => gateway.query(soql, queryOptions));
      while (page.ok) {
        for (const record of page.value.records) records.push(record);
        const { next } = page.value;
        if (next === null) return ok(records);
        page = await options.insist(() => gateway.more(next));
      }
      return page;
    },
    async queryTogether(soqls, { deleted = false } = {}) {
      const pages: QueryPage[] = [];
      for (let from = 0; from < soqls.length; from += QUERIES_PER_CALL) {
        const asked = soqls.slice(from, from + QUERIES_PER_CALL);
        const body = { compositeRequest: asked.map((soql, index) => subrequest(soql, { deleted, index })) };
        const sent = await send({ method: "POST", path: `${BASE}/composite`, body });
        const answered = readTogether(sent, asked.length);
        if (!answered.ok) {
          // One of the answers may ask for a wait where the whole does not.
          if (sent.ok && isSuccess(sent.value)) tellWait(answered.error, options.onRateLimited);
          return answered;
        }
        pages.push(...answered.value);
      }
      return ok(pages);
    },
    describe: (object) => describeObject(describing, object),
    describeTogether: (objects) => describeTogether(describing, objects),
    forgetDescriptions: () => options.memory.descriptions.clear(),
    async request(request) {
      const sent = await send(request);
      if (!sent.ok) return sent;
      return isSuccess(sent.value) ? sent : err(failureOf(sent.value));
    },
    allowance: () => toAllowance(options.memory.usage),
  };
  return gateway;
}

function createSender({ memory, ...options }: GatewayOptions): SendCall {
  return async ({ method, path, body, headers }) => {
    const full = leaveForOthers(memory.usage, options);
    if (full !== null) return err(full);
    const held = await options.throttle("general");
    if (held) return err(held);
    const sent = await sendToOrg(
      options,
      {
        method,
        url: path,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      },
      options,
    );
    if (!sent.ok) return err(failureOfSilence(sent.error));
    memory.usage = readUsage(sent.value.headers["sforce-limit-info"], options.now()) ?? memory.usage;
    if (!isSuccess(sent.value)) tellWait(failureOf(sent.value), options.onRateLimited);
    return sent;
  };
}

function queryPath(soql: string, deleted: boolean): string {
  return `${BASE}/${deleted ? "queryAll" : "query"}?q=${encodeURIComponent(soql)}`;
}

function subrequest(soql: string, { deleted, index }: { readonly deleted: boolean; readonly index: number }) {
  return { method: "GET", url: queryPath(soql, deleted), referenceId: `query${index}` };
}

function onlyPage(pages: Result<readonly QueryPage[], CrmFailure>): Result<QueryPage, CrmFailure> {
  if (!pages.ok) return pages;
  const page = pages.value[0];
  return page === undefined ? err(unreadable()) : ok(page);
}

function readPage(sent: Result<CrmReply, CrmFailure>): Result<QueryPage, CrmFailure> {
  if (!sent.ok) return sent;
  if (!isSuccess(sent.value)) return err(failureOf(sent.value));
  return readAnswer(readJson(sent.value.text));
}

function readAnswer(json: unknown): Result<QueryPage, CrmFailure> {
  const answer = v.safeParse(QueryAnswer, json);
  if (!answer.success) return err(unreadable());
  const { records, nextRecordsUrl, totalSize } = answer.output;
  return ok({ records, next: nextRecordsUrl, total: totalSize });
}

/** The answers come in the order of the requests, each with a status of its own. */
function readTogether(
  sent: Result<CrmReply, CrmFailure>,
  count: number,
): Result<readonly QueryPage[], CrmFailure> {
  if (!sent.ok) return sent;
  if (!isSuccess(sent.value)) return err(failureOf(sent.value));
  const answer = v.safeParse(CompositeAnswer, readJson(sent.value.text));
  if (!answer.success || answer.output.compositeResponse.length !== count) return err(unreadable());
  const pages: QueryPage[] = [];
  for (const { httpStatusCode: status, body } of answer.output.compositeResponse) {
    if (!isSuccess({ status })) {
      return err(failureOf({ status, headers: {}, text: JSON.stringify(body) ?? "" }));
    }
    const page = readAnswer(body);
    if (!page.ok) return page;
    pages.push(page.value);
  }
  return ok(pages);
}

function unreadable(): CrmFailure {
  return { reason: "unavailable", detail: "the answer is no page of rows" };
}

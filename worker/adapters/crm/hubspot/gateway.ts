import ContactsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/contacts/ContactsDiscovery.js";
import DealsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/deals/DealsDiscovery.js";
import CallsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/objects/calls/CallsDiscovery.js";
import CommunicationsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/objects/communications/CommunicationsDiscovery.js";
import EmailsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/objects/emails/EmailsDiscovery.js";
import GoalsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/objects/goals/GoalsDiscovery.js";
import MeetingsDiscovery from "@hubspot/api-client/lib/src/discovery/crm/objects/meetings/MeetingsDiscovery.js";
import TasksDiscovery from "@hubspot/api-client/lib/src/discovery/crm/objects/tasks/TasksDiscovery.js";
import OwnersDiscovery from "@hubspot/api-client/lib/src/discovery/crm/owners/OwnersDiscovery.js";
import PipelinesDiscovery from "@hubspot/api-client/lib/src/discovery/crm/pipelines/PipelinesDiscovery.js";
import PropertiesDiscovery from "@hubspot/api-client/lib/src/discovery/crm/properties/PropertiesDiscovery.js";
import { err, type Result } from "../../../domain/result.ts";
import type { ApiAllowance, CallBucket, CrmFailure, RateLimited } from "../../../ports/crm.ts";
import { type CrmReply, type OnRateLimited, tellWait } from "../reply.ts";
import { readReply } from "./failures.ts";
import { type DatedCall, sendByDiscovery, sendToPath, type WatchedCall } from "./transport.ts";

/** The CRM objects we read, as HubSpot's paths name them. */
export type ObjectType =
  | "deals"
  | "calls"
  | "emails"
  | "meetings"
  | "tasks"
  | "communications"
  | "contacts"
  | "goal_targets";

/** One condition of a search. */
export interface SearchFilter {
  readonly propertyName: string;
  readonly operator: "EQ" | "GT" | "GTE" | "LT" | "LTE";
  readonly value: string;
}

/** One page of a search. The next one is asked for by another filter. */
export interface SearchRequest {
  /** All of them have to hold. */
  readonly filters: readonly SearchFilter[];
  readonly sortBy: string;
  readonly properties: readonly string[];
  readonly limit: number;
}

/** One page of a list. */
export interface PageRequest {
  readonly limit: number;
  readonly after: string | null;
  readonly properties: readonly string[];
  readonly archived: boolean;
}

/** Records by id. */
export interface BatchRequest {
  readonly ids: readonly string[];
  readonly properties: readonly string[];
  readonly propertiesWithHistory: readonly string[];
  readonly archived: boolean;
}

type Answer = Promise<Result<unknown, CrmFailure>>;

/** HubSpot's API as one tenant may call it. Answers are raw JSON; reading them is the readers' work. */
export interface HubSpotGateway {
  search(type: ObjectType, request: SearchRequest): Answer;
  list(type: ObjectType, request: PageRequest): Answer;
  readBatch(type: ObjectType, request: BatchRequest): Answer;
  readOne(type: ObjectType, id: string, properties: readonly string[]): Answer;
  listOwners(request: { readonly after: string | null; readonly archived: boolean }): Answer;
  listPipelines(type: "deals"): Answer;
  listProperties(type: ObjectType): Answer;
  readProperty(type: ObjectType, name: string): Answer;
  send(call: DatedCall): Answer;
  allowance(): ApiAllowance;
}

/** As whom, and how patiently, HubSpot is called. */
export interface GatewayOptions {
  readonly apiUrl: string;
  readonly accessToken: string;
  readonly answerMillisMax: number;
  readonly throttle: (bucket: CallBucket) => Promise<RateLimited | undefined>;
  readonly onRateLimited?: OnRateLimited;
  /** The account's, where it is known. */
  readonly timeZone?: string | null;
}

/** What the discovery classes of all object types have in common. */
interface ObjectsApi {
  readonly basicApi: {
    getPage(
      limit: number,
      after: string | undefined,
      properties: string[],
      withHistory: undefined,
      associations: undefined,
      archived: boolean,
      options: WatchedCall,
    ): Promise<unknown>;
    getById(
      id: string,
      properties: string[],
      withHistory: undefined,
      associations: undefined,
      archived: boolean,
      idProperty: undefined,
      options: WatchedCall,
    ): Promise<unknown>;
  };
  readonly batchApi: {
    read(
      request: { inputs: { id: string }[]; properties: string[]; propertiesWithHistory: string[] },
      archived: boolean,
      options: WatchedCall,
    ): Promise<unknown>;
  };
  readonly searchApi: {
    doSearch(
      request: {
        filterGroups: { filters: never[] }[];
        sorts: never[];
        properties: string[];
        limit: number;
      },
      options: WatchedCall,
    ): Promise<unknown>;
  };
}

type DiscoveryClass<T> = new (config: ClientConfig) => T;

interface ClientConfig {
  basePath: string;
  accessToken: string;
  numberOfApiCallRetries: number;
}

const OBJECT_CLASSES: Readonly<Record<ObjectType, DiscoveryClass<ObjectsApi>>> = {
  deals: classOf(DealsDiscovery),
  calls: classOf(CallsDiscovery),
  emails: classOf(EmailsDiscovery),
  meetings: classOf(MeetingsDiscovery),
  tasks: classOf(TasksDiscovery),
  communications: classOf(CommunicationsDiscovery),
  contacts: classOf(ContactsDiscovery),
  goal_targets: classOf(GoalsDiscovery),
};
const OWNERS_PER_PAGE = 100;

/** Opens HubSpot's API for one tenant. Waits its turn before each call; never retries by itself. */
export function createGateway(options: GatewayOptions): HubSpotGateway {
  const { apiUrl, accessToken, answerMillisMax } = options;
  // Never with limiter options: its decorators live in one process-wide place, across tenants and requests.
  const config: ClientConfig = { basePath: apiUrl, accessToken, numberOfApiCallRetries: 0 };
  const objects = onceFor((type: ObjectType) => new OBJECT_CLASSES[type](config));
  const owners = onceFor((_: "owners") => new (classOf(OwnersDiscovery))(config));
  const pipelines = onceFor((_: "pipelines") => new (classOf(PipelinesDiscovery))(config));
  const properties = onceFor((_: "properties") => new (classOf(PropertiesDiscovery))(config));
  let allowance: ApiAllowance = { limit: null, remaining: null, windowSeconds: null };

  async function inTurn(bucket: CallBucket, send: () => Promise<Result<CrmReply, CrmFailure>>): Answer {
    const held = await options.throttle(bucket);
    if (held) return err(held);
    const sent = await send();
    if (!sent.ok) return sent;
    allowance = readAllowance(sent.value.headers) ?? allowance;
    const answer = readReply(sent.value, options.timeZone);
    if (!answer.ok) tellWait(answer.error, options.onRateLimited);
    return answer;
  }

  function call(run: (options: WatchedCall) => Promise<unknown>): Answer {
    return inTurn("general", () => sendByDiscovery(run, answerMillisMax));
  }

  return {
    search: (type, request) =>
      inTurn("search", () =>
        sendByDiscovery(
          (watched) => objects(type).searchApi.doSearch(searchBody(request), watched),
          answerMillisMax,
        ),
      ),
    list: (type, { limit, after, properties: names, archived }) =>
      call((watched) =>
        objects(type).basicApi.getPage(
          limit,
          after ?? undefined,
          [...names],
          undefined,
          undefined,
          archived,
          watched,
        ),
      ),
    readBatch: (type, request) =>
      call((watched) => objects(type).batchApi.read(batchBody(request), request.archived, watched)),
    readOne: (type, id, names) =>
      call((watched) =>
        objects(type).basicApi.getById(id, [...names], undefined, undefined, false, undefined, watched),
      ),
    listOwners: ({ after, archived }) =>
      call((watched) =>
        owners("owners").ownersApi.getPage(undefined, after ?? undefined, OWNERS_PER_PAGE, archived, watched),
      ),
    listPipelines: (type) => call((watched) => pipelines("pipelines").pipelinesApi.getAll(type, watched)),
    listProperties: (type) =>
      call((watched) => properties("properties").coreApi.getAll(type, false, undefined, watched)),
    readProperty: (type, name) =>
      call((watched) => properties("properties").coreApi.getByName(type, name, false, undefined, watched)),
    send: (dated) => inTurn("general", () => sendToPath({ apiUrl, accessToken }, dated, answerMillisMax)),
    allowance: () => allowance,
  };
}

/** The client's types say text for a sort and its own enumerations for a filter; HubSpot documents these. */
function searchBody({ filters, sortBy, properties, limit }: SearchRequest) {
  const group: object[] = [...filters];
  const sorts: object[] = [{ propertyName: sortBy, direction: "ASCENDING" }];
  return {
    filterGroups: group.length === 0 ? [] : [{ filters: group as never[] }],
    sorts: sorts as never[],
    properties: [...properties],
    limit,
  };
}

function batchBody({ ids, properties, propertiesWithHistory }: BatchRequest) {
  return {
    inputs: ids.map((id) => ({ id })),
    properties: [...properties],
    propertiesWithHistory: [...propertiesWithHistory],
  };
}

/** Null when the headers are absent, as they are on searches. */
function readAllowance(headers: Readonly<Record<string, string>>): ApiAllowance | null {
  const limit = readCount(headers["x-hubspot-ratelimit-max"]);
  const remaining = readCount(headers["x-hubspot-ratelimit-remaining"]);
  const millis = readCount(headers["x-hubspot-ratelimit-interval-milliseconds"]);
  if (limit === null && remaining === null) return null;
  return { limit, remaining, windowSeconds: millis === null ? null : millis / 1000 };
}

function readCount(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null;
}

/** The client is CommonJS: a bundler imports its class, plain Node the object that holds it. */
function classOf<T extends object>(imported: T): T {
  return "default" in imported ? (imported.default as T) : imported;
}

/** Each discovery class is made at its first use and kept. */
function onceFor<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

import type { Instant } from "../../../../../shared/contracts/time.ts";
import type { PersonKey } from "../../../../domain/records.ts";
import type { CrmPort } from "../../../../ports/crm.ts";
import type { Insist } from "../../insist.ts";
import { memoriesOf } from "../../memories.ts";
import type { FieldDescription, SalesforceGateway } from "./gateway.ts";

/** What every part of one tenant's client works with. */
export interface SalesforceContext {
  readonly gateway: SalesforceGateway;
  readonly options: Parameters<CrmPort["client"]>[0];
  readonly memory: SalesforceMemory;
  /** Tries again a call that its step can only repeat as a whole. */
  readonly insist: Insist;
  /** Addresses become keys before anything leaves the adapter. */
  readonly personKey: (address: string) => PersonKey;
  /** Events say nothing of having been held, so their end is compared with this. */
  readonly now: () => Instant;
  /** Between two looks at a bulk job. */
  readonly sleep: (millis: number) => Promise<void>;
}

/** What an object looked like to this user. */
export interface ObjectDescription {
  /** Null when they have no such object. */
  readonly fields: ReadonlyMap<string, FieldDescription> | null;
  /** Salesforce's `Last-Modified`, by which it answers that nothing changed. */
  readonly lastModified: string | null;
  /** In milliseconds. */
  readonly describedAt: number;
}

/** The calls of the last 24 hours, of all apps of the org, as an answer told. */
export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
  /** In milliseconds. */
  readonly toldAt: number;
}

/** Whether this user was seen to see everybody's activities; null where nobody could tell. */
export interface Sight {
  readonly seesAllData: boolean | null;
  readonly toldAt: Instant;
}

/** What is remembered of a tenant between the clients that are made for its calls. Losing it costs calls. */
export interface SalesforceMemory {
  /** By name of the object. */
  readonly descriptions: Map<string, ObjectDescription>;
  usage: ApiUsage | null;
  sight: Sight | null;
}

/** What is remembered of each tenant, empty at first. */
export function createMemories(): (tenantId: string) => SalesforceMemory {
  return memoriesOf(() => ({ descriptions: new Map(), usage: null, sight: null }));
}

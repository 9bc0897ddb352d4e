import type { Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmPort } from "../../../ports/crm.ts";
import type { Insist } from "../insist.ts";
import { memoriesOf } from "../memories.ts";
import type { HubSpotGateway } from "./gateway.ts";
import type { HubSpotApp } from "./oauth.ts";

/** What every part of one tenant's client works with. */
export interface ClientContext {
  readonly app: HubSpotApp;
  readonly options: Parameters<CrmPort["client"]>[0];
  readonly answerMillisMax: number;
  readonly gateway: HubSpotGateway;
  readonly insist: Insist;
  readonly memory: TenantMemory;
  readonly homeCurrency: () => Promise<Result<string, CrmFailure>>;
}

/**
 * Names of the account that reading needs now and then, kept between calls because they hardly ever change.
 * Losing them costs a call; what is not in them is asked for again.
 */
export interface TenantMemory {
  /** By outcome of a call. Null: looked up, and HubSpot has no such outcome any more. */
  readonly connectedByDisposition: Map<string, boolean | null>;
  /** Which stage a stage-date property is about. */
  readonly stageOfDateProperty: Map<string, string>;
  /** Stages whose date properties were looked up. */
  readonly stagesSeen: Set<string>;
}

/** What is remembered of each tenant, empty at first. */
export function createMemories(): (tenantId: string) => TenantMemory {
  return memoriesOf(() => ({
    connectedByDisposition: new Map(),
    stageOfDateProperty: new Map(),
    stagesSeen: new Set(),
  }));
}

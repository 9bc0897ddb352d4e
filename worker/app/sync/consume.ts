import * as v from "valibot";
import { CRM_RECORD_KINDS } from "../../../shared/contracts/ids.ts";
import type { Log } from "../../ports/logging.ts";
import type { LaneVerdict, SyncHint, TenantLanes } from "../../ports/sync.ts";
import { describeFault } from "../describe-fault.ts";

/** A message that was tried so often is given up: polls find what it told of. */
export const DELIVERIES_MAX = 60;
const FIRST_DELAY_SECONDS = 2;
const DELAY_SECONDS_MAX = 900;

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const Hint = v.variant("change", [
  v.object({
    change: v.picklist(["changed", "deleted", "restored", "merged"]),
    kind: v.picklist(CRM_RECORD_KINDS),
    recordId: Id,
    mergedIds: v.array(Id),
    actor: v.nullable(v.string()),
  }),
  v.object({ change: v.literal("person_erased"), contactId: Id }),
]);

/** Messages that were on the queue before requests were kept have none. */
const Message = v.object({
  tenantId: Id,
  requestId: v.fallback(v.optional(Id), undefined),
  hints: v.array(Hint),
});

/** A message as the queue hands it over. */
export interface Delivery {
  readonly body: unknown;
  /** 1 at the first delivery. */
  readonly attempts: number;
  ack(): void;
  retry(options: { readonly delaySeconds: number }): void;
}

/** What reading the queue needs. */
export interface ConsumeParts {
  readonly lanes: TenantLanes;
  readonly log: Log;
  /** For what came without the id of a request. */
  readonly newRequestId: () => string;
  /** Says of a tenant that changes were not read for long. */
  readonly giveUp: (tenantId: string) => Promise<void>;
}

/** Reads the hinted records of each tenant. A message is acknowledged only once its records are written. */
export async function consume(parts: ConsumeParts, deliveries: readonly Delivery[]): Promise<void> {
  const ownId = parts.newRequestId();
  const readable = deliveries.flatMap((delivery) => {
    const message = v.safeParse(Message, delivery.body);
    if (message.success) return [{ delivery, ...message.output }];
    parts.log({ event: "queue_message_unreadable", requestId: ownId });
    delivery.ack();
    return [];
  });
  const ofTenant = Map.groupBy(readable, ({ tenantId }) => tenantId);
  await Promise.all(
    [...ofTenant].map(([tenantId, group]) =>
      consumeForTenant(parts, tenantId, {
        deliveries: group.map(({ delivery }) => delivery),
        hints: group.flatMap(({ hints }) => hints),
        requestIds: [...new Set(group.map(({ requestId = ownId }) => requestId))],
      }),
    ),
  );
}

interface TenantWork {
  readonly deliveries: readonly Delivery[];
  readonly hints: readonly SyncHint[];
  /** The requests that brought them, each of which finds its own lines in the log. */
  readonly requestIds: readonly string[];
}

async function consumeForTenant(parts: ConsumeParts, tenantId: string, work: TenantWork): Promise<void> {
  const verdict = await verdictOf(parts, tenantId, work);
  const reason = verdict.kind === "done" ? {} : { reason: verdict.reason };
  for (const requestId of work.requestIds) {
    parts.log({ event: `sync_${verdict.kind}`, requestId, tenantId, ...reason });
  }
  if (verdict.kind !== "retry") {
    for (const delivery of work.deliveries) delivery.ack();
    return;
  }
  for (const delivery of work.deliveries) {
    if (delivery.attempts < DELIVERIES_MAX) {
      delivery.retry({ delaySeconds: Math.max(verdict.delaySeconds, backoff(delivery.attempts)) });
      continue;
    }
    await parts.giveUp(tenantId);
    delivery.ack();
  }
}

/** A lane that throws has lost its object or its database for a moment: nothing was acknowledged. */
async function verdictOf(
  parts: ConsumeParts,
  tenantId: string,
  { hints, requestIds }: TenantWork,
): Promise<LaneVerdict> {
  try {
    return await parts.lanes.of(tenantId).syncRecords(hints);
  } catch (error) {
    for (const requestId of requestIds) {
      parts.log({ event: "lane_threw", requestId, tenantId, ...describeFault(error) });
    }
    return { kind: "retry", delaySeconds: FIRST_DELAY_SECONDS, reason: "lane_threw" };
  }
}

function backoff(attempts: number): number {
  return Math.min(DELAY_SECONDS_MAX, FIRST_DELAY_SECONDS * 2 ** Math.min(attempts - 1, 10));
}

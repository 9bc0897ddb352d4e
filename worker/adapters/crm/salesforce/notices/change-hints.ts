import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import type { ChangeHint } from "../../../../ports/crm.ts";

/** What happened to some rows of one object. */
export interface RowChange {
  readonly object: string;
  readonly change: "changed" | "deleted" | "restored";
  readonly ids: readonly string[];
  readonly occurredAt: Instant;
  /** Tells repeated deliveries; the id and the kind are added. */
  readonly deliveryKey: string;
}

/**
 * The kinds that live in an object. An id does not tell which of them a task is, so each is hinted at: reading
 * by id finds the row as one kind and not as the others.
 */
const KINDS_OF_OBJECT: ReadonlyMap<string, readonly CrmRecordKind[]> = new Map([
  ["Opportunity", ["deal"]],
  ["Task", ["call", "email", "task", "communication"]],
  ["Event", ["meeting"]],
  ["EmailMessage", ["email"]],
  ["VoiceCall", ["call"]],
]);

/** One hint for each row and each kind it may be. What is nothing of ours gives none. */
export function hintsOf({ object, change, ids, occurredAt, deliveryKey }: RowChange): ChangeHint[] {
  const kinds = KINDS_OF_OBJECT.get(object) ?? [];
  return kinds.flatMap((kind) =>
    ids.map((recordId) => ({
      change,
      kind,
      recordId,
      occurredAt,
      deliveryKey: `${deliveryKey}:${kind}:${recordId}`,
      actor: null,
    })),
  );
}

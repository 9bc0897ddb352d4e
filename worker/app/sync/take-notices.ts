import type { CrmName } from "../../../shared/contracts/ids.ts";
import type { ChangeHint, ChangeNotice } from "../../ports/crm.ts";
import type { SyncHint, SyncMessage } from "../../ports/sync.ts";
import type { TenantDirectory } from "../../ports/tenants.ts";
import { chunksOf } from "./reading.ts";

/** Hints in one queue message: one read by id each kind, and far below the queue's 128 KB. */
const HINTS_PER_MESSAGE_MAX = 100;
/** A merge may name many ids; no more than this in one hint. */
const MERGED_IDS_MAX = 250;

/** What putting notices on the queue needs. */
export interface NoticeParts {
  readonly crmName: CrmName;
  readonly directory: Pick<TenantDirectory, "findByCrmId">;
  /** Resolves once the queue has them: before that nothing may be answered. */
  readonly enqueue: (messages: readonly SyncMessage[]) => Promise<void>;
}

/** Puts what verified notices hint at on the queue. An account that nobody connected is passed over. */
export async function takeNotices(
  parts: NoticeParts,
  notices: readonly ChangeNotice[],
  requestId: string,
): Promise<void> {
  const messages: SyncMessage[] = [];
  for (const [crmId, ofAccount] of Map.groupBy(notices, (notice) => notice.crmId)) {
    const tenant = await parts.directory.findByCrmId(parts.crmName, crmId);
    if (!tenant || tenant.state === "uninstalled") continue;
    const hints = uniqueHints(ofAccount.flatMap((notice) => notice.hints));
    for (const chunk of chunksOf(hints, HINTS_PER_MESSAGE_MAX)) {
      messages.push({ tenantId: tenant.id, requestId, hints: chunk });
    }
  }
  if (messages.length > 0) await parts.enqueue(messages);
}

/** The last hint of each record says who changed it; one read answers all of them. */
function uniqueHints(hints: readonly ChangeHint[]): readonly SyncHint[] {
  const inOrder = hints.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
  return [...new Map(inOrder.map((hint) => [keyOf(hint), toSyncHint(hint)])).values()];
}

function keyOf(hint: ChangeHint): string {
  if (hint.change === "person_erased") return `person:${hint.contactId}`;
  const merge = hint.change === "merged" ? hint.mergedIds.join(";") : "";
  return `${hint.kind}:${hint.recordId}:${merge}`;
}

function toSyncHint(hint: ChangeHint): SyncHint {
  if (hint.change === "person_erased") return { change: "person_erased", contactId: hint.contactId };
  return {
    change: hint.change,
    kind: hint.kind,
    recordId: hint.recordId,
    mergedIds: hint.change === "merged" ? hint.mergedIds.slice(0, MERGED_IDS_MAX) : [],
    actor: hint.actor,
  };
}

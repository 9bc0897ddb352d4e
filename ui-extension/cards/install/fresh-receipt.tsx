import { administers } from "../../../shared/contracts/ids.ts";
import type { ReconciliationAnswer } from "../../../shared/contracts/reconciliation.ts";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { ReceiptNote } from "./receipt-note.tsx";

/** The note of a fresh receipt for any page: it asks for itself, and only where the viewer may know. */
export function FreshReceipt() {
  const { api, session } = usePage();
  const mayKnow = administers(session.role);
  const answer = useAnswer<ReconciliationAnswer>(mayKnow ? "reconciliation this_quarter" : null, () =>
    api.get("reconciliation", { period: "this_quarter" }),
  );
  return <ReceiptNote reconciliation={answer.value?.reconciliation ?? null} />;
}

import { NOT_ANSWERED } from "../../../shared/contracts/fault-details.ts";
import { assertNever } from "../../domain/result.ts";
import type { FaultType } from "../../ports/sync.ts";
import { REFUSED_DETAIL } from "./refused-access.ts";

/** What an admin does about a fault. */
export function remedyOf(type: FaultType, detail: string): string {
  switch (type) {
    case "token_revoked":
      return detail === REFUSED_DETAIL
        ? "Connect Standings to the CRM again: it refuses every new access. Standings also tries by itself now and then."
        : "Connect Standings to the CRM again: its access was revoked.";
    case "scope_missing":
      return `Connect again and allow what is missing${detail ? `: ${detail}` : ""}. Everything else goes on.`;
    case "field_missing":
      return `Restore the property in the CRM, or take it out of the rules${detail ? `: ${detail}` : ""}.`;
    case "record_unreadable":
      if (detail === NOT_ANSWERED)
        return "Nothing: the CRM failed to answer for the record, and it is asked for again every hour. If it stays, open the record in the CRM.";
      return `Open the record in the CRM and mend ${detail || "it"}. It is read again when it changes.`;
    case "rate_limited":
      return "Nothing: the CRM asked to wait, and syncing goes on by itself.";
    case "unavailable":
      return "Nothing: the CRM did not answer, and syncing tries again by itself.";
    case "misconfigured":
      return "Ask the operator of Standings: its registration with the CRM is not right.";
    case "rejected":
      return "Start a sync. If it comes back, tell support: the CRM refused a request.";
    case "person_erased":
      return "Ask the operator to erase the person by e-mail address: the CRM has forgotten the contact.";
    case "notice_given_up":
      return "Start a sync: changes that the CRM told of could not be read for a long time.";
    case "pipeline_not_counted":
      return "Include it in the settings: deals are won in it and do not count. Everything else goes on.";
    case "reconcile_difference":
      return "Reconcile again. If it stays, tell support: some won deals differ from the CRM and nothing explains why.";
    default:
      return assertNever(type);
  }
}

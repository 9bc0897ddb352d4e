import type { RecordKind } from "../../../shared/contracts/ids.ts";
import type { Tenant } from "../../ports/tenants.ts";

/** HubSpot's ids of its own kinds of record. An adjustment lives in Standings alone. */
const HUBSPOT_TYPE_IDS: Readonly<Record<RecordKind, string | null>> = {
  deal: "0-3",
  communication: "0-18",
  task: "0-27",
  meeting: "0-47",
  call: "0-48",
  email: "0-49",
  adjustment: null,
};

/** Where a record opens in the CRM; null where it has no page, or was erased. */
export function recordUrl(
  tenant: Pick<Tenant, "crm" | "crmId" | "crmAppUrl">,
  record: { readonly kind: RecordKind; readonly crmId: string },
): string | null {
  const typeId = HUBSPOT_TYPE_IDS[record.kind];
  if (typeId === null || record.crmId === "") return null;
  const base = tenant.crmAppUrl.replace(/\/+$/, "");
  const id = encodeURIComponent(record.crmId);
  if (tenant.crm === "salesforce") return `${base}/${id}`;
  return `${base}/contacts/${encodeURIComponent(tenant.crmId)}/record/${typeId}/${id}`;
}

/** What `npm start` sets up and points at, so that a visitor begins as a rep on a deal that would change something. */
import type { Person } from "../organisation/organisation.ts";
import { type Portal, type PortalRecord, tableOf as recordsOf } from "../simulators/hubspot/portal/portal.ts";
import { type Org, tableOf } from "../simulators/salesforce/org/org.ts";
import type { StandingsApi } from "./standings-api.ts";

interface ImportRow {
  readonly metric: string;
  readonly subject: unknown;
  readonly period: unknown;
  readonly imported: number;
  readonly change: string;
}

/** Takes the CRM's goals over as quotas, as an admin would; answers with how many. */
export async function importGoals(api: StandingsApi): Promise<number> {
  const answer = await api.ask("quotas/import");
  if (!answer.ok) return 0;
  const { rows } = (await answer.json()) as { rows: readonly ImportRow[] };
  const quotas = rows
    .filter(({ change }) => change === "new")
    .map(({ metric, subject, period, imported }) => ({
      metric,
      subject,
      period,
      amount: imported,
      effectiveFrom: null,
    }));
  if (quotas.length === 0) return 0;
  const saved = await api.ask("quotas", {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": answer.headers.get("etag") ?? "" },
    body: JSON.stringify({ quotas }),
  });
  return saved.ok ? quotas.length : 0;
}

/** The rep with the open deal that closes next, after now; null when no rep has one. */
export function dealToShow(
  portal: Portal,
  counted: readonly string[],
  now: number,
): { readonly deal: PortalRecord; readonly rep: Person } | null {
  const deals = recordsOf(portal, "deals")
    .all()
    .filter((deal) => deal.archivedAt === null && isOpen(portal, deal))
    .filter(({ properties }) => counted.includes(properties.pipeline ?? "") && Number(properties.amount) > 0)
    .filter(({ properties }) => Date.parse(properties.closedate ?? "") > now)
    .toSorted(
      (one, other) =>
        Date.parse(one.properties.closedate ?? "") - Date.parse(other.properties.closedate ?? ""),
    );
  for (const deal of deals) {
    const rep = portal.people.find(({ ownerId }) => ownerId === deal.properties.hubspot_owner_id);
    if (rep?.role === "rep" && rep.leftAt === null) return { deal, rep };
  }
  return null;
}

/** The opportunity of a rep that closes next, after now, with who leads the rep; null when there is none. */
export function opportunityToShow(
  org: Org,
  now: number,
): { readonly id: string; readonly ownerId: string; readonly managerId: string } | null {
  const today = new Date(now).toISOString().slice(0, 10);
  const users = tableOf(org, "User");
  const opportunities = tableOf(org, "Opportunity")
    .byCursor()
    .filter(
      ({ fields }) => fields.IsDeleted !== true && fields.IsClosed !== true && Number(fields.Amount) > 0,
    )
    .filter(({ fields }) => String(fields.CloseDate) > today)
    .toSorted((one, other) => (String(one.fields.CloseDate) < String(other.fields.CloseDate) ? -1 : 1));
  for (const { id, fields } of opportunities) {
    const owner = users.get(String(fields.OwnerId));
    const managerId = owner?.fields.ManagerId;
    if (owner?.fields.IsActive !== true || typeof managerId !== "string") continue;
    return { id, ownerId: owner.id, managerId };
  }
  return null;
}

function isOpen(portal: Portal, { properties }: PortalRecord): boolean {
  const stages = portal.pipelines.find(({ id }) => id === properties.pipeline)?.stages ?? [];
  const stage = stages.find(({ id }) => id === properties.dealstage);
  return stage !== undefined && stage.probability > 0 && stage.probability < 1;
}

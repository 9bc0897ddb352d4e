import { generateOrganisation } from "../organisation/generate.ts";
import { createZoneClock } from "../organisation/zone-clock.ts";
import { buildPortal } from "../simulators/hubspot/portal/build-portal.ts";
import { type Portal, type PortalRecord, tableOf } from "../simulators/hubspot/portal/portal.ts";
import type { Product } from "../tools/product.ts";
import { until } from "../tools/standings.ts";
import {
  type ConnectionAnswer,
  countedPipelines,
  openApi,
  type StandingsApi,
} from "../tools/standings-api.ts";

/** An account of its own on a Worker that serves others. */
export interface Account {
  readonly portal: Portal;
  readonly tenantId: string;
  readonly api: StandingsApi;
  /** The pipelines whose deals count. */
  readonly counted: readonly string[];
  connection(): Promise<ConnectionAnswer>;
}

/** Another account on the same simulator and Worker, connected and read. */
export async function connectAnother(
  product: Product,
  wanted: { readonly portalId: number; readonly seed: number; readonly today: number },
): Promise<Account> {
  const { portalId, seed, today } = wanted;
  const portal = buildPortal(generateOrganisation({ seed, today, scale: 0.02 }), portalId);
  product.simulator.simulation.addPortal(portal);
  await product.install(portalId);
  const tenant = await until(`${portalId} live`, async () => {
    const found = (await product.tenants()).find(({ crmId }) => crmId === String(portalId));
    return found?.state === "live" ? found : null;
  });
  const key = await product.apiKey(tenant.id);
  const api = openApi(() => product.worker.url, key);
  return {
    portal,
    tenantId: tenant.id,
    api,
    counted: await countedPipelines(api),
    connection: () => api.get<ConnectionAnswer>("connection"),
  };
}

/** Won deals that stand, of the present year of the account's clock. */
export function wonThisYear(portal: Portal, now: number): readonly PortalRecord[] {
  const clock = createZoneClock(portal.timeZone);
  const year = clock.dayOf(now).slice(0, 4);
  return tableOf(portal, "deals")
    .all()
    .filter(({ archivedAt, properties }) => archivedAt === null && properties.hs_is_closed_won === "true")
    .filter(
      ({ properties: { closedate } }) => closedate && clock.dayOf(Date.parse(closedate)).startsWith(year),
    );
}

/** Those of the deals that are in one of the pipelines. */
export function dealsIn(
  pipelines: readonly string[],
  deals: readonly PortalRecord[],
): readonly PortalRecord[] {
  return deals.filter(({ properties }) => pipelines.includes(properties.pipeline ?? ""));
}

/** What deals are worth in the account's own currency, in minor units. */
export function worthOf(deals: readonly PortalRecord[]): number {
  return deals.reduce(
    (sum, { properties }) => sum + Math.round(Number(properties.amount_in_home_currency ?? 0) * 100),
    0,
  );
}

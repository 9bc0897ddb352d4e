import type { Pipeline, Stage } from "../../../organisation/organisation.ts";
import { multiply } from "./decimal.ts";
import type { Portal, PortalRecord, Properties, Version } from "./portal.ts";

interface Standing {
  readonly pipeline: Pipeline | undefined;
  readonly stage: Stage | undefined;
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Oldest first. A property that never changed has held its value since the record was made. */
export function historyOf(record: PortalRecord, name: string): readonly Version[] {
  const versions = record.history[name];
  if (versions) return versions.toReversed();
  const value = record.properties[name] ?? null;
  if (value === null) return [];
  return [{ value, at: record.createdAt, sourceType: "CRM_UI", sourceId: null, userId: null }];
}

function standingOf(portal: Portal, properties: Properties): Standing {
  const pipeline = portal.pipelines.find(({ id }) => id === properties.pipeline);
  return { pipeline, stage: pipeline?.stages.find(({ id }) => id === properties.dealstage) };
}

/** The rate of the close date for a closed deal, of today for an open one; 1 in the home currency. */
function rateFor(portal: Portal, properties: Properties, at: number): number | null {
  const currency = properties.deal_currency_code ?? portal.homeCurrency;
  if (currency === portal.homeCurrency) return 1;
  const effective = portal.rates.filter(({ from, effectiveAt }) => from === currency && effectiveAt <= at);
  return effective.at(-1)?.rate ?? null;
}

function homeAmountOf(portal: Portal, properties: Properties, closed: boolean, now: number): string | null {
  const { amount, closedate } = properties;
  if (!amount) return null;
  const at = closed && closedate ? Date.parse(closedate) : now;
  const rate = rateFor(portal, properties, at);
  return rate === null ? null : multiply(amount, rate);
}

/** Stage dates come from the stage history: the latest time each stage was entered and left. */
function stageDates(portal: Portal, record: PortalRecord): Properties {
  const dates: Properties = {};
  const versions = historyOf(record, "dealstage");
  for (const [place, { value, at }] of versions.entries()) {
    const pipeline = portal.pipelines.find(({ stages }) => stages.some(({ id }) => id === value));
    if (!pipeline) continue;
    const end = `${value}${pipeline.stagePropertySuffix}`;
    const left = versions[place + 1]?.at ?? null;
    dates[`hs_v2_date_entered_${end}`] = iso(at);
    dates[`hs_v2_date_exited_${end}`] = left === null ? null : iso(left);
    dates[`hs_v2_latest_time_in_${end}`] = left === null ? null : String(left - at);
  }
  const current = versions.at(-1);
  dates.hs_v2_date_entered_current_stage = current ? iso(current.at) : null;
  return dates;
}

/** When the present win began; null while the deal is not won. */
function wonAtOf(record: PortalRecord, won: boolean): string | null {
  const current = historyOf(record, "dealstage").at(-1);
  return won && current ? iso(current.at) : null;
}

/** What HubSpot works out itself from a deal's own values. */
export function deriveDealProperties(portal: Portal, record: PortalRecord, now: number): Properties {
  const { properties } = record;
  const { stage } = standingOf(portal, properties);
  const closed = stage?.closed ?? false;
  const won = closed && stage?.probability === 1;
  const amount = properties.amount ?? null;
  const home = homeAmountOf(portal, properties, closed, now);
  const probability = stage?.probability ?? null;
  const weigh = (text: string | null) =>
    text === null || probability === null ? null : multiply(text, probability);
  const owners = historyOf(record, "hubspot_owner_id");
  const owner = portal.people.find(({ ownerId }) => ownerId === properties.hubspot_owner_id);
  return {
    ...stageDates(portal, record),
    amount_in_home_currency: home,
    hs_is_closed: String(closed),
    hs_is_closed_won: String(won),
    hs_is_closed_lost: String(closed && !won),
    hs_closed_won_date: wonAtOf(record, won),
    hs_deal_stage_probability: probability === null ? null : String(probability),
    hs_closed_amount: won ? (amount ?? "0") : "0",
    hs_closed_amount_in_home_currency: won ? (home ?? "0") : "0",
    hs_projected_amount: weigh(amount),
    hs_projected_amount_in_home_currency: weigh(home),
    hs_forecast_amount: weigh(amount),
    hs_all_owner_ids: properties.hubspot_owner_id ?? null,
    hubspot_owner_assigneddate: owners.at(-1) ? iso(owners.at(-1)?.at ?? 0) : null,
    hubspot_team_id: owner?.teamId ?? null,
  };
}

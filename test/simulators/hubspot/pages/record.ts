import { createZoneClock } from "../../../organisation/zone-clock.ts";
import { SAVING_SCRIPT, savedAnswer } from "../../shared/deal-form.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { isObject, Refused, readForm } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html, option } from "../../shared/html.ts";
import { checkDeal, readProperties } from "../api/object-writing.ts";
import { updateRecord } from "../portal/changes.ts";
import type { Portal, PortalRecord } from "../portal/portal.ts";
import { tableOf } from "../portal/portal.ts";
import { notFound } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { extension, placeOf } from "./extensions.ts";
import { page } from "./page.ts";
import { actingAs, actingPerson, nameOf, portalOf } from "./people.ts";

const NOON = 720;

function dealOf(portal: Portal, incoming: Incoming): PortalRecord {
  const record = tableOf(portal, "deals").resolve(incoming.params.id ?? "");
  if (!record) throw notFound("There is no such deal");
  return record;
}

function stageOptions(portal: Portal, record: PortalRecord): Markup {
  const { pipeline, dealstage } = record.properties;
  const stages = portal.pipelines.find(({ id }) => id === pipeline)?.stages ?? [];
  return html`${stages.map(({ id, label }) => option(id, label, id === dealstage))}`;
}

function ownerOptions(portal: Portal, record: PortalRecord): Markup {
  const owned = record.properties.hubspot_owner_id ?? "";
  const people = portal.people.filter(({ leftAt, ownerId }) => leftAt === null || ownerId === owned);
  return html`${option("", "No owner", owned === "")}${people.map((person) =>
    option(
      person.ownerId,
      `${nameOf(person)}${person.leftAt === null ? "" : " (left)"}`,
      person.ownerId === owned,
    ),
  )}`;
}

function closeDay(portal: Portal, record: PortalRecord): string {
  const { closedate } = record.properties;
  return closedate ? createZoneClock(portal.timeZone).dayOf(Date.parse(closedate)) : "";
}

function dealForm(portal: Portal, record: PortalRecord): Markup {
  const { amount, dealname, deal_currency_code: currency } = record.properties;
  return html`<section><h1>${dealname ?? "Deal"}</h1><p>Deal ${record.id}${record.archivedAt === null ? "" : " (deleted)"}</p>
<form method="post" id="deal"><label>Stage<select name="dealstage">${stageOptions(portal, record)}</select></label>
<label>Amount (${currency ?? portal.homeCurrency})<input name="amount" inputmode="decimal" value="${amount ?? ""}"></label>
<label>Close date<input name="closedate" type="date" value="${closeDay(portal, record)}"></label>
<label>Owner<select name="hubspot_owner_id">${ownerOptions(portal, record)}</select></label>
<button>Save</button><output id="saved"></output></form></section>
${SAVING_SCRIPT}`;
}

/** `GET /contacts/{portalId}/record/0-3/{id}`: the record between the app's tab and its card in the sidebar. */
export function recordPage(simulation: Simulation, incoming: Incoming): Answer {
  const portal = portalOf(simulation, incoming);
  const person = actingPerson(portal, incoming);
  const deal = dealOf(portal, incoming);
  const record = { objectId: deal.id, objectTypeId: "0-3" };
  const placed = (location: string) => placeOf(simulation, { portal, person }, { location, record });
  const body = html`<header><strong>CRM simulator</strong><a href="/?as=${person.userId}">Deals</a>
<a href="/app/${portal.portalId}/home?as=${person.userId}">Standings</a><span>${portal.name}</span></header>
<main class="three"><div>${dealForm(portal, deal)}<section>${actingAs(portal, person)}</section></div>
<section><h2>Standings</h2>${extension("quota-tab", placed("crm.record.tab"))}</section>
<section><h2>Quota and pace</h2>${extension("deal-quota", placed("crm.record.sidebar"))}</section></main>`;
  return { status: 200, text: page(deal.properties.dealname ?? "Deal", body) };
}

/** What the form says, but for a close date whose day has not changed. */
function wantedOf(
  portal: Portal,
  record: PortalRecord,
  form: URLSearchParams,
): Readonly<Record<string, string>> {
  const wanted: Record<string, string> = {};
  for (const name of ["dealstage", "amount", "hubspot_owner_id"]) {
    const value = form.get(name);
    if (value !== null && value !== (record.properties[name] ?? "")) wanted[name] = value.trim();
  }
  const day = form.get("closedate");
  if (day !== null && day !== closeDay(portal, record)) {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day);
    const at = isDay ? new Date(createZoneClock(portal.timeZone).instantAt(day, NOON)).toISOString() : day;
    wanted.closedate = at;
  }
  return wanted;
}

function messageOf(refused: Refused): string {
  const { json } = refused.answer;
  return isObject(json) && typeof json.message === "string" ? json.message : "That is not possible.";
}

/** `POST` of the form: as JSON to the page's script, else back to the page. */
export function recordChange(simulation: Simulation, incoming: Incoming): Answer {
  const portal = portalOf(simulation, incoming);
  const person = actingPerson(portal, incoming);
  const record = dealOf(portal, incoming);
  try {
    const properties = readProperties(portal, "deals", wantedOf(portal, record, readForm(incoming)));
    checkDeal(portal, properties, record.properties);
    updateRecord(portal, record, properties, {
      now: simulation.now(),
      userId: person.userId,
      source: "CRM_UI",
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: 400, json: { message: messageOf(error) } };
  }
  const { dealstage, amount, hubspot_owner_id: owner } = record.properties;
  const closedate = closeDay(portal, record);
  return savedAnswer(incoming, { dealstage, amount: amount ?? "", closedate, hubspot_owner_id: owner ?? "" });
}

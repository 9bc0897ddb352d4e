import { SAVING_SCRIPT, savedAnswer } from "../../shared/deal-form.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { isObject, Refused, readForm } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html, option } from "../../shared/html.ts";
import { activeUsers, fullName } from "../api/users.ts";
import { readFields, writeChange } from "../api/writing.ts";
import { to18 } from "../org/ids.ts";
import type { FieldValue, Org, OrgRecord } from "../org/org.ts";
import { tableOf } from "../org/org.ts";
import { notFound } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import {
  actingAs,
  canvasFrame,
  HOST_SCRIPT,
  shell,
  type Visitor,
  visitorOf,
  visitorQuery,
} from "./lightning.ts";
import { page } from "./page.ts";

const DEALS_SHOWN = 50;
/** What the form can change. */
const EDITABLE = ["StageName", "Amount", "CloseDate", "OwnerId"] as const;

function written(value: FieldValue | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

function dealOf(org: Org, incoming: Incoming): OrgRecord {
  const id = to18(incoming.params.id ?? "");
  const record = id === null ? undefined : tableOf(org, "Opportunity").get(id);
  if (!record) throw notFound("There is no such opportunity");
  return record;
}

function stageOptions(org: Org, deal: OrgRecord): Markup {
  const stages = tableOf(org, "OpportunityStage")
    .byCursor()
    .toSorted((one, other) => Number(one.fields.SortOrder) - Number(other.fields.SortOrder));
  const current = written(deal.fields.StageName);
  const names = stages
    .filter(({ fields }) => fields.IsActive === true)
    .map(({ fields }) => written(fields.ApiName));
  const shown = names.includes(current) ? names : [current, ...names];
  return html`${shown.map((name) => option(name, name, name === current))}`;
}

function ownerName(org: Org, id: string): string {
  return written(tableOf(org, "User").get(id)?.fields.Name ?? org.objects.get("Group")?.get(id)?.fields.Name);
}

function ownerOptions(org: Org, deal: OrgRecord): Markup {
  const owner = written(deal.fields.OwnerId);
  const users = activeUsers(org);
  const gone = users.some(({ id }) => id === owner) ? [] : [option(owner, ownerName(org, owner), true)];
  return html`${gone}${users.map((user) => option(user.id, fullName(user), user.id === owner))}`;
}

function dealForm(org: Org, deal: OrgRecord): Markup {
  const { Name, Amount, CloseDate, CurrencyIsoCode, IsDeleted } = deal.fields;
  return html`<section><h1>${written(Name)}</h1><p>Opportunity ${deal.id}${IsDeleted === true ? " (deleted)" : ""}</p>
<form method="post" id="deal"><label>Stage<select name="StageName">${stageOptions(org, deal)}</select></label>
<label>Amount (${written(CurrencyIsoCode) || org.currency})<input name="Amount" inputmode="decimal" value="${written(Amount)}"></label>
<label>Close date<input name="CloseDate" type="date" value="${written(CloseDate)}"></label>
<label>Owner<select name="OwnerId">${ownerOptions(org, deal)}</select></label>
<button>Save</button><output id="saved"></output></form></section>
${SAVING_SCRIPT}`;
}

/** `GET /lightning/r/Opportunity/{id}/view`: the record beside the app's card. */
export function recordPage(simulation: Simulation, incoming: Incoming): Answer {
  const visitor = visitorOf(simulation, incoming);
  const deal = dealOf(visitor.org, incoming);
  const frame = canvasFrame(simulation, visitor, { place: "record", recordId: deal.id });
  const body = html`<main class="record"><div>${dealForm(visitor.org, deal)}<section>${actingAs(visitor)}</section></div>
<section class="bare"><h2>Standings</h2>${frame}</section></main>${HOST_SCRIPT}`;
  return { status: 200, text: page(written(deal.fields.Name), shell(visitor, "deals", body)) };
}

function messageOf({ answer }: Refused): string {
  const first: unknown = Array.isArray(answer.json) ? answer.json[0] : null;
  return isObject(first) && typeof first.message === "string" ? first.message : "That is not possible.";
}

/** `POST` of the form: as JSON to the page's script, else back to the page. Only what differs is written. */
export function recordChange(simulation: Simulation, incoming: Incoming): Answer {
  const { org, user } = visitorOf(simulation, incoming);
  const deal = dealOf(org, incoming);
  const form = readForm(incoming);
  const wanted = EDITABLE.filter((name) => {
    const value = form.get(name);
    return value !== null && value.trim() !== written(deal.fields[name]);
  });
  const table = tableOf(org, "Opportunity");
  try {
    const given = Object.fromEntries(wanted.map((name) => [name, form.get(name)?.trim() ?? ""]));
    const fields = readFields(org, table, given);
    if (wanted.length > 0) writeChange(simulation, { org, table, fields, userId: user.id }, deal.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: 400, json: { message: messageOf(error) } };
  }
  return savedAnswer(
    incoming,
    Object.fromEntries(EDITABLE.map((name) => [name, written(deal.fields[name])])),
  );
}

function dealRow(visitor: Visitor, { id, fields }: OrgRecord): Markup {
  const currency = written(fields.CurrencyIsoCode) || visitor.org.currency;
  return html`<tr><td><a href="/lightning/r/Opportunity/${id}/view?${visitorQuery(visitor)}">${written(fields.Name)}</a></td>
<td>${written(fields.StageName)}</td><td class="number">${written(fields.Amount)} ${fields.Amount === null ? "" : currency}</td>
<td>${written(fields.CloseDate)}</td><td>${ownerName(visitor.org, written(fields.OwnerId))}</td></tr>`;
}

/** `GET /lightning/o/Opportunity/list`: those that changed last, or those whose name holds the words searched for. */
export function dealsPage(simulation: Simulation, incoming: Incoming): Answer {
  const visitor = visitorOf(simulation, incoming);
  const words = incoming.url.searchParams.get("search") ?? "";
  const found = tableOf(visitor.org, "Opportunity")
    .byCursor()
    .filter(({ fields }) => fields.IsDeleted !== true)
    .filter(({ fields }) => written(fields.Name).toLowerCase().includes(words.toLowerCase()))
    .toReversed();
  const rows = found.slice(0, DEALS_SHOWN).map((record) => dealRow(visitor, record));
  const orgs = [...simulation.orgs.values()].map(
    ({ id, name }) => html`<li><a href="/lightning/o/Opportunity/list?org=${id}">${name} (${id})</a></li>`,
  );
  const body = html`<main><section><form method="get"><input type="hidden" name="as" value="${visitor.user.id}">
<input type="hidden" name="org" value="${visitor.org.id}"><label>Search opportunities<input name="search" value="${words}"></label><button>Search</button></form></section>
<section><h1>${found.length} opportunities</h1><table><thead><tr><th>Name</th><th>Stage</th><th class="number">Amount</th><th>Close date</th><th>Owner</th></tr></thead><tbody>${rows}</tbody></table></section>
<section>${actingAs(visitor)}<h2>Orgs</h2><ul>${orgs}</ul></section></main>`;
  return { status: 200, text: page("Opportunities", shell(visitor, "deals", body)) };
}

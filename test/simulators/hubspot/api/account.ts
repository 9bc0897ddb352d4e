import type { Pipeline, Rate } from "../../../organisation/organisation.ts";
import { createZoneClock, MINUTE } from "../../../organisation/zone-clock.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import { iso } from "../portal/deal-properties.ts";
import { definitionsOf } from "../portal/portal.ts";
import type { PropertyDefinition } from "../portal/property-definitions.ts";
import { checkQuery, notFound, readBoolean, readLimit } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";
import { requireScope, schemaScopes } from "./caller.ts";
import { readObjectType } from "./object-reading.ts";

const RATES_PAGE = { usual: 100, highest: 100 } as const;
const FIELD_TYPES: Readonly<Record<PropertyDefinition["type"], string>> = {
  string: "text",
  number: "number",
  datetime: "date",
  date: "date",
  enumeration: "select",
  bool: "booleancheckbox",
};

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const pair = (part: number) => String(part).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pair(Math.floor(size / 60))}:${pair(size % 60)}`;
}

/** `GET /account-info/details`: the only endpoint that needs no more than `oauth`. */
export function accountDetails(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  checkQuery(incoming.url, []);
  const { portal } = caller;
  const minutes = createZoneClock(portal.timeZone).offsetMinutes(simulation.now());
  return ok({
    portalId: portal.portalId,
    accountType: "STANDARD",
    timeZone: portal.timeZone,
    utcOffset: offsetText(minutes),
    utcOffsetMilliseconds: minutes * MINUTE,
    companyCurrency: portal.homeCurrency,
    additionalCurrencies: portal.otherCurrencies,
    uiDomain: new URL(simulation.url).host,
    dataHostingLocation: "na1",
  });
}

function stageAnswers(pipeline: Pipeline) {
  return pipeline.stages.map(({ id, label, closed, probability }, displayOrder) => ({
    id,
    label,
    displayOrder,
    metadata: { isClosed: String(closed), probability: probability.toFixed(1) },
    createdAt: iso(0),
    updatedAt: iso(0),
    archived: false,
    writePermissions: "CRM_PERMISSIONS_ENFORCEMENT",
  }));
}

function pipelineAnswer(pipeline: Pipeline, displayOrder: number) {
  const { id, label } = pipeline;
  return {
    id,
    label,
    displayOrder,
    stages: stageAnswers(pipeline),
    createdAt: iso(0),
    updatedAt: iso(0),
    archived: false,
  };
}

/** `GET /crm/pipelines/{type}` */
export function listPipelines(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, schemaScopes(type));
  checkQuery(incoming.url, []);
  return ok({ results: type === "deals" ? caller.portal.pipelines.map(pipelineAnswer) : [] });
}

export function getPipeline(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, schemaScopes(type));
  const place = caller.portal.pipelines.findIndex(({ id }) => id === incoming.params.id);
  const pipeline = caller.portal.pipelines[place];
  if (type !== "deals" || !pipeline) throw notFound();
  return ok(pipelineAnswer(pipeline, place));
}

function propertyAnswer(definition: PropertyDefinition) {
  const { name, label, type, options, readOnly, isMoney, isOwner } = definition;
  return {
    name,
    label,
    type,
    fieldType: FIELD_TYPES[type],
    description: "",
    groupName: "information",
    options: options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
    calculated: readOnly,
    externalOptions: isOwner,
    ...(isOwner ? { referencedObjectType: "OWNER" } : {}),
    ...(isMoney ? { showCurrencySymbol: true } : {}),
    hasUniqueValue: name === "hs_object_id",
    hidden: false,
    hubspotDefined: true,
    formField: false,
    archived: false,
    modificationMetadata: {
      archivable: false,
      readOnlyDefinition: true,
      readOnlyOptions: false,
      readOnlyValue: readOnly,
    },
  };
}

/** `GET /crm/properties/{type}` */
export function listProperties(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, schemaScopes(type));
  checkQuery(incoming.url, ["archived", "dataSensitivity", "locale", "properties"]);
  if (readBoolean(incoming.url, "archived")) return ok({ results: [] });
  return ok({ results: [...definitionsOf(caller.portal, type).values()].map(propertyAnswer) });
}

export function getProperty(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, schemaScopes(type));
  checkQuery(incoming.url, ["archived", "dataSensitivity", "locale", "properties"]);
  const definition = definitionsOf(caller.portal, type).get(incoming.params.name ?? "");
  if (!definition) throw notFound();
  return ok(propertyAnswer(definition));
}

function rateAnswer({ id, from, to, rate, effectiveAt }: Rate) {
  return {
    id,
    fromCurrencyCode: from,
    toCurrencyCode: to,
    conversionRate: rate,
    effectiveAt: iso(effectiveAt),
    createdAt: iso(effectiveAt),
    updatedAt: iso(effectiveAt),
    visibleInUI: true,
  };
}

function requireCurrencies(caller: Caller): void {
  requireScope(caller, ["settings.currencies.read"]);
}

export function companyCurrency(_simulation: Simulation, caller: Caller): Answer {
  requireCurrencies(caller);
  return ok({ id: caller.portal.homeCurrency, createdAt: iso(0) });
}

export function currencyCodes(_simulation: Simulation, caller: Caller): Answer {
  requireCurrencies(caller);
  const codes = [caller.portal.homeCurrency, ...caller.portal.otherCurrencies];
  return ok({ results: codes.map((currencyCode) => ({ currencyCode, currencyName: currencyCode })) });
}

/** `GET /settings/currencies/exchange-rates`: newest first, page by page. */
export function listRates(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireCurrencies(caller);
  checkQuery(incoming.url, ["limit", "after", "fromCurrencyCode", "toCurrencyCode"]);
  const limit = readLimit(incoming.url, RATES_PAGE);
  const from = incoming.url.searchParams.get("fromCurrencyCode");
  const rates = caller.portal.rates.filter((rate) => from === null || rate.from === from).toReversed();
  const start = Number(incoming.url.searchParams.get("after") ?? 0);
  const results = rates.slice(start, start + limit).map(rateAnswer);
  const next = start + limit;
  return ok(next < rates.length ? { results, paging: { next: { after: String(next) } } } : { results });
}

export function currentRates(_simulation: Simulation, caller: Caller): Answer {
  requireCurrencies(caller);
  const newest = new Map(caller.portal.rates.map((rate) => [rate.from, rate]));
  return ok({ results: [...newest.values()].map(rateAnswer) });
}

/** `DELETE /appinstalls/external-install`: the app takes itself away. */
export function uninstall(simulation: Simulation, caller: Caller): Answer {
  simulation.grants.revokePortal(caller.portal.portalId);
  return { status: 204 };
}

import type { Answer, Incoming } from "../../shared/exchange.ts";
import { isObject, ok } from "../../shared/exchange.ts";
import type { Act } from "../portal/changes.ts";
import { archiveRecord, createRecord, mergeRecords, updateRecord } from "../portal/changes.ts";
import { iso } from "../portal/deal-properties.ts";
import type { ObjectType } from "../portal/object-types.ts";
import type { Portal, PortalRecord, Properties } from "../portal/portal.ts";
import { definitionsOf, tableOf } from "../portal/portal.ts";
import type { PropertyDefinition } from "../portal/property-definitions.ts";
import { readInstant } from "../portal/search.ts";
import { checkQuery, invalid, notFound, readJsonObject } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";
import { objectScopes, requireScope } from "./caller.ts";
import { BATCH_INPUTS_MAX, batchAnswer, readInputIds, readObjectType } from "./object-reading.ts";
import { recordAnswer } from "./record-answer.ts";

function invalidProperty(code: string, message: string, name: string): Error {
  const error = { message, code, context: { propertyName: [name] } };
  return invalid(`Property values were not valid: ${message}`, { errors: [error] });
}

function checkedValue(definition: PropertyDefinition, text: string): string | null {
  const { name, type, options } = definition;
  if (text === "") return null;
  if (type === "number" && Number.isNaN(Number(text))) {
    throw invalidProperty("INVALID_DOUBLE", `${text} was not a valid number.`, name);
  }
  if (type === "datetime") {
    const at = readInstant(text);
    if (at === null) throw invalidProperty("INVALID_DATE", `${text} was not a valid date.`, name);
    return iso(at);
  }
  if (options.length > 0 && !options.some(({ value }) => value === text)) {
    const allowed = options.map(({ value }) => value).join(", ");
    throw invalidProperty("INVALID_OPTION", `${text} was not one of the allowed options: [${allowed}]`, name);
  }
  return text;
}

/** Values as the portal keeps them. A property that does not exist or cannot be written is refused. */
export function readProperties(portal: Portal, type: ObjectType, value: unknown): Properties {
  if (!isObject(value)) throw invalid('Invalid input JSON: "properties" must be an object.');
  const definitions = definitionsOf(portal, type);
  const properties: Properties = {};
  for (const [name, given] of Object.entries(value)) {
    const definition = definitions.get(name);
    if (!definition)
      throw invalidProperty("PROPERTY_DOESNT_EXIST", `Property "${name}" does not exist`, name);
    if (definition.readOnly)
      throw invalidProperty("READ_ONLY_VALUE", `"${name}" is a read only property`, name);
    properties[name] = given === null ? null : checkedValue(definition, String(given));
  }
  return properties;
}

/** A stage belongs to a pipeline, and an owner exists. */
export function checkDeal(portal: Portal, properties: Properties, before: Properties): void {
  const pipelineId = properties.pipeline ?? before.pipeline;
  const pipeline = portal.pipelines.find(({ id }) => id === pipelineId);
  const stageId = properties.dealstage ?? before.dealstage;
  if (!pipeline?.stages.some(({ id }) => id === stageId)) {
    throw invalidProperty("INVALID_STAGE", `${stageId} is no stage of pipeline ${pipelineId}`, "dealstage");
  }
}

function checkOwner(portal: Portal, properties: Properties): void {
  const ownerId = properties.hubspot_owner_id;
  if (!ownerId) return;
  const known = [...portal.people, ...portal.queues].some((owner) => owner.ownerId === ownerId);
  if (!known)
    throw invalidProperty("INVALID_OWNER_ID", `Owner ${ownerId} does not exist`, "hubspot_owner_id");
}

function actOf(simulation: Simulation, caller: Caller): Act {
  return { now: simulation.now(), userId: caller.grant.userId, source: "INTEGRATION" };
}

function shown(
  simulation: Simulation,
  caller: Caller,
  record: PortalRecord,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(record.properties).filter((name) => record.properties[name] !== null);
  const view = { type: record.type, properties: names, withHistory: [], associations: [] };
  return recordAnswer(simulation, caller, { record, view });
}

function present(caller: Caller, type: ObjectType, id: string): PortalRecord {
  const record = tableOf(caller.portal, type).get(id);
  if (!record || record.archivedAt !== null) throw notFound();
  return record;
}

export function createObject(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, objectScopes(type, "write"));
  checkQuery(incoming.url, []);
  const body = readJsonObject(incoming, ["properties", "associations", "objectWriteTraceId"]);
  const given = readProperties(caller.portal, type, body.properties);
  const properties =
    type === "deals" ? { pipeline: caller.portal.pipelines[0]?.id ?? null, ...given } : given;
  if (type === "deals") checkDeal(caller.portal, properties, {});
  checkOwner(caller.portal, properties);
  const record = createRecord(caller.portal, type, properties, actOf(simulation, caller));
  return { status: 201, json: shown(simulation, caller, record) };
}

function applyUpdate(
  simulation: Simulation,
  caller: Caller,
  record: PortalRecord,
  given: unknown,
): PortalRecord {
  const properties = readProperties(caller.portal, record.type, given);
  if (record.type === "deals" && ("dealstage" in properties || "pipeline" in properties)) {
    checkDeal(caller.portal, properties, record.properties);
  }
  checkOwner(caller.portal, properties);
  return updateRecord(caller.portal, record, properties, actOf(simulation, caller));
}

export function updateObject(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, objectScopes(type, "write"));
  const body = readJsonObject(incoming, ["properties", "objectWriteTraceId"]);
  const record = tableOf(caller.portal, type).resolve(incoming.params.id ?? "");
  if (!record || record.archivedAt !== null) throw notFound();
  return ok(shown(simulation, caller, applyUpdate(simulation, caller, record, body.properties)));
}

/** An id that was merged away is not found here, though reading by it works. */
export function updateBatch(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, objectScopes(type, "write"));
  const body = readJsonObject(incoming, ["inputs"]);
  const ids = readInputIds(body.inputs, BATCH_INPUTS_MAX);
  const inputs: readonly unknown[] = Array.isArray(body.inputs) ? body.inputs : [];
  const missing: string[] = [];
  const results: unknown[] = [];
  for (const [place, id] of ids.entries()) {
    const record = tableOf(caller.portal, type).get(id);
    const input = inputs[place];
    if (!record || record.archivedAt !== null || !isObject(input)) missing.push(id);
    else results.push(shown(simulation, caller, applyUpdate(simulation, caller, record, input.properties)));
  }
  return batchAnswer(simulation.now(), results, missing);
}

export function archiveObject(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, objectScopes(type, "write"));
  const record = tableOf(caller.portal, type).get(incoming.params.id ?? "");
  if (record) archiveRecord(caller.portal, record, actOf(simulation, caller));
  return { status: 204 };
}

export function mergeObjects(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  requireScope(caller, objectScopes(type, "write"));
  const body = readJsonObject(incoming, ["primaryObjectId", "objectIdToMerge"]);
  const primary = present(caller, type, String(body.primaryObjectId ?? ""));
  const other = present(caller, type, String(body.objectIdToMerge ?? ""));
  if (primary === other) throw invalid("A record cannot be merged with itself.");
  return ok(
    shown(simulation, caller, mergeRecords(caller.portal, primary, other, actOf(simulation, caller))),
  );
}

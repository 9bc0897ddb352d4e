import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import type { ObjectType } from "../portal/object-types.ts";
import { associationTypeId, objectTypeNamed, singularOf } from "../portal/object-types.ts";
import { tableOf } from "../portal/portal.ts";
import { checkQuery, invalid, notFound, readJsonObject, readLimit } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";
import { objectScopes, requireScope } from "./caller.ts";
import { batchAnswer, readInputIds } from "./object-reading.ts";

const INPUTS_MAX = 1000;
const PAGE = { usual: 500, highest: 500 } as const;

function readPair(incoming: Incoming): { readonly from: ObjectType; readonly to: ObjectType } {
  const from = objectTypeNamed(incoming.params.from ?? "");
  const to = objectTypeNamed(incoming.params.to ?? "");
  if (!from || !to)
    throw invalid(`Unable to infer object type from: ${incoming.params[from ? "to" : "from"]}`);
  return { from, to };
}

function labelled(from: ObjectType, to: ObjectType, toObjectId: string) {
  const type = { category: "HUBSPOT_DEFINED", typeId: associationTypeId(from, to), label: null };
  return { toObjectId, associationTypes: [type] };
}

/** `POST /crm/associations/{from}/{to}/batch/read`: records without any are told in the errors of a 207. */
export function readAssociations(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const { from, to } = readPair(incoming);
  requireScope(caller, objectScopes(from, "read"));
  checkQuery(incoming.url, []);
  const body = readJsonObject(incoming, ["inputs"]);
  const missing: string[] = [];
  const results: unknown[] = [];
  for (const id of readInputIds(body.inputs, INPUTS_MAX)) {
    const ids = caller.portal.associations.of({ type: from, id }, to);
    if (ids.length === 0) missing.push(id);
    else results.push({ from: { id }, to: ids.map((other) => labelled(from, to, other)) });
  }
  return noneFound(batchAnswer(simulation.now(), results, missing), { from, to });
}

function noneFound(answer: Answer, pair: { readonly from: ObjectType; readonly to: ObjectType }): Answer {
  if (answer.status !== 207 || typeof answer.json !== "object" || answer.json === null) return answer;
  const { errors } = answer.json as { errors: readonly Readonly<Record<string, unknown>>[] };
  const message = `No ${singularOf(pair.to)} is associated with some of the ${pair.from}.`;
  const told = errors.map((error) => ({
    ...error,
    message,
    subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND",
  }));
  return { ...answer, json: { ...answer.json, errors: told } };
}

/** The older shape: `to` holds ids with a type's name. */
export function readOldAssociations(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const { from, to } = readPair(incoming);
  requireScope(caller, objectScopes(from, "read"));
  const body = readJsonObject(incoming, ["inputs"]);
  const type = `${singularOf(from)}_to_${singularOf(to)}`;
  const results = readInputIds(body.inputs, INPUTS_MAX)
    .map((id) => ({
      from: { id },
      to: caller.portal.associations.of({ type: from, id }, to).map((other) => ({ id: other, type })),
    }))
    .filter((result) => result.to.length > 0);
  return batchAnswer(simulation.now(), results, []);
}

/** The associations of one record. */
export function listAssociations(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const from = objectTypeNamed(incoming.params.type ?? "");
  const to = objectTypeNamed(incoming.params.to ?? "");
  if (!from || !to) throw invalid("Unable to infer object type");
  requireScope(caller, objectScopes(from, "read"));
  checkQuery(incoming.url, ["limit", "after"]);
  const limit = readLimit(incoming.url, PAGE);
  const record = tableOf(caller.portal, from).resolve(incoming.params.id ?? "");
  if (!record) throw notFound();
  const start = Number(incoming.url.searchParams.get("after") ?? 0);
  const ids = caller.portal.associations.of(record, to);
  const results = ids.slice(start, start + limit).map((other) => labelled(from, to, other));
  const next = start + limit;
  return ok(next < ids.length ? { results, paging: { next: { after: String(next) } } } : { results });
}

/** `POST /deal-splits/batch/read` */
export function readDealSplits(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, ["crm.dealsplits.read_write"]);
  const body = readJsonObject(incoming, ["inputs"]);
  const at = new Date(simulation.now()).toISOString();
  const results = readInputIds(body.inputs, INPUTS_MAX).map((id) => {
    const splits = (caller.portal.splits.get(id) ?? []).map(({ ownerId, percent }, place) => ({
      id: `${id}${place}`,
      properties: {
        hs_deal_split_percentage: String(percent / 100),
        hubspot_owner_id: ownerId,
        hs_object_id: `${id}${place}`,
      },
      createdAt: at,
      updatedAt: at,
      archived: false,
    }));
    return { id, splits };
  });
  return batchAnswer(simulation.now(), results, []);
}

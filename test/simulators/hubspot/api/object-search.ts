import type { Answer, Incoming } from "../../shared/exchange.ts";
import { isObject, ok } from "../../shared/exchange.ts";
import type { ObjectType } from "../portal/object-types.ts";
import { definitionsOf } from "../portal/portal.ts";
import type { Filter, Operator, SearchQuestion } from "../portal/search.ts";
import { isBehind, isPseudoProperty, OPERATORS, readInstant, search } from "../portal/search.ts";
import { checkQuery, invalid, readJsonObject } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";
import { allowReading, readNames, readObjectType } from "./object-reading.ts";
import { recordAnswer } from "./record-answer.ts";

const GROUPS_MAX = 5;
const FILTERS_PER_GROUP_MAX = 6;
const FILTERS_MAX = 18;
const LIMIT_MAX = 200;
const LIMIT_USUAL = 10;
const BODY_CHARACTERS_MAX = 3000;
/** Nothing beyond this many results can be reached, whatever the paging. */
const SEARCH_RESULTS_MAX = 10_000;
const VALUES_MAX = 100;

const LIST_OPERATORS: readonly Operator[] = ["IN", "NOT_IN"];
const BARE_OPERATORS: readonly Operator[] = ["HAS_PROPERTY", "NOT_HAS_PROPERTY"];

function problem(message: string): Error {
  return invalid("There was a problem with the request.", { errors: [{ message }] });
}

function readOperator(value: unknown): Operator {
  const operator = OPERATORS.find((known) => known === value);
  if (!operator) throw problem(`Invalid operator: ${String(value)}`);
  return operator;
}

function readText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

function checkValue(simulation: { type: ObjectType; caller: Caller }, filter: Filter): void {
  const definition = definitionsOf(simulation.caller.portal, simulation.type).get(filter.propertyName);
  if (!definition && !isPseudoProperty(filter.propertyName)) {
    throw problem(`Property '${filter.propertyName}' does not exist`);
  }
  const isList = LIST_OPERATORS.includes(filter.operator);
  const isBare = BARE_OPERATORS.includes(filter.operator);
  if (isList && filter.values.length === 0) throw problem(`operator ${filter.operator} needs values`);
  if (filter.values.length > VALUES_MAX)
    throw problem(`operator ${filter.operator} takes ${VALUES_MAX} values`);
  if (!isList && !isBare && filter.value === "") throw problem(`operator ${filter.operator} needs a value`);
  if (filter.operator === "BETWEEN" && filter.highValue === "")
    throw problem("operator BETWEEN needs a highValue");
  if (isBare || isPseudoProperty(filter.propertyName)) return;
  const texts = isList
    ? filter.values
    : [filter.value, ...(filter.highValue === "" ? [] : [filter.highValue])];
  const unreadable = texts.find((text) => !isReadableAs(definition?.type, text));
  if (unreadable !== undefined) throw problem(`${unreadable} is not a valid ${definition?.type}`);
}

function isReadableAs(type: string | undefined, text: string): boolean {
  if (type === "datetime" || type === "date") return readInstant(text) !== null;
  if (type === "number") return text !== "" && !Number.isNaN(Number(text));
  return true;
}

function readFilter(value: unknown, asked: { type: ObjectType; caller: Caller }): Filter {
  if (!isObject(value)) throw problem("A filter must be an object");
  const known = ["propertyName", "operator", "value", "highValue", "values"];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown) throw problem(`Unrecognized field in filter: ${unknown}`);
  const filter: Filter = {
    propertyName: readText(value.propertyName),
    operator: readOperator(value.operator),
    value: readText(value.value),
    highValue: readText(value.highValue),
    values: Array.isArray(value.values) ? value.values.map(readText) : [],
  };
  checkValue(asked, filter);
  return filter;
}

function readGroups(
  value: unknown,
  asked: { type: ObjectType; caller: Caller },
): readonly (readonly Filter[])[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw problem("filterGroups must be a list");
  if (value.length > GROUPS_MAX) throw problem(`At most ${GROUPS_MAX} filterGroups are allowed`);
  const groups = value.map((group: unknown) => {
    const filters = isObject(group) ? group.filters : undefined;
    if (!Array.isArray(filters)) throw problem("A filterGroup must have filters");
    if (filters.length > FILTERS_PER_GROUP_MAX)
      throw problem(`At most ${FILTERS_PER_GROUP_MAX} filters per group`);
    return filters.map((filter: unknown) => readFilter(filter, asked));
  });
  if (groups.flat().length > FILTERS_MAX) throw problem(`At most ${FILTERS_MAX} filters in all`);
  return groups;
}

/** As an object, or as text with a minus in front for descending. */
function readSort(value: unknown, asked: { type: ObjectType; caller: Caller }): SearchQuestion["sort"] {
  if (value === undefined) return null;
  if (!Array.isArray(value) || value.length > 1) throw problem("Exactly one sort rule is allowed");
  const [rule]: readonly unknown[] = value;
  if (rule === undefined) return null;
  const direction = isObject(rule) ? (rule.direction ?? "ASCENDING") : null;
  const text = isObject(rule) ? readText(rule.propertyName) : readText(rule);
  if (direction !== null && direction !== "ASCENDING" && direction !== "DESCENDING") {
    throw problem(`Invalid sort direction: ${String(direction)}`);
  }
  const propertyName = text.replace(/^-/, "");
  if (!definitionsOf(asked.caller.portal, asked.type).has(propertyName)) {
    throw problem(`Property '${propertyName}' does not exist`);
  }
  return { propertyName, descending: direction === "DESCENDING" || text.startsWith("-") };
}

function readSearchLimit(value: unknown): number {
  if (value === undefined) return LIMIT_USUAL;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    throw problem(`Invalid limit: ${readText(value)}`);
  if (value > LIMIT_MAX) throw problem(`limit ${value} is above the highest allowed, ${LIMIT_MAX}`);
  return value;
}

function readOffset(value: unknown): number {
  const text = readText(value);
  if (value === undefined || value === null || text === "") return 0;
  if (!/^\d+$/.test(text)) throw problem(`Invalid after: ${text}`);
  return Number(text);
}

/** `POST /crm/objects/{type}/search`: a page of what matches, at most 10,000 deep. */
export function searchRecords(simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  const type = readObjectType(incoming);
  allowReading(simulation, caller, type);
  checkQuery(incoming.url, []);
  const known = ["filterGroups", "sorts", "query", "properties", "limit", "after"];
  const body = readJsonObject(incoming, known);
  if (incoming.body.toString("utf8").length > BODY_CHARACTERS_MAX) {
    throw invalid(`Search requests are limited to ${BODY_CHARACTERS_MAX} characters.`);
  }
  const limit = readSearchLimit(body.limit);
  const offset = readOffset(body.after);
  if (offset + limit > SEARCH_RESULTS_MAX) {
    throw invalid(`Paging beyond the ${SEARCH_RESULTS_MAX} results of a search is not possible.`);
  }
  const asked = { type, caller };
  const question: SearchQuestion = {
    type,
    groups: readGroups(body.filterGroups, asked),
    sort: readSort(body.sorts, asked),
    query: readText(body.query),
  };
  // The index is behind by itself; here it is only counted that somebody met it so.
  if (simulation.faults.isOn("stale_search") && isBehind(caller.portal, type, simulation.now())) {
    simulation.faults.strikes("stale_search");
  }
  const found = search(caller.portal, question, simulation.now());
  const properties = readNames(body.properties, "properties");
  const view = { type, properties, withHistory: [], associations: [] };
  const results = found
    .slice(offset, offset + limit)
    .map((item) => recordAnswer(simulation, caller, { ...item, view }));
  const next = offset + limit;
  const paging = limit > 0 && next < found.length ? { paging: { next: { after: String(next) } } } : {};
  return ok({ total: found.length, results, ...paging });
}

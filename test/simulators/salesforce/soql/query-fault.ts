import type { SoqlErrorCode } from "./run-query.ts";

const REFERENCE_HINT = "Please reference your WSDL or the describe call for the appropriate names.";

/** Why a query is refused. Thrown while it is compiled, and told by runQuery alone. */
export class QueryFault extends Error {
  readonly errorCode: SoqlErrorCode;

  constructor(errorCode: SoqlErrorCode, message: string) {
    super(message);
    this.name = "QueryFault";
    this.errorCode = errorCode;
  }
}

export function malformed(message: string): QueryFault {
  return new QueryFault("MALFORMED_QUERY", message);
}

/** For what Salesforce can do and this simulator cannot, so that nobody takes the answer for Salesforce's. */
export function notSimulated(what: string): QueryFault {
  return malformed(`The simulator does not know ${what}`);
}

/** Where in the query a name stands, told as Salesforce tells it. */
function whereIn(soql: string, name: string): string {
  const place = soql.search(new RegExp(`\\b${name.replaceAll(/[^\w]/g, "\\$&")}\\b`, "i"));
  if (place < 0) return "\n";
  const start = Math.max(0, place - 40);
  const pointer = `${" ".repeat(place - start)}^`;
  return `\n${soql.slice(start, place + 40)}\n${pointer}\nERROR at Row:1:Column:${place + 1}\n`;
}

export function noSuchColumn(soql: string, name: string, entity: string): QueryFault {
  const hint =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.";
  const message = `No such column '${name}' on entity '${entity}'. ${hint} ${REFERENCE_HINT}`;
  return new QueryFault("INVALID_FIELD", whereIn(soql, name) + message);
}

export function noSuchRelationship(
  soql: string,
  name: string,
  place: "field path" | "FROM part of query call",
): QueryFault {
  const hint = `If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE_HINT}`;
  const message = `Didn't understand relationship '${name}' in ${place}. ${hint}`;
  return new QueryFault(
    place === "field path" ? "INVALID_FIELD" : "INVALID_TYPE",
    whereIn(soql, name) + message,
  );
}

export function noSuchObject(soql: string, name: string): QueryFault {
  const hint =
    "If you are attempting to use a custom object, be sure to append the '__c' after the entity name.";
  const message = `sObject type '${name}' is not supported. ${hint} ${REFERENCE_HINT}`;
  return new QueryFault("INVALID_TYPE", whereIn(soql, name) + message);
}

export function cannotFilter(soql: string, name: string): QueryFault {
  return new QueryFault(
    "INVALID_FIELD",
    `${whereIn(soql, name)}field '${name}' can not be filtered in a query call`,
  );
}

export function cannotSort(soql: string, name: string): QueryFault {
  return malformed(`${whereIn(soql, name)}field '${name}' can not be sorted in a query call`);
}

/** As much of SOQL as the adapter writes: comparisons, IN, AND, OR, brackets, ORDER BY and LIMIT. */

export type Row = Readonly<Record<string, unknown>>;

export interface SmallQuery {
  readonly fields: readonly string[];
  readonly from: string;
  readonly matches: (row: Row) => boolean;
  readonly orderBy: readonly string[];
  readonly limit: number | null;
}

const SHAPE = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY ([\w, ]+?))?(?: LIMIT (\d+))?$/;
const TOKEN = /'(?:\\.|[^'\\])*'|\(|\)|,|[<>!]?=|[<>]|[^\s(),<>=!']+/g;

type Condition = (row: Row) => boolean;

export function readSmallSoql(soql: string): SmallQuery {
  const match = SHAPE.exec(soql);
  if (match === null) throw new Error(`Not the SOQL that the adapter writes: ${soql}`);
  const [, fields = "", from = "", where, orderBy = "", limit] = match;
  const tokens = [...(where ?? "").matchAll(TOKEN)].map(([token]) => token);
  const matches = where === undefined ? () => true : readConditions(tokens);
  if (tokens.length > 0) throw new Error(`Not understood behind ${tokens.join(" ")}`);
  return {
    fields: fields.split(", "),
    from,
    matches,
    orderBy: orderBy === "" ? [] : orderBy.split(", "),
    limit: limit === undefined ? null : Number(limit),
  };
}

function readConditions(tokens: string[]): Condition {
  const conditions = [readOne(tokens)];
  const word = tokens[0];
  while (tokens[0] === "AND" || tokens[0] === "OR") {
    if (tokens.shift() !== word) throw new Error("AND and OR without brackets");
    conditions.push(readOne(tokens));
  }
  return word === "OR"
    ? (row) => conditions.some((condition) => condition(row))
    : (row) => conditions.every((condition) => condition(row));
}

function readOne(tokens: string[]): Condition {
  const first = tokens.shift() ?? "";
  if (first === "(") {
    const inner = readConditions(tokens);
    if (tokens.shift() !== ")") throw new Error("A bracket is not closed");
    return inner;
  }
  const operator = tokens.shift() ?? "";
  if (operator === "IN") {
    const values: unknown[] = [];
    for (let token = tokens.shift(); token !== ")"; token = tokens.shift()) {
      if (token === undefined) throw new Error("A list is not closed");
      if (token !== "(" && token !== ",") values.push(readLiteral(token));
    }
    if (values.length === 0) throw new Error("A list is empty");
    return (row) => values.some((value) => isEqual(row[first], value));
  }
  const wanted = readLiteral(tokens.shift() ?? "");
  return (row) => compare(row[first] ?? null, operator, wanted);
}

function readLiteral(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll(/\\(.)/g, "$1");
  if (token === "null") return null;
  if (token === "true" || token === "false") return token === "true";
  if (/^\d{4}-\d\d-\d\dT/.test(token)) return new Date(token).toISOString().replace("Z", "+0000");
  return token;
}

/** Text without regard to case, as Salesforce compares it; ids by case. */
function isEqual(value: unknown, wanted: unknown): boolean {
  if (value === wanted) return true;
  const areWords = typeof value === "string" && typeof wanted === "string" && wanted.length < 15;
  return areWords && value.toLowerCase() === wanted.toLowerCase();
}

function compare(value: unknown, operator: string, wanted: unknown): boolean {
  if (operator === "=") return isEqual(value, wanted);
  if (operator === "!=") return !isEqual(value, wanted);
  if (value === null || wanted === null) return false;
  const [left, right] = [String(value), String(wanted)];
  if (operator === ">") return left > right;
  if (operator === ">=") return left >= right;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  throw new Error(`No operator: ${operator}`);
}

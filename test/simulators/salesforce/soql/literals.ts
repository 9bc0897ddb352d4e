import type { LiteralType } from "@jetstreamapp/soql-parser-js";
import type { FieldDefinition, FieldType } from "../org/fields.ts";
import { to18 } from "../org/ids.ts";
import type { FieldValue } from "../org/org.ts";
import { exactDateTimeText } from "../org/wire-time.ts";
import { malformed, QueryFault } from "./query-fault.ts";

/** A value in the form in which it is compared. */
export type Comparable = string | number | boolean | null;

const STRING_LENGTH_MAX = 4000;

const EXPECTED: Readonly<Record<FieldType, "text" | "id" | "number" | "boolean" | "date" | "dateTime">> = {
  id: "id",
  reference: "id",
  string: "text",
  textarea: "text",
  picklist: "text",
  email: "text",
  phone: "text",
  boolean: "boolean",
  int: "number",
  double: "number",
  currency: "number",
  percent: "number",
  date: "date",
  datetime: "dateTime",
};

const GIVEN: Partial<Record<LiteralType, "text" | "number" | "boolean" | "date" | "dateTime">> = {
  STRING: "text",
  INTEGER: "number",
  DECIMAL: "number",
  INTEGER_WITH_CURRENCY_PREFIX: "number",
  DECIMAL_WITH_CURRENCY_PREFIX: "number",
  BOOLEAN: "boolean",
  DATE: "date",
  DATETIME: "dateTime",
};

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** What stands between the quotes. In a LIKE pattern an escaped wildcard stays escaped. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (inner.length > STRING_LENGTH_MAX) throw malformed("string literal is longer than 4000 characters");
  return inner.replaceAll(/\\(.)/g, (whole, sign: string) =>
    /[%_]/.test(sign) ? whole : (ESCAPES[sign] ?? sign),
  );
}

export function isText(type: FieldType): boolean {
  return EXPECTED[type] === "text";
}

/** A field's value as it is compared: text without regard to case, ids with. */
export function comparableOf({ type }: FieldDefinition, value: FieldValue): Comparable {
  return typeof value === "string" && isText(type) ? value.toLowerCase() : value;
}

function wrongType(field: FieldDefinition): QueryFault {
  const expected = EXPECTED[field.type];
  const quoted = expected === "text" || expected === "id";
  const wanted = quoted
    ? `string and should be enclosed in quotes`
    : `${expected} and should not be enclosed in quotes`;
  return new QueryFault(
    "INVALID_FIELD",
    `value of filter criterion for field '${field.name}' must be of type ${wanted}`,
  );
}

/** `USD500.5` in its two parts. */
export function readCurrencyLiteral(
  literal: string,
): { readonly isoCode: string; readonly amount: number } | null {
  const [, isoCode, amount] = /^([A-Za-z]{3})(-?\d.*)$/.exec(literal) ?? [];
  return isoCode && amount ? { isoCode: isoCode.toUpperCase(), amount: Number(amount) } : null;
}

/** A literal as it is compared with a field, or a fault that says what the field expects. */
export function readLiteral(
  field: FieldDefinition,
  literal: string,
  type: LiteralType | undefined,
): Comparable {
  if (type === "NULL") return null;
  const expected = EXPECTED[field.type];
  const given = type && GIVEN[type];
  if (given !== (expected === "id" ? "text" : expected)) throw wrongType(field);
  switch (expected) {
    case "id": {
      const text = unquote(literal);
      const id = text === "" ? null : to18(text);
      if (id === null && text !== "")
        throw new QueryFault("INVALID_QUERY_FILTER_OPERATOR", `invalid ID field: ${text}`);
      return id;
    }
    case "text":
      return (
        unquote(literal)
          .replaceAll(/\\([%_])/g, "$1")
          .toLowerCase() || null
      );
    case "boolean":
      return literal.toUpperCase() === "TRUE";
    case "number":
      return readCurrencyLiteral(literal)?.amount ?? Number(literal);
    case "date":
      return literal;
    case "dateTime": {
      const at = Date.parse(literal.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
      if (Number.isNaN(at)) throw malformed(`invalid dateTime: ${literal}`);
      return exactDateTimeText(at);
    }
  }
}

/** A LIKE pattern: % is any text, _ is one sign, case does not matter. */
export function patternOf(literal: string): RegExp {
  const source = unquote(literal).replaceAll(/\\[%_]|[%_]|[^%_\\]+|\\/g, (part) => {
    if (part === "%") return "[\\s\\S]*";
    if (part === "_") return "[\\s\\S]";
    const plain = part.length === 2 && part.startsWith("\\") ? part.slice(1) : part;
    return plain.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "i");
}

import type { Instant } from "../../../../../shared/contracts/time.ts";

/** A query, part by part. All conditions have to hold. */
export interface SoqlParts {
  readonly fields: readonly string[];
  readonly from: string;
  readonly where: readonly string[];
  readonly orderBy?: readonly string[];
  readonly limit?: number;
}

/** The query as text. */
export function writeSoql({ fields, from, where, orderBy = [], limit }: SoqlParts): string {
  return [
    `SELECT ${fields.join(", ")} FROM ${from}`,
    ...(where.length === 0 ? [] : [`WHERE ${where.join(" AND ")}`]),
    ...(orderBy.length === 0 ? [] : [`ORDER BY ${orderBy.join(", ")}`]),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(" ");
}

/** A text as SOQL writes it. Nothing in it can end it. */
export function textLiteral(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `'${escaped}'`;
}

/** An instant as SOQL writes it, without quotes. Salesforce's stamps are whole seconds. */
export function instantLiteral(at: Instant): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** `field IN ('a', 'b')`. */
export function isOneOf(field: string, values: readonly string[]): string {
  return `${field} IN (${values.map(textLiteral).join(", ")})`;
}

/** One of the conditions has to hold. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join("") : `(${conditions.map(enclosed).join(" OR ")})`;
}

/** The conditions as one. */
export function allOf(conditions: readonly string[]): string {
  return conditions.map(enclosed).join(" AND ");
}

/** Salesforce refuses AND beside OR without brackets; brackets within brackets it does not mind. */
function enclosed(condition: string): string {
  return / (?:AND|OR) /.test(condition) ? `(${condition})` : condition;
}

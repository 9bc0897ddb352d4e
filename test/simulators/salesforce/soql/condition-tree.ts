import type { ConditionWithValueQuery, WhereClause } from "@jetstreamapp/soql-parser-js";
import { malformed } from "./query-fault.ts";

export type Leaf = Exclude<ConditionWithValueQuery, { openParen: number; operator?: never }>;

export type ConditionTree =
  | { readonly kind: "leaf"; readonly condition: Leaf }
  | { readonly kind: "not"; readonly part: ConditionTree }
  | { readonly kind: "and" | "or"; readonly parts: readonly ConditionTree[] };

type Token = "(" | ")" | "AND" | "OR" | "NOT" | Leaf;

function isLeaf(condition: ConditionWithValueQuery): condition is Leaf {
  return "operator" in condition;
}

function repeat(token: "(" | ")", count: number | undefined): Token[] {
  return Array.from({ length: count ?? 0 }, () => token);
}

/** The parser gives a chain in which each condition counts its parentheses: back to words. */
function tokensOf(where: WhereClause): Token[] {
  const tokens: Token[] = [];
  let clause: WhereClause | null = where;
  while (clause) {
    const { left } = clause;
    if (left) tokens.push(...repeat("(", left.openParen));
    if (left && isLeaf(left)) tokens.push(left, ...repeat(")", left.closeParen));
    if ("operator" in clause) {
      tokens.push(clause.operator);
      clause = clause.right;
    } else clause = null;
  }
  return tokens;
}

/** Reads the words one after another. AND beside OR without parentheses is refused, as Salesforce refuses it. */
export function treeOf(where: WhereClause): ConditionTree {
  const tokens = tokensOf(where);
  let place = 0;

  function readOne(): ConditionTree {
    const token = tokens[place];
    place += 1;
    if (token === "NOT") return { kind: "not", part: readOne() };
    if (token === "(") {
      const inner = readRow();
      if (tokens[place] !== ")") throw malformed("expecting a right parentheses, found nothing");
      place += 1;
      return inner;
    }
    if (token === undefined || typeof token === "string")
      throw malformed(`unexpected token: ${token ?? "<EOF>"}`);
    return { kind: "leaf", condition: token };
  }

  function readRow(): ConditionTree {
    const first = readOne();
    const operator = tokens[place];
    if (operator !== "AND" && operator !== "OR") return first;
    const parts = [first];
    while (tokens[place] === operator) {
      place += 1;
      parts.push(readOne());
    }
    const next = tokens[place];
    if (next === "AND" || next === "OR") throw malformed(`unexpected token: ${next}`);
    return { kind: operator === "AND" ? "and" : "or", parts };
  }

  const tree = readRow();
  if (place < tokens.length) throw malformed(`unexpected token: ${String(tokens[place])}`);
  return tree;
}

import path from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder, textOf } from "./source-files.ts";

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;

/** Names under which anything could lie. */
const EMPTY_WORDS = ["util", "utils", "helper", "helpers", "manager", "common", "misc", "stuff", "data2"];
const KEBAB_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.(ts|tsx|css|html)$/;

/** What belongs to no tenant, and the tenants themselves. */
const TABLES_WITHOUT_TENANT = ["consent_states", "tenants"];
/** What is looked up by a key that tells the tenant. */
const INDEXES_WITHOUT_TENANT = [
  "access_keys_by_hash",
  "access_tickets_by_hash",
  "display_keys_by_hash",
  "jobs_by_id",
];

const folders = ["shared", "worker", "ui-extension", "test"];
const sources = folders.flatMap((folder) => filesUnder(folder, [".ts", ".tsx", ".css", ".html"]));
const code = sources.filter((file) => /\.tsx?$/.test(file));
const migrations = filesUnder("worker/migrations", [".sql"]);
const sql = migrations.map(textOf).join("\n");

const DECLARED = /^(\s*)(?:export |default |async )*function\*? ?(\w+)/;
const METHOD =
  /^(\s+)(?:static |override |async |get |\*)*#?(\w+)(?:<.*>)?\((?:[^()]|\([^()]*\))*\)(?:: .*)? \{$/;
const STATEMENTS = ["if", "for", "while", "switch", "catch"];

/** Functions and methods with their lengths. The formatter closes each where its first line is indented to. */
function functionsIn(file: string): readonly { readonly name: string; readonly length: number }[] {
  const lines = textOf(file).split("\n");
  return lines.flatMap((line, first) => {
    const [, indent, name = ""] = DECLARED.exec(line) ?? METHOD.exec(line) ?? [];
    if (indent === undefined || STATEMENTS.includes(name)) return [];
    // A function that makes a class is as long as the class: its methods are measured instead.
    if (/^\s*return class\b/.test(lines[first + 1] ?? "")) return [];
    const last = lines.findIndex((end, at) => at > first && (end === `${indent}}` || end === `${indent}},`));
    return last < 0 ? [] : [{ name: `${file}: ${name}`, length: last - first + 1 }];
  });
}

describe("source files", () => {
  it("are found", () => {
    expect(code.length).toBeGreaterThan(300);
    expect(migrations.length).toBeGreaterThan(5);
    expect(code.flatMap(functionsIn).length).toBeGreaterThan(1500);
  });

  it("fit in the head of a reader", () => {
    const long = sources.filter((file) => textOf(file).trimEnd().split("\n").length > FILE_LINES_MAX);
    expect(long).toEqual([]);
  });

  it("are named in kebab-case", () => {
    expect(sources.filter((file) => !KEBAB_NAME.test(path.basename(file)))).toEqual([]);
  });

  it("are named after what they hold", () => {
    const named = sources.filter((file) => file.split(/[/.-]/).some((word) => EMPTY_WORDS.includes(word)));
    expect(named).toEqual([]);
  });

  it("hold functions that fit on a screen", () => {
    const long = code.flatMap(functionsIn).filter(({ length }) => length > FUNCTION_LINES_MAX);
    expect(long).toEqual([]);
  });

  it("talk no type out of the compiler's knowledge", () => {
    expect(code.filter((file) => /\bas (any\b|unknown as\b)/.test(textOf(file)))).toEqual([]);
  });

  it("leave no test out, and single none out", () => {
    const marked = /\b(it|test|describe)\.(only|skip|todo)\b/;
    expect(code.filter((file) => marked.test(textOf(file)))).toEqual([]);
  });
});

describe("tables", () => {
  const tables = [...sql.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n\)([^;]*);/g)].map((match) => ({
    name: match[1] ?? "",
    columns: match[2] ?? "",
    options: match[3] ?? "",
  }));

  it("have the tenant first in their key", () => {
    expect(tables.length).toBeGreaterThan(20);
    const keyed = /PRIMARY KEY \(tenant_id\b|^\s*tenant_id TEXT NOT NULL PRIMARY KEY/m;
    const others = tables.filter(({ columns }) => !keyed.test(columns)).map(({ name }) => name);
    expect(others.toSorted()).toEqual(TABLES_WITHOUT_TENANT);
  });

  it("take only values of the type that is declared", () => {
    expect(tables.filter(({ options }) => !/\bSTRICT\b/.test(options))).toEqual([]);
  });

  it("are indexed by tenant first", () => {
    const indexes = [...sql.matchAll(/CREATE (?:UNIQUE )?INDEX (\w+) ON \w+ \((\w+)/g)];
    const others = indexes.filter(([, , first]) => first !== "tenant_id").map(([, name]) => name);
    expect(others.toSorted()).toEqual(INDEXES_WITHOUT_TENANT);
  });
});

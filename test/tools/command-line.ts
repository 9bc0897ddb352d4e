/** Reads the options of our commands, so that each mistake is answered in one line that says what is allowed. */
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import { err, ok, type Result } from "../../worker/domain/result.ts";

/** How one option is read. */
export interface OptionRule<T> {
  /** What the help calls the value; null for an option that takes none. */
  readonly valueName: string | null;
  readonly about: string;
  /** Where the option is not given. */
  readonly usual: T;
  /** The error ends a line such as `--port "abc": must be a whole number`, for the part that is wrong. */
  readonly read: (given: string) => Result<T, { readonly given: string; readonly message: string }>;
}

type OptionRules = Readonly<Record<string, OptionRule<unknown>>>;

export type ValuesOf<O extends OptionRules> = {
  readonly [K in keyof O]: O[K] extends OptionRule<infer T> ? T : never;
};

/** A command, with what may be given to it. */
export interface Command<O extends OptionRules> {
  readonly usage: string;
  readonly options: O;
  /** Words that may stand without an option; none where this is absent. */
  readonly names?: readonly string[];
  /** What each option allows by itself, and all of them together do not. */
  readonly conflicts?: (values: ValuesOf<O>, names: readonly string[]) => readonly string[];
}

type Described = Pick<Command<OptionRules>, "usage" | "options" | "names">;

/** What a command line says. */
export type Reading<O extends OptionRules> =
  | { readonly kind: "values"; readonly values: ValuesOf<O>; readonly names: readonly string[] }
  | { readonly kind: "help"; readonly text: string }
  | { readonly kind: "mistakes"; readonly lines: readonly string[] };

const PORT_MAX = 65_535;
const SEED_MAX = 2_147_483_647;
const MISTAKE_CODE = 2;

/** A port; 0, which takes any free one, only where that is allowed. */
export function portOption(
  usual: number,
  about: string,
  { anyFree = false }: { readonly anyFree?: boolean } = {},
): OptionRule<number> {
  return { valueName: "N", about, usual, read: wholeNumber(anyFree ? 0 : 1, PORT_MAX) };
}

/** A whole number, such as a seed. */
export function wholeNumberOption(usual: number, about: string): OptionRule<number> {
  return { valueName: "N", about, usual, read: wholeNumber(0, SEED_MAX) };
}

/** A number above 0. */
export function positiveNumberOption(usual: number, most: number, about: string): OptionRule<number> {
  const isAllowed = (text: string) =>
    /^(\d+\.?\d*|\.\d+)$/.test(text) && Number(text) > 0 && Number(text) <= most;
  return {
    valueName: "X",
    about,
    usual,
    read: check(isAllowed, `must be a number above 0, and at most ${most}`, Number),
  };
}

/** Words of a list, with commas between; none by default. */
export function choicesOption(known: readonly string[], about: string): OptionRule<readonly string[]> {
  return {
    valueName: "LIST",
    about: `${about}: ${known.join(", ")}`,
    usual: [],
    read(given) {
      const chosen = given
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "");
      const unknown = chosen.find((name) => !known.includes(name));
      return unknown === undefined ? ok(chosen) : err({ given: unknown, message: notAmong(known) });
    },
  };
}

/** A folder that holds certain files; null by default. */
export function folderOption(files: readonly string[], about: string): OptionRule<string | null> {
  return {
    valueName: "DIR",
    about,
    usual: null,
    read(given) {
      if (!existsSync(given) || !statSync(given).isDirectory()) {
        return err({ given, message: "there is no such folder" });
      }
      const lacking = files.filter((file) => !existsSync(path.join(given, file)));
      return lacking.length === 0 ? ok(given) : err({ given, message: `lacks ${lacking.join(", ")}` });
    },
  };
}

/** A file; null by default. */
export function fileOption(about: string): OptionRule<string | null> {
  const isFile = (text: string) => existsSync(text) && statSync(text).isFile();
  return { valueName: "FILE", about, usual: null, read: check(isFile, "there is no such file", String) };
}

/** An address of the web, without a slash at the end. */
export function addressOption<T extends string | null>(usual: T, about: string): OptionRule<T | string> {
  const isAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  return {
    valueName: "URL",
    about,
    usual,
    read: check(isAddress, "must be an http or https address, such as http://localhost:8787", (text) =>
      text.replace(/\/$/, ""),
    ),
  };
}

/** Any text; null by default. */
export function textOption(about: string): OptionRule<string | null> {
  return { valueName: "TEXT", about, usual: null, read: (given) => ok(given) };
}

/** An option that is given or not. */
export function flag(about: string): OptionRule<boolean> {
  return { valueName: null, about, usual: false, read: () => ok(true) };
}

/** Reads all of it: every mistake is told, and nothing is half taken. */
export function readCommandLine<const O extends OptionRules>(
  args: readonly string[],
  command: Command<O>,
): Reading<O> {
  const found = readTokens(tokensOf(args, command.options), command);
  if (found.isHelp) return { kind: "help", text: helpFor(command) };
  if (found.mistakes.length > 0) return { kind: "mistakes", lines: found.mistakes };
  const { names } = found;
  const values = Object.fromEntries(
    Object.entries(command.options).map(([name, { usual }]) => [
      name,
      found.given.has(name) ? found.given.get(name) : usual,
    ]),
  ) as ValuesOf<O>;
  const conflicts = command.conflicts?.(values, names) ?? [];
  return conflicts.length > 0 ? { kind: "mistakes", lines: conflicts } : { kind: "values", values, names };
}

type Token = ReturnType<typeof tokensOf>[number];

function tokensOf(args: readonly string[], options: OptionRules) {
  const types = Object.entries(options).map(([name, { valueName }]) => {
    return [name, { type: valueName === null ? "boolean" : "string" }] as const;
  });
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(types), help: { type: "boolean", short: "h" } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

function readTokens(tokens: readonly Token[], { options, names: known }: Described) {
  const mistakes: string[] = [];
  const given = new Map<string, unknown>();
  const names: string[] = [];
  /** What follows an option that could not be read was meant for it. */
  let passedOver = Number.NaN;
  for (const token of tokens) {
    if (token.kind === "option") {
      if (token.name === "help") return { isHelp: true, mistakes, given, names };
      const read = readOption(options[token.name], token);
      if (read.ok) given.set(token.name, read.value);
      else mistakes.push(read.error);
      if (!read.ok) passedOver = token.index + (isOption(token) ? 2 : 1);
    } else if (token.kind === "positional" && token.index !== passedOver) {
      names.push(token.value);
      if (!known?.includes(token.value)) mistakes.push(unexpected(token.value, known));
    }
  }
  return { isHelp: false, mistakes, given, names };
}

/** The options of this process; ends it where they are wrong, or where it was asked to explain itself. */
export function takeCommandLine<const O extends OptionRules>(
  command: Command<O>,
): Extract<Reading<O>, { readonly kind: "values" }> {
  const reading = readCommandLine(process.argv.slice(2), command);
  if (reading.kind === "values") return reading;
  if (reading.kind === "help") {
    console.log(reading.text);
    process.exit(0);
  }
  for (const line of reading.lines) console.error(line);
  process.exit(MISTAKE_CODE);
}

/** What whoever started the command can mend, in one line; null for what is a fault of ours. */
export function failureLine(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || !("port" in error)) return null;
  if (error.code === "EADDRINUSE") {
    return `Port ${error.port} is in use: end what listens there, or choose another`;
  }
  if (error.code === "EACCES") return `Port ${error.port} may not be opened by this account: choose another`;
  return null;
}

/** Ends the process over a failure: with its one line, or with where it happened. */
export function endOverFailure(error: unknown): never {
  console.error(failureLine(error) ?? error);
  process.exit(1);
}

/** Whether nobody listens on a port of this machine. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

type OptionToken = Extract<Token, { readonly kind: "option" }>;

function readOption(rule: OptionRule<unknown> | undefined, token: OptionToken): Result<unknown, string> {
  const { rawName, value } = token;
  if (rule === undefined) return err(`${rawName}: there is no such option; --help lists those there are`);
  if (rule.valueName === null) {
    return value === undefined ? ok(true) : err(`${rawName}: takes no value`);
  }
  if (value === undefined || isOption(token)) return err(`${rawName}: needs a value`);
  const read = rule.read(value);
  return read.ok ? read : err(`${rawName} "${read.error.given}": ${read.error.message}`);
}

/** Whether the value is the next option, because none was given. */
function isOption({ value, inlineValue }: OptionToken): boolean {
  return inlineValue === false && value?.startsWith("--") === true;
}

function unexpected(given: string, known: readonly string[] | undefined): string {
  return known === undefined
    ? `"${given}": nothing is expected here; --help says what is`
    : `"${given}": ${notAmong(known)}`;
}

function notAmong(known: readonly string[]): string {
  return `is not known; there are ${known.join(", ")}`;
}

function wholeNumber(least: number, most: number): OptionRule<number>["read"] {
  const isAllowed = (text: string) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  return check(isAllowed, `must be a whole number from ${least} to ${most}`, Number);
}

function check<T>(
  isAllowed: (given: string) => boolean,
  message: string,
  take: (given: string) => T,
): OptionRule<T>["read"] {
  return (given) => (isAllowed(given) ? ok(take(given)) : err({ given, message }));
}

function helpFor({ usage, options, names }: Described): string {
  const rows = Object.entries(options).map(([name, { valueName, about, usual }]) => {
    const isTold = typeof usual === "number" || typeof usual === "string";
    return [
      `--${name}${valueName === null ? "" : ` ${valueName}`}`,
      `${about}${isTold ? ` (${usual})` : ""}`,
    ] as const;
  });
  const width = Math.max(...rows.map(([option]) => option.length));
  const lines = rows.map(([option, about]) => `  ${option.padEnd(width)}  ${about}`);
  return [`Usage: ${usage}`, ...(names ? [`  ${names.join(", ")}`] : []), ...lines].join("\n");
}

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  addressOption,
  choicesOption,
  failureLine,
  flag,
  folderOption,
  isPortFree,
  portOption,
  positiveNumberOption,
  readCommandLine,
  wholeNumberOption,
} from "../../tools/command-line.ts";

const COMMAND = {
  usage: "npm run example -- [options]",
  options: {
    port: portOption(8788, "where it listens", { anyFree: true }),
    seed: wholeNumberOption(1, "the seed"),
    scale: positiveNumberOption(1, 100, "the size"),
    faults: choicesOption(["all", "cut", "429"], "what goes wrong"),
    data: folderOption(["one.csv", "two.csv"], "a folder of CSV files"),
    "app-url": addressOption("http://localhost:8787", "where the app is"),
    keep: flag("keeps the run"),
  },
};

function mistakesOf(...args: readonly string[]): readonly string[] {
  const reading = readCommandLine(args, COMMAND);
  return reading.kind === "mistakes" ? reading.lines : [];
}

describe("reading a command line", () => {
  it("takes what is given, and for the rest what is usual", () => {
    const args = ["--port", "0", "--scale=0.5", "--faults", "cut, 429", "--keep"];
    expect(readCommandLine(args, COMMAND)).toEqual({
      kind: "values",
      names: [],
      values: {
        port: 0,
        seed: 1,
        scale: 0.5,
        faults: ["cut", "429"],
        data: null,
        "app-url": "http://localhost:8787",
        keep: true,
      },
    });
    expect(readCommandLine(["--faults", ""], COMMAND)).toMatchObject({ values: { faults: [], keep: false } });
  });

  it("says in one line each what was given and what is allowed, all at once", () => {
    expect(mistakesOf("--port", "abc", "--seed", "x", "--scale", "0")).toEqual([
      '--port "abc": must be a whole number from 0 to 65535',
      '--seed "x": must be a whole number from 0 to 2147483647',
      '--scale "0": must be a number above 0, and at most 100',
    ]);
  });

  it.each([
    ["--port", "70000"],
    ["--port", "8788.5"],
    ["--port", "0x10"],
    ["--port", ""],
    ["--seed", "-1"],
    ["--seed", "1e3"],
    ["--scale", "Infinity"],
    ["--scale", "-1"],
    ["--app-url", "localhost:8787"],
    ["--app-url", "ftp://localhost"],
  ])("refuses %s %j", (name, given) => {
    expect(mistakesOf(name, given)).toEqual([expect.stringContaining(`${name} "${given}": must be `)]);
  });

  it("names the faults that there are when one is not among them", () => {
    expect(mistakesOf("--faults", "cut,floods")).toEqual([
      '--faults "floods": is not known; there are all, cut, 429',
    ]);
  });

  it("says what is missing of a folder, and when it is none", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "standings-"));
    try {
      writeFileSync(path.join(folder, "one.csv"), "a,b\n");
      expect(mistakesOf("--data", folder)).toEqual([`--data "${folder}": lacks two.csv`]);
      expect(mistakesOf("--data", path.join(folder, "none"))).toEqual([
        expect.stringMatching(/: there is no such folder$/),
      ]);
      expect(mistakesOf("--data", path.join(folder, "one.csv"))).toHaveLength(1);
      writeFileSync(path.join(folder, "two.csv"), "a,b\n");
      expect(readCommandLine(["--data", folder], COMMAND)).toMatchObject({ values: { data: folder } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("knows nothing that it was not told of", () => {
    expect(mistakesOf("--prot", "7", "--keep=yes", "--seed", "--port", "1")).toEqual([
      "--prot: there is no such option; --help lists those there are",
      "--keep: takes no value",
      "--seed: needs a value",
    ]);
    expect(mistakesOf("extra")).toEqual(['"extra": nothing is expected here; --help says what is']);
    expect(mistakesOf("--seed")).toEqual(["--seed: needs a value"]);
  });

  it("takes names where they are known, and what must not come together is a mistake too", () => {
    const command = {
      ...COMMAND,
      names: ["rows", "size"],
      conflicts: (values: { readonly keep: boolean }, names: readonly string[]) =>
        values.keep && names.length > 0 ? ["--keep: only a whole run is kept"] : [],
    };
    expect(readCommandLine(["rows", "size"], command)).toMatchObject({ names: ["rows", "size"] });
    expect(readCommandLine(["rows", "speed"], command)).toEqual({
      kind: "mistakes",
      lines: ['"speed": is not known; there are rows, size'],
    });
    expect(readCommandLine(["rows", "--keep"], command)).toEqual({
      kind: "mistakes",
      lines: ["--keep: only a whole run is kept"],
    });
  });

  it.each(["--help", "-h"])("explains itself with %s, whatever else is given", (help) => {
    const reading = readCommandLine(["--port", "abc", help], COMMAND);
    const text = reading.kind === "help" ? reading.text : "";
    expect(text).toContain(COMMAND.usage);
    for (const name of Object.keys(COMMAND.options)) expect(text).toContain(`--${name}`);
    expect(text).toContain("where it listens (8788)");
  });
});

it("tells that a port is in use in one line", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(address !== null && typeof address === "object" ? address.port : 0);
    });
  });
  const second = createServer();
  const refused = await new Promise((resolve) => {
    second.on("error", resolve);
    second.listen(port, "127.0.0.1");
  });
  expect(failureLine(refused)).toBe(`Port ${port} is in use: end what listens there, or choose another`);
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortFree(port)).toBe(true);
  expect(failureLine(new Error("anything else"))).toBeNull();
});

it("ends a simulator with code 2 and a line for each mistake, without a stack", async () => {
  const main = path.join(import.meta.dirname, "../../simulators/hubspot/main.ts");
  const ended = await new Promise<{ code: unknown; errors: string }>((resolve) => {
    execFile(process.execPath, [main, "--port", "abc", "--faults", "floods"], (error, _out, errors) =>
      resolve({ code: error?.code, errors }),
    );
  });
  expect(ended.code).toBe(2);
  expect(ended.errors.trim().split("\n")).toEqual([
    '--port "abc": must be a whole number from 0 to 65535',
    expect.stringMatching(
      /^--faults "floods": is not known; there are all, none, 429, 500, .*malformed_record$/,
    ),
  ]);
});

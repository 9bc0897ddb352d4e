import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../..");

/** What each layer may import of ours, as path prefixes. Everything else is refused. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  shared: ["shared"],
  "worker/domain": ["shared", "worker/domain"],
  "worker/ports": ["shared", "worker/domain", "worker/ports"],
  "worker/app": ["shared", "worker/domain", "worker/ports", "worker/app"],
  "worker/adapters": ["shared", "worker/domain", "worker/ports", "worker/app", "worker/adapters"],
  "worker/http": ["shared", "worker/domain", "worker/ports", "worker/app", "worker/http"],
  "ui-extension": ["shared", "ui-extension"],
};

/** Packages that the core may use: they do no I/O. */
const CORE_PACKAGES = ["valibot"];

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => path.join(folder, file));
}

function importsOf(file: string): string[] {
  const code = readFileSync(path.join(root, file), "utf8");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
}

for (const [layer, allowed] of Object.entries(ALLOWED)) {
  it(`${layer} imports nothing that its layer may not know`, () => {
    const core = layer === "shared" || layer === "worker/domain";
    const refused = sourceFiles(layer).flatMap((file) =>
      importsOf(file)
        .filter((target) => {
          if (!target.startsWith(".")) return core && !CORE_PACKAGES.some((name) => target.startsWith(name));
          const resolved = path.normalize(path.join(path.dirname(file), target));
          return !allowed.some((prefix) => resolved.startsWith(`${prefix}/`));
        })
        .map((target) => `${file} imports ${target}`),
    );
    expect(refused).toEqual([]);
  });
}

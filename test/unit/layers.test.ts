import path from "node:path";
import { expect, it } from "vitest";
import { filesUnder, textOf } from "./source-files.ts";

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

function importsOf(file: string): string[] {
  return [...textOf(file).matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(
    (match) => match[1] ?? "",
  );
}

for (const [layer, allowed] of Object.entries(ALLOWED)) {
  it(`${layer} imports nothing that its layer may not know`, () => {
    const core = layer === "shared" || layer === "worker/domain";
    const refused = filesUnder(layer, [".ts", ".tsx"]).flatMap((file) =>
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

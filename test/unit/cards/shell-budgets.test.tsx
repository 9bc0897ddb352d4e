import { describe, expect, it } from "vitest";
import { report, weigh } from "../../../ui-extension/budgets.ts";

const MANIFEST = {
  "host/theme-boot.ts": { file: "theme.js" },
  "standings/index.html": { file: "standings.js", imports: ["_shared.js"] },
  "leaderboard/page.tsx": { file: "page.js", imports: ["standings/index.html", "_shared.js"] },
  "leaderboard/words/en.ts": { file: "words.js" },
  "charts/chart.tsx": { file: "chart.js", imports: ["_shared.js"] },
  "_shared.js": { file: "shared.js" },
};

const LEADERBOARD = {
  name: "leaderboard",
  from: ["standings/index.html", "leaderboard/page.tsx"],
  also: ["leaderboard/words/en.ts"],
  kilobytes: 45,
};

/** Text that no packing makes smaller than it says. */
function noise(bytes: number): string {
  let state = 1;
  return Array.from({ length: bytes }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join("");
}

function reading(contents: Readonly<Record<string, string>>) {
  const read: string[] = [];
  return {
    read,
    from: (file: string) => {
      read.push(file);
      return new TextEncoder().encode(contents[file] ?? "export {}");
    },
  };
}

describe("budgets", () => {
  it("count every script of the first paint once, and none that comes later", () => {
    const files = reading({});
    const [weighed] = weigh(MANIFEST, [LEADERBOARD], files.from);
    expect(files.read.toSorted()).toEqual(["page.js", "shared.js", "standings.js", "theme.js", "words.js"]);
    expect(weighed?.bytes).toBeGreaterThan(0);
    expect(report(weigh(MANIFEST, [LEADERBOARD], files.from)).ok).toBe(true);
  });

  it("fail a page that is heavier than it may be, and say which", () => {
    const { text, ok } = report(weigh(MANIFEST, [LEADERBOARD], reading({ "shared.js": noise(70_000) }).from));
    expect(ok).toBe(false);
    expect(text).toMatch(/leaderboard +\d+\.\d of +45\.0 KB +over budget/);
  });

  it("fail a page that brings Chart.js before a chart is in view", () => {
    const chart = reading({ "shared.js": "maxBarThickness chartjs" });
    expect(report(weigh(MANIFEST, [LEADERBOARD], chart.from))).toMatchObject({ ok: false });
  });

  it("leave out pages that are not built", () => {
    const tv = { name: "tv", from: ["tv/index.html"], also: [], kilobytes: 45 };
    expect(weigh(MANIFEST, [tv], reading({}).from)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { PREFLIGHT_STEPS } from "../../../shared/contracts/preflight.ts";
import { de } from "../../../ui-extension/cards/connection/preflight/words/de.ts";
import { en, type PreflightWords } from "../../../ui-extension/cards/connection/preflight/words/en.ts";
import { es } from "../../../ui-extension/cards/connection/preflight/words/es.ts";
import { filesUnder, textOf } from "../source-files.ts";

const PROJECT = "ui-extension/salesforce";
const TRANSLATED = [
  ["de", de],
  ["es", es],
] as const;

/** What our package calls its parts, in English for everybody: translated, an admin would look for them in vain. */
const OF_THE_PACKAGE = [
  "Standings",
  "Standings User",
  "Standings Admin",
  "Standings connection",
  "Save key",
  "Shown as",
];
/** What has no other name here in any language. */
const KEPT = [
  ...OF_THE_PACKAGE,
  "Shown as record",
  "Shown as home",
  "Standings Sync",
  "Salesforce Integration",
  "External Client App Manager",
  "Edit Policies",
  "Refresh Token Policy",
  "App Launcher",
  "App Manager",
];

/** One line, without the marks of Markdown. */
const plain = (text: string) => text.replaceAll(/[*`]/g, "").replaceAll(/\s+/g, " ");
const entriesOf = (path: string) => path.split(/[,;:] /);
const marksOf = (path: string) => path.match(/[,;:] /g);

/** The menus and buttons of a path, which are written with a capital; the rest says in words what to do there. */
function namesIn(path: string): readonly string[] {
  return entriesOf(path)
    .map((entry) => entry.replace(/^or /, ""))
    .flatMap((entry) => entry.split(" and "))
    .filter((entry) => /^[A-Z]/.test(entry));
}

/** Every text of a book by its place. What is put into a text is `<0>` and `<1>`, a number where it is counted. */
function textsOf(words: PreflightWords): ReadonlyMap<string, string> {
  const { left, checked, where, evidence, key, ...more } = words;
  const { answered, seen, admins, hidden, off, ...told } = evidence;
  const { since, ...keyTexts } = key;
  const counted = [1, 2].flatMap((count) => [
    [`left ${count}`, left(count, "<1>")],
    [`admins ${count}`, admins(count, "<1>")],
  ]);
  const put = {
    checked: checked("<0>", "<1>"),
    where: where("<0>"),
    answered: answered("<0>", "<1>"),
    seen: seen("<0>", "<1>"),
    hidden: hidden("<0>", "<1>"),
    off: off("<0>"),
    since: since("<0>", "<1>"),
  };
  return new Map([...leavesOf({ ...more, told, keyTexts, put, counted: Object.fromEntries(counted) })]);
}

function leavesOf(texts: object, place = ""): readonly [string, string][] {
  return Object.entries(texts).flatMap(([name, text]: [string, unknown]) =>
    typeof text === "string" ? [[`${place}${name}`, text]] : leavesOf(Object(text), `${place}${name}.`),
  );
}

describe("the menus in English", () => {
  it("are those of the guide, so that both lead to one place", () => {
    const guide = plain(textOf(`${PROJECT}/README.md`)).replaceAll("Shown as: ", "Shown as ");
    const unnamed = PREFLIGHT_STEPS.flatMap((step) =>
      namesIn(en.steps[step].path).filter((name) => !guide.includes(name)),
    );
    expect(unnamed).toEqual([]);
  });

  it("name the parts of the package as the package does", () => {
    const files = filesUnder(`${PROJECT}/force-app`, [".xml", ".html", ".design"]).map(textOf).join("\n");
    expect(OF_THE_PACKAGE.filter((name) => !files.includes(name))).toEqual([]);
    const paths = PREFLIGHT_STEPS.map((step) => en.steps[step].path).join("\n");
    expect(KEPT.filter((name) => !paths.includes(name))).toEqual([]);
  });
});

describe.each(TRANSLATED)("the menus in %s", (_language, words) => {
  it("go the same way as the English ones, entry by entry", () => {
    for (const step of PREFLIGHT_STEPS) {
      const [path, told] = [en.steps[step].path, words.steps[step].path];
      expect([step, marksOf(told)]).toEqual([step, marksOf(path)]);
      expect([step, entriesOf(told).filter((entry) => entry.trim() === "")]).toEqual([step, []]);
    }
  });

  it("keep every name that is English in Salesforce too", () => {
    for (const step of PREFLIGHT_STEPS) {
      const told = entriesOf(words.steps[step].path);
      entriesOf(en.steps[step].path).forEach((entry, index) => {
        const kept = KEPT.filter((name) => entry.includes(name));
        expect([step, kept.filter((name) => !told[index]?.includes(name))]).toEqual([step, []]);
      });
    }
  });

  it("call one menu by one name, and two by two", () => {
    const pairs = PREFLIGHT_STEPS.flatMap((step) => {
      const told = entriesOf(words.steps[step].path);
      return entriesOf(en.steps[step].path).map((entry, index) => {
        const bare = (text = "") => text.replace(/^(or|oder|o) /, "");
        return { english: bare(entry), told: bare(told[index]) };
      });
    });
    const severalOf = (key: "english" | "told", value: "english" | "told") =>
      [...Map.groupBy(pairs, (pair) => pair[key]).entries()].filter(
        ([, same]) => new Set(same.map((pair) => pair[value])).size > 1,
      );
    expect(severalOf("english", "told")).toEqual([]);
    expect(severalOf("told", "english")).toEqual([]);
  });

  it("are told with sentences that are complete, take what the English ones take, and are no English", () => {
    const english = textsOf(en);
    const told = textsOf(words);
    expect([...told.keys()]).toEqual([...english.keys()]);
    const placesIn = (text: string) => [...new Set(text.match(/<\d>/g))].toSorted();
    for (const [place, text] of told) {
      const original = english.get(place) ?? "";
      expect([place, placesIn(text)]).toEqual([place, placesIn(original)]);
      expect([place, text.trim().length > 1]).toEqual([place, true]);
      const kept = [
        "Standings Admin",
        "Standings Sync",
        "Standings connection",
        "App Launcher",
        "Salesforce",
      ];
      const dropped = kept.filter((name) => original.includes(name) && !text.includes(name));
      expect([place, dropped]).toEqual([place, []]);
      const isSentence = original.trim().split(" ").length > 3 && !place.endsWith(".path");
      if (isSentence) expect([place, text]).not.toEqual([place, original]);
    }
  });
});

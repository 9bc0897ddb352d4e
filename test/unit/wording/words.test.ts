import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METRIC_IDS, QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { de as germanNames } from "../../../shared/metrics/words/names/de.ts";
import { en as englishNames } from "../../../shared/metrics/words/names/en.ts";
import { es as spanishNames } from "../../../shared/metrics/words/names/es.ts";
import {
  formatDay,
  formatDayOf,
  formatDays,
  formatMonth,
  formatShortMonth,
  formatTime,
  formatWeekday,
} from "../../../shared/wording/dates.ts";
import { directionOf, LANGUAGES, readLanguage, wordsLanguageOf } from "../../../shared/wording/locale.ts";
import { plural, pseudoWords } from "../../../shared/wording/words.ts";

describe("days", () => {
  it("leave the year out where it is today's", () => {
    expect(formatDay("2026-11-20", "en-GB", "2026-01-01")).toBe("20 Nov");
    expect(formatDay("2025-11-20", "en-GB", "2026-01-01")).toBe("20 Nov 2025");
    expect(formatDay("2026-11-20", "en-GB")).toBe("20 Nov 2026");
    expect(formatMonth("2026-11-01", "en-GB", "2026-11-20")).toBe("November");
    expect(formatMonth("2025-11-01", "de", "2026-11-20")).toBe("November 2025");
  });

  it("name their month shortly in the head of a table", () => {
    expect(formatShortMonth("2026-10-31", "en-GB")).toBe("Oct");
    expect(formatShortMonth("2026-03-01", "es")).toBe("mar");
  });

  it("of one month stand close in a range", () => {
    expect(formatDays("2026-11-01", "2026-11-20", "en-GB", "2026-11-20")).toBe("1–20 Nov");
    expect(formatDays("2025-11-01", "2025-11-20", "en-GB", "2026-11-20")).toBe("1–20 Nov 2025");
    expect(formatDays("2026-10-01", "2026-11-20", "en-GB", "2026-11-20")).toMatch(/^1 Oct\s?–\s?20 Nov$/u);
  });

  it("are named from Monday to Sunday", () => {
    const week = [1, 2, 3, 4, 5, 6, 7].map((day) => formatWeekday(day, "en-GB"));
    expect(week).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    expect(formatWeekday(1, "de", "long")).toBe("Montag");
  });
});

describe("times", () => {
  it("are by the account's clock, and so is the day of an instant", () => {
    const locale = { language: "en-GB", timeZone: "America/New_York" };
    expect(formatTime("2026-11-20T19:31:00.000Z", locale)).toBe("14:31");
    expect(formatDayOf("2026-11-20T02:00:00.000Z", locale)).toBe("19 Nov 2026");
  });
});

describe("languages", () => {
  it("are read from what CRMs and browsers call them, and English stands in for what nobody knows", () => {
    expect(["de_AT", "en-us", "ES", "", "not a language", "x"].map(readLanguage)).toEqual([
      "de-AT",
      "en-US",
      "es",
      "en",
      "en",
      "en",
    ]);
    fc.assert(
      fc.property(fc.string(), (wished) => Intl.getCanonicalLocales(readLanguage(wished)).length === 1),
    );
  });

  it("give their words, whatever the region, and words of our own have one direction", () => {
    expect(["de-AT", "es-MX", "en-GB", "fr", "ar"].map(wordsLanguageOf)).toEqual([
      "de",
      "es",
      "en",
      "en",
      "en",
    ]);
    expect(LANGUAGES.map(directionOf)).toEqual(["ltr", "ltr", "ltr"]);
  });

  it("have a word for one and a word for all others", () => {
    const forms = { one: "one", other: "other" };
    expect([0, 1, 2, 1.5].map((count) => plural(count, "en", forms))).toEqual([
      "other",
      "one",
      "other",
      "other",
    ]);
  });
});

describe("the words to look through a screen with", () => {
  const words = pseudoWords({
    plain: "Close",
    counted: (count: number) => `${count} deals`,
    inner: { list: ["one", "two"] },
    empty: "",
  });

  it("are longer and accented, in functions and below too", () => {
    expect(words.plain).toBe("Clósé··");
    expect(words.counted(3)).toBe("3 déáls··");
    expect(words.inner.list).toEqual(["óñé··", "twó··"]);
    expect(words.empty).toBe("");
  });

  it("grow by four tenths word by word, so that they still break into lines", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zäöü]{1,20}$/), { minLength: 1 }), (given) => {
        const { said } = pseudoWords({ said: given.join(" ") });
        const lengths = said.split(" ").map((word) => word.length);
        expect(lengths).toEqual(given.map((word) => word.length + Math.ceil(word.length * 0.4)));
      }),
    );
  });
});

describe("the names of metrics", () => {
  it("are short on cards, the same in a title, and different from each other in each language", () => {
    expect(englishNames.short).toEqual({
      revenue_closed: "Revenue",
      deals_won: "Deals",
      meetings_booked: "Meetings",
      touches: "Activities",
    });
    expect(englishNames.title("revenue_closed")).toBe("Revenue closed");
    for (const names of [englishNames, germanNames, spanishNames]) {
      expect(new Set(METRIC_IDS.map(names.label)).size).toBe(METRIC_IDS.length);
      expect(new Set(QUOTA_METRIC_IDS.map((id) => names.short[id])).size).toBe(QUOTA_METRIC_IDS.length);
    }
  });
});

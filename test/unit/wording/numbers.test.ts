import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type FigureKind,
  formatChange,
  formatCount,
  formatDuration,
  formatMoney,
  formatPercentDown,
  formatRate,
  formatShortMoney,
  formatValue,
} from "../../../shared/wording/numbers.ts";

/** Spaces of all widths as plain ones: which stands where is the languages' own data. */
const plain = (text: string) => text.replace(/\s/gu, " ");
const MONEY: FigureKind = { unit: "money", currency: "USD" };
const RATE: FigureKind = { unit: "percent", currency: null };

describe("money", () => {
  it("is whole, with cents where they are asked for, and says which dollar where it is foreign", () => {
    expect(formatMoney(8_640_050, "USD", "en-GB")).toBe("$86,401");
    expect(formatMoney(8_640_050, "USD", "en-GB", { cents: true })).toBe("$86,400.50");
    expect(formatMoney(-120_000, "CAD", "en-GB")).toBe("−$1,200");
    expect(formatMoney(120_000, "CAD", "en-GB", { foreign: true })).toBe("CA$1,200");
    expect(formatMoney(1200, "JPY", "en-GB", { cents: true })).toBe("¥1,200");
    expect(plain(formatMoney(8_640_000, "EUR", "de"))).toBe("86.400 €");
  });

  it("has the true minus below zero in every language and form, and none at zero", () => {
    for (const language of ["en-GB", "de-DE", "es-ES"]) {
      const below = [
        formatMoney(-120_000, "USD", language),
        formatMoney(-120_050, "USD", language, { cents: true }),
        formatShortMoney(-140_000_000, "USD", language),
        formatCount(-3, language),
        formatRate(-2.5, language),
        formatPercentDown(-2.5, language),
        formatValue(-120_000, MONEY, language),
      ];
      expect(below.filter((text) => text.includes("-") || !text.includes("−"))).toEqual([]);
      expect(formatMoney(-40, "USD", language)).toBe(formatMoney(0, "USD", language));
    }
  });

  it("is short in three digits with k, M and B in every English", () => {
    const short = (units: number, language: string) => formatShortMoney(units * 100, "USD", language);
    const cases = [
      [999, "$999"],
      [1000, "$1k"],
      [1500, "$1.5k"],
      [12_400, "$12.4k"],
      [50_000, "$50k"],
      [123_600, "$124k"],
      [999_499, "$999k"],
      [999_500, "$1.00M"],
      [1_400_000, "$1.40M"],
      [12_345_678, "$12.3M"],
      [2_000_000_000, "$2.00B"],
      [-123_600, "−$124k"],
    ] as const;
    for (const language of ["en", "en-GB", "en-US", "en-IN", "en-AU"]) {
      expect(cases.map(([units]) => short(units, language))).toEqual(cases.map(([, text]) => text));
    }
  });

  it("is short as other languages are: Spanish by thousands, German from a million on", () => {
    const short = (language: string) =>
      [1500, 12_400, 123_600, 1_400_000].map((units) =>
        plain(formatShortMoney(units * 100, "EUR", language)),
      );
    expect(short("es")).toEqual(["1,5 mil €", "12,4 mil €", "124 mil €", "1,40 M €"]);
    expect(short("de")).toEqual(["1.500 €", "12.400 €", "123.600 €", "1,40 Mio. €"]);
  });

  it("never says more than three digits where it is short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 99_900_000_000_000 }), (minor) => {
        expect(formatShortMoney(minor, "USD", "en-GB")).toMatch(/^\$(\d{1,3}|\d\.\d{1,2}|\d\d\.\d)[kMB]$/);
      }),
    );
  });
});

describe("other figures", () => {
  it("round attainment down, and show rates with one decimal", () => {
    expect(formatPercentDown(99.99, "en-GB")).toBe("99%");
    expect(plain(formatPercentDown(72.4, "de"))).toBe("72 %");
    expect(formatRate(63.15, "en-GB")).toBe("63.2%");
  });

  it("tell durations in hours and minutes, minutes alone below an hour", () => {
    expect(formatDuration(7500, "en-GB")).toBe("2 h 5 m");
    expect(formatDuration(59 * 60 + 40, "en-GB")).toBe("1 h 0 m");
    expect(formatDuration(240, "de")).toBe("4 Min.");
    expect(formatDuration(0, "es")).toBe("0 min");
  });

  it("count with a decimal only where it says something", () => {
    expect([0.25, 1.5, 9.96, 50.4].map((count) => formatCount(count, "en-GB"))).toEqual([
      "0.3",
      "1.5",
      "10",
      "50",
    ]);
  });

  it("keep no data apart from zero", () => {
    expect(formatValue(null, MONEY, "en-GB")).toBe("–");
    expect(formatValue(0, MONEY, "en-GB")).toBe("$0");
    expect(formatValue(1, { unit: "days", currency: null }, "en-GB")).toBe("1.0 day");
    expect(formatValue(120_000, { unit: "money_per_day", currency: "USD" }, "en-GB")).toBe("$1,200 a day");
  });

  it("tell a change in percent, of rates in points, and none without a base", () => {
    expect(formatChange(110, 100, MONEY, "en-GB")).toEqual({ text: "10%", direction: "up" });
    expect(formatChange(17.3, 19.4, RATE, "en-GB")).toEqual({ text: "2.1 pts", direction: "down" });
    expect(formatChange(100, 100, MONEY, "en-GB")?.direction).toBe("same");
    expect(formatChange(10, 0, MONEY, "en-GB")).toBeNull();
    expect(formatChange(10, -5, MONEY, "en-GB")).toBeNull();
    expect(formatChange(5, 0, RATE, "en-GB")).toEqual({ text: "5 pts", direction: "up" });
    expect(formatChange(null, 5, MONEY, "en-GB")).toBeNull();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minorDigitsOf } from "../../../../shared/money/minor-digits.ts";
import { formatMoney } from "../../../../shared/wording/numbers.ts";
import { readAmount, readPercent, writeAmount } from "../../../../ui-extension/cards/quotas/read-amount.ts";

const LANGUAGES = ["en-US", "en-GB", "en-IN", "de-DE", "de-CH", "es-ES", "es-MX"] as const;
const dollars = (language: string) => ({ currency: "USD", language });
const counts = (language: string) => ({ currency: null, language });

describe("reading an amount", () => {
  it.each([
    ["120,000", "en-GB", 12_000_000],
    ["$120,000", "en-GB", 12_000_000],
    ["US$ 120,000.50", "en-GB", 12_000_050],
    ["120000 usd", "en-GB", 12_000_000],
    ["1.234,50", "de-DE", 123_450],
    ["1.234,50 $", "de-DE", 123_450],
    ["120.000", "de-DE", 12_000_000],
    ["120'000.00", "de-CH", 12_000_000],
    ["1234,5", "es-ES", 123_450],
    ["12.345", "es-ES", 1_234_500],
    ["1,20,000", "en-IN", 12_000_000],
    // What makes sense in one way only is read, whichever way it is written.
    ["1,234.50", "de-DE", 123_450],
    ["1.234,50", "en-GB", 123_450],
    ["1,234,567", "de-DE", 123_456_700],
    ["120.5", "de-DE", 12_050],
    ["0", "en-GB", 0],
    [" 5 000 ", "en-GB", 500_000],
  ])("takes %s in %s", (text, language, amount) => {
    expect(readAmount(text, dollars(language))).toEqual({ kind: "amount", amount });
  });

  it.each([
    ["2O", "no_number"],
    ["abc", "no_number"],
    ["-5", "negative"],
    ["(1,000)", "negative"],
    ["€120", "other_currency"],
    ["1.9999", "too_precise"],
    ["1.2.3", "unclear"],
    ["99999999999999999", "too_large"],
    ["$", "no_number"],
    ["12%", "no_number"],
  ])("says what is wrong with %s", (text, fault) => {
    expect(readAmount(text, dollars("en-GB"))).toEqual({ kind: "fault", fault });
  });

  it("asks where a comma may be either, because 120 is not 120 thousand", () => {
    expect(readAmount("120,000", dollars("de-DE"))).toEqual({ kind: "fault", fault: "unclear" });
    expect(readAmount("1.234", { currency: "KWD", language: "en-GB" })).toEqual({
      kind: "amount",
      amount: 1234,
    });
  });

  it("takes whole counts alone", () => {
    expect(readAmount("24", counts("en-GB"))).toEqual({ kind: "amount", amount: 24 });
    expect(readAmount("1,240", counts("en-GB"))).toEqual({ kind: "amount", amount: 1240 });
    expect(readAmount("24.0", counts("en-GB"))).toEqual({ kind: "amount", amount: 24 });
    expect(readAmount("2.5", counts("en-GB"))).toEqual({ kind: "fault", fault: "fraction" });
    expect(readAmount("$24", counts("en-GB"))).toEqual({ kind: "fault", fault: "other_currency" });
  });

  it("reads nothing out of nothing", () => {
    expect(readAmount("  ", dollars("en-GB"))).toEqual({ kind: "empty" });
  });

  it("gets back what it wrote, in every language and currency", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom("USD", "EUR", "JPY", "KWD", "CHF", null),
        fc.integer({ min: 0, max: 1e12 }),
        (language, currency, amount) => {
          const kind = { currency, language };
          expect(readAmount(writeAmount(amount, kind), kind)).toEqual({ kind: "amount", amount });
        },
      ),
    );
  });

  it("gets back what the screens write, with the sign of the currency", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.constantFrom("USD", "EUR", "JPY", "CHF"),
        fc.integer({ min: 0, max: 1e10 }),
        fc.boolean(),
        fc.boolean(),
        (language, currency, units, cents, foreign) => {
          const amount = units * 10 ** minorDigitsOf(currency);
          const text = formatMoney(amount, currency, language, { cents, foreign });
          expect([text, readAmount(text, { currency, language })]).toEqual([
            text,
            { kind: "amount", amount },
          ]);
        },
      ),
    );
  });

  it("answers to whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...LANGUAGES), (text, language) => {
        const read = readAmount(text, dollars(language));
        if (read.kind === "amount") expect(Number.isSafeInteger(read.amount) && read.amount >= 0).toBe(true);
      }),
    );
  });

  it("reads percentages with their sign", () => {
    expect(readPercent("5", "en-GB")).toBe(5);
    expect(readPercent("2,5 %", "de-DE")).toBe(2.5);
    expect(readPercent("-10%", "en-GB")).toBe(-10);
    expect(readPercent("ten", "en-GB")).toBeNull();
  });
});

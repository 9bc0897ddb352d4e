import type { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { LANGUAGES } from "../../../shared/wording/locale.ts";
import type { QuotaFigure, QuotaFigures } from "../../../worker/app/quota-card/quota-figures.ts";
import { type CardSetting, cardOf } from "./sales-floor.ts";

/** With the projections of the drawn card, so that all of its words can be compared. */
export function withProjections(figures: QuotaFigures): QuotaFigures {
  const drawn = [
    [12_400_000, 0.68],
    [9, 0.7],
    [21, 0.3],
    [486, 0.04],
  ] as const;
  const quotas = figures.quotas.map((figure, index): QuotaFigure => {
    const [middle = 0, chance = 0] = drawn[index] ?? [];
    return { ...figure, projection: { low: 11_200_000, middle, high: 13_700_000, chance, quarters: 4 } };
  });
  const [main] = quotas;
  if (!main) throw new Error("There is a quota");
  return { ...figures, quotas, main };
}

/** Every text of the card as it is read, a line for each part. */
export function textsOf(card: QuotaCardView): readonly string[] {
  const { hero, result, bar, rank, openDeals, sync } = card;
  return [
    `${card.title} | ${card.period.options.map(({ label }) => label).join(", ")} | ${card.status.label} (${card.status.tone})`,
    `${hero.text} | ${hero.hint} | ${result ? `${result.text} ${result.of}` : "no quota"}`,
    `${bar?.label ?? "no bar"} | ${bar?.paceLabel ?? "no pace"}`,
    ...card.facts.map(({ label, value, hint }) => `${label}: ${value}${hint === null ? "" : ` ${hint}`}`),
    card.workingDays,
    ...card.notes,
    openDeals ? `${openDeals.label}: ${openDeals.value}` : "no open deals",
    rank
      ? `${rank.text} ${rank.movement?.label ?? "–"} ${rank.hint} | ${rank.trend?.label ?? ""}`
      : "no rank",
    ...card.quotas.map(
      (line) =>
        `${line.label} ${line.percent} ${line.result} / ${line.quota} | ${line.status.label} | ${line.hint}`,
    ),
    card.footnote ?? "no footnote",
    sync.label,
  ];
}

/** What a state says of itself, in each language. */
export async function saidIn(setting: CardSetting): Promise<readonly string[]> {
  return Promise.all(
    LANGUAGES.map(async (language) => {
      const { status, hero, facts, notes, sync } = await cardOf(
        setting,
        language === "en" ? "en-GB" : language,
      );
      const first = facts[0] ? `${facts[0].label}: ${facts[0].value}` : "no facts";
      return [status.label, `${hero.text}, ${hero.hint}`, first, ...notes, sync.label].join(" | ");
    }),
  );
}

/** "If this deal closes": what would change, in steps and sentences. */
import type { BarView, DealEffectView } from "../../../shared/contracts/quota-card.ts";
import { periodOf } from "../../domain/calendar/periods.ts";
import type { CardWording } from "./card-wording.ts";
import type { DealFigures } from "./deal-effect.ts";
import type { QuotaFigures } from "./quota-figures.ts";
import { wordStatus } from "./word-quota.ts";

/** How far a bar goes beyond the quota when the deal takes it there. */
const BEYOND_SCALE = 125;

/** The deal's part of the card. */
export function wordDeal(figures: QuotaFigures, deal: DealFigures, wording: CardWording): DealEffectView {
  return {
    kind: deal.kind,
    title: titleOf(deal, wording),
    amount: deal.amountMinor === null ? null : wording.money(deal.amountMinor),
    steps: stepsOf(deal, wording),
    bar: barOf(figures, deal, wording),
    sentences: [
      ...ownerSentences(deal, wording),
      ...outcomeSentences(figures, deal, wording),
      ...shareSentences(figures, deal, wording),
    ],
  };
}

function titleOf({ kind, outcome }: DealFigures, { words }: CardWording): string {
  if (outcome === "already_won") return words.deal.titleWon;
  if (outcome === "lost") return words.deal.titleLost;
  if (outcome === "not_found" || (kind === "not_your_deal" && outcome === kind)) return words.deal.titleOther;
  return words.deal.title;
}

function stepsOf(deal: DealFigures, wording: CardWording): DealEffectView["steps"] {
  const { words } = wording;
  const { quota, rank, team } = deal;
  const name = deal.owner?.name ?? null;
  const labelled = (label: string) => (name === null ? label : words.deal.ofPerson(label, name));
  const rankText = (place: { readonly rank: number; readonly tied: boolean }) =>
    words.rank(wording.count(place.rank), place.tied);
  return [
    ...(quota === null
      ? []
      : [
          {
            label: labelled(words.deal.quota),
            from: wording.percent(quota.from.attainment),
            to: wording.percent(quota.to.attainment),
          },
        ]),
    ...(rank === null
      ? []
      : [{ label: labelled(words.deal.rank), from: rankText(rank.from), to: rankText(rank.to) }]),
    ...(team === null
      ? []
      : [
          {
            label: words.deal.ofPerson(words.deal.quota, team.name),
            from: wording.percent(team.from),
            to: wording.percent(team.to),
          },
        ]),
  ];
}

/** Drawn with the part that is not won yet. Only for the card's own person: another's bar stands on their card. */
function barOf({ main }: QuotaFigures, { quota, owner }: DealFigures, wording: CardWording): BarView | null {
  if (quota === null || owner !== null) return null;
  const from = quota.from.attainment ?? 0;
  const to = quota.to.attainment ?? 0;
  const { pace } = quota.from;
  const asksPace = quota.from.workingDays.completed > 0 && quota.from.status !== "paused";
  const paceText = wording.percent(pace);
  return {
    percent: from,
    added: Math.max(0, to - from),
    pace: asksPace ? pace : null,
    paceLabel: asksPace ? wording.words.pace(paceText) : null,
    scale: to > 100 ? BEYOND_SCALE : 100,
    tone: wordStatus(main, wording).tone,
    label: wording.words.dealBarLabel(wording.percent(from), wording.percent(to), paceText),
  };
}

function ownerSentences({ owner }: DealFigures, { words }: CardWording): readonly string[] {
  if (owner === null) return [];
  if (owner.nobody) return [words.deal.belongsToNobody];
  return [owner.name === null ? words.deal.belongsToOther : words.deal.belongsTo(owner.name)];
}

function outcomeSentences(figures: QuotaFigures, deal: DealFigures, wording: CardWording): readonly string[] {
  const { deal: words } = wording.words;
  switch (deal.outcome) {
    case "not_found":
      return [words.notFound];
    case "not_your_deal":
      return [];
    case "already_won":
      return [wonSentence(figures, deal, wording)];
    case "lost":
      return [words.lost];
    case "pipeline_not_included":
      return [words.pipeline];
    case "excluded":
      return [words.excluded];
    case "no_close_date":
      return [words.noCloseDate];
    case "close_date_past":
      return [words.closeDatePast(deal.closeDay === null ? "" : wording.day(deal.closeDay))];
    case "counts_in_another_period":
      return [elsewhereSentence(figures, deal, wording)];
    case "no_amount":
      return [amountlessSentence(figures, wording), ...countingSentences(figures, deal, wording)];
    case "no_rate":
      return [words.noRate, ...countingSentences(figures, deal, wording)];
    case "no_quota":
      return [words.noQuota(currentPeriod(figures, wording)), ...countingSentences(figures, deal, wording)];
    case "counts_in_period":
      return countingSentences(figures, deal, wording);
  }
}

/** A deal may well have an amount, where an admin chose another field. */
function amountlessSentence({ card }: QuotaFigures, { words }: CardWording): string {
  const isChosen = card.scene.rules.events.revenue_closed?.amountProperty !== undefined;
  return isChosen ? words.deal.noChosenAmount : words.deal.noAmount;
}

function currentPeriod({ card, period }: QuotaFigures, wording: CardWording): string {
  return wording.period(card.grain, period);
}

function countingSentences(
  figures: QuotaFigures,
  deal: DealFigures,
  wording: CardWording,
): readonly string[] {
  const { deal: words } = wording.words;
  const { quota, rank, closeDay } = deal;
  const toGo = quota?.to.toGo ?? null;
  return [
    ...(quota?.to.status === "reached" && quota.from.status !== "reached" ? [words.reaches] : []),
    ...(quota !== null && toGo !== null && toGo > 0
      ? [words.toGoAfter(wording.amount(quota.to.metric, toGo))]
      : []),
    ...(closeDay === null ? [] : [words.countsIn(currentPeriod(figures, wording), wording.day(closeDay))]),
    ...(rank === null ? [] : [words.rankToday]),
  ];
}

/** The period of the same kind that holds the close date. */
function periodOfClose({ card }: QuotaFigures, day: string, wording: CardWording): string {
  return wording.period(card.grain, periodOf(day, card.grain, card.scene.rules.calendar));
}

function wonSentence(figures: QuotaFigures, { closeDay }: DealFigures, wording: CardWording): string {
  const { deal: words } = wording.words;
  if (closeDay === null) return words.alreadyWonUndated;
  return words.alreadyWon(periodOfClose(figures, closeDay, wording), wording.day(closeDay));
}

function elsewhereSentence(figures: QuotaFigures, { closeDay }: DealFigures, wording: CardWording): string {
  const { deal: words } = wording.words;
  if (closeDay === null) return words.noCloseDate;
  const then = periodOfClose(figures, closeDay, wording);
  return words.countsElsewhere(then, currentPeriod(figures, wording), wording.day(closeDay));
}

function shareSentences(
  { person, mine }: QuotaFigures,
  { share, owner }: DealFigures,
  wording: CardWording,
): readonly string[] {
  if (share === null) return [];
  const { deal: words } = wording.words;
  const percent = wording.percent(share.percent);
  const whole = wording.money(share.wholeMinor);
  const name = owner?.name ?? (mine ? null : person.member.name);
  return [name === null ? words.share(percent, whole) : words.shareOf(name, percent, whole)];
}

import { FISCAL_GRAINS } from "../../../shared/contracts/ids.ts";
import type { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { ageOf } from "../../../shared/wording/age.ts";
import { formatTime } from "../../../shared/wording/dates.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { periodOf } from "../../domain/calendar/periods.ts";
import { hasQuota } from "./card-scene.ts";
import { CardWording } from "./card-wording.ts";
import type { QuotaFigures } from "./quota-figures.ts";
import { wordChart } from "./word-chart.ts";
import { wordDeal } from "./word-deal.ts";
import {
  explainOf,
  explainQuotaOf,
  wordAgainstPace,
  wordBar,
  wordFacts,
  wordLine,
  wordStatus,
} from "./word-quota.ts";

/** The card in the words of a language: nothing is left for a host to compute or to say. */
export function wordQuotaCard(figures: QuotaFigures, language: string): QuotaCardView {
  const { card, timeZone, currency, today, period } = figures;
  const { calendar } = card.scene.rules;
  const wording = new CardWording({ language, timeZone, currency, calendar, today });
  const { words } = wording;
  const label = wording.period(card.grain, period);
  const { completed, total } = figures.main.row.workingDays;
  return {
    locale: wording.language,
    title: words.title(label),
    member: { id: figures.person.member.id, name: figures.person.member.name, mine: figures.mine },
    period: {
      grain: card.grain,
      from: period.from,
      to: period.to,
      label,
      options: FISCAL_GRAINS.map((value) => ({
        value,
        label: wording.period(value, periodOf(today, value, calendar)),
      })),
    },
    status: wordStatus(figures.main, wording),
    ...wordHero(figures, wording),
    bar: wordBar(figures.main, wording, words.barLabel),
    facts: wordFacts(figures, wording),
    workingDays: words.workingDays(wording.count(completed), wording.count(total)),
    notes: wordNotes(figures, wording, label),
    openDeals: wordOpenDeals(figures, wording),
    rank: wordRank(figures, wording),
    quotas: figures.quotas.map((figure) => wordLine(figures, figure, wording)),
    chart: wordChart(figures, wording),
    footnote: wordFootnote(figures, wording),
    deal: figures.deal && wordDeal(figures, figures.deal, wording),
    sync: wordSync(figures, wording),
    words: words.words,
  };
}

function wordHero(figures: QuotaFigures, wording: CardWording): Pick<QuotaCardView, "hero" | "result"> {
  const { main, dealsWon } = figures;
  const { words } = wording;
  const { metric, result, quota, attainment, status } = main.row;
  const text = wording.amount(metric, result);
  if (!hasQuota(main.row)) {
    const won = dealsWon ?? 0;
    const hint = result === null ? words.noData : words.closedDeals(won, wording.count(won));
    const explain = result === null ? null : explainOf(figures, main);
    return { hero: { text, hint, explain, label: words.resultLabels[metric](text) }, result: null };
  }
  const hint =
    status === "reached" && main.reachedOn !== null
      ? words.reachedOn(wording.day(main.reachedOn))
      : wordAgainstPace(main, wording);
  const percent = wording.percent(attainment);
  const explain = attainment === null ? null : explainQuotaOf(figures, main);
  return {
    hero: { text: percent, hint, explain, label: words.attained(percent) },
    result: {
      text,
      of: words.of(wording.amount(metric, quota)),
      explain: explainOf(figures, main),
      label: words.resultLabels[metric](text),
    },
  };
}

/** Only what this state needs to be understood. */
function wordNotes(figures: QuotaFigures, wording: CardWording, period: string): string[] {
  const { main, mine, person, leave, pastDue, sync, soFar } = figures;
  const { notes } = wording.words;
  const { status } = main.row;
  const said: string[] = [];
  if (!hasQuota(main.row)) {
    said.push(mine ? notes.noQuota(period) : notes.noQuotaOf(period, person.member.name));
  }
  if (status === "paused") {
    const until = leave?.to ?? null;
    said.push(until === null ? notes.away : notes.awayUntil(wording.day(until)));
  }
  if (main.quotaFrom !== null && status !== "reached") said.push(notes.ramping(wording.day(main.quotaFrom)));
  if (status === "too_early" && main.row.result !== null) said.push(notes.tooEarly);
  if (pastDue.count > 0) {
    said.push(notes.pastDue(pastDue.count, wording.count(pastDue.count), wording.money(pastDue.amountMinor)));
  }
  if (soFar || sync.state === "backfilling") said.push(notes.soFar);
  if (sync.state === "reconnect") said.push(notes.reconnect);
  return said;
}

/** Beside a quota: without one there is no gap that open deals would close. */
function wordOpenDeals(
  { openDeals, period, main, person, today }: QuotaFigures,
  wording: CardWording,
): QuotaCardView["openDeals"] {
  if (openDeals.count === 0 || !hasQuota(main.row)) return null;
  const { count, amountMinor } = openDeals;
  return {
    label: wording.words.openDeals(count, wording.count(count), wording.day(period.to)),
    value: wording.money(amountMinor),
    explain: null,
    opens: { member: person.member.id, from: today, to: period.to },
  };
}

function wordRank({ place, main, trend }: QuotaFigures, wording: CardWording): QuotaCardView["rank"] {
  if (place === null) return null;
  const { words } = wording;
  const { rank, tied, of, among, earlier } = place;
  const before = earlier?.rank ?? null;
  const day = earlier === null ? "" : wording.day(earlier.day);
  const board = words.rankOf(wording.count(of), among);
  const then = before === rank ? words.rankSame(day) : words.rankWas(wording.count(before ?? 0), day);
  return {
    label: words.rankIn(among),
    text: words.rank(wording.count(rank), tied),
    movement: before === null ? null : movementOf(rank, before, wording),
    hint: before === null ? board : `${board}, ${then}`,
    trend: { values: [...trend], label: words.weekly[main.row.metric] },
  };
}

function movementOf(
  rank: number,
  before: number,
  wording: CardWording,
): NonNullable<QuotaCardView["rank"]>["movement"] {
  const { words } = wording;
  if (rank === before) return { direction: "same", places: null, label: words.same };
  const places = Math.abs(before - rank);
  const text = wording.count(places);
  return rank < before
    ? { direction: "up", places, label: words.up(text) }
    : { direction: "down", places, label: words.down(text) };
}

function wordFootnote({ main, mine, person }: QuotaFigures, wording: CardWording): string | null {
  if (main.projection === null || !hasQuota(main.row)) return null;
  const { footnote } = wording.words;
  const quarters = wording.count(main.projection.quarters);
  return mine ? footnote.mine(quarters) : footnote.theirs(quarters, person.member.name);
}

function wordSync({ sync, now, today }: QuotaFigures, wording: CardWording): QuotaCardView["sync"] {
  const { words } = wording;
  const { state, at } = sync;
  if (at === null) return { state, at, label: words.sync.never };
  const day = localDayOf(at, wording.timeZone);
  const time = formatTime(at, wording);
  const stamp = day === today ? time : `${wording.day(day)}, ${time}`;
  const isOld = state === "stale" || state === "reconnect";
  const label = isOld ? words.sync.stale(stamp, ageText(at, now, wording)) : words.sync.at(stamp);
  return { state, at, label };
}

function ageText(at: Instant, now: Instant, wording: CardWording): string {
  const { unit, count } = ageOf(at, now);
  return wording.words.sync[unit](wording.count(count));
}

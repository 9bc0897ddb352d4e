import type { OpenDeal, OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { csvFile, plainMinor } from "../../../shared/wording/csv.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { formatCount, formatMoney } from "../../../shared/wording/numbers.ts";
import type { MoreView } from "../explanation/explanation-view.ts";
import { MomentTexts } from "../explanation/moments.ts";
import type { RecordList, RecordRow } from "../explanation/record-lists.ts";
import type { OpenDealsTarget } from "./deals-address.ts";
import type { OpenDealsWords } from "./words/en.ts";

/** What the drawer is written with. */
export interface DealsWording {
  readonly words: OpenDealsWords;
  readonly locale: Locale;
}

/** The drawer in words. */
export interface DealsView {
  readonly eyebrow: string;
  readonly title: string;
  readonly rule: readonly { readonly term: string; readonly text: string }[];
  /** Null where no deal is open. */
  readonly list: RecordList | null;
  readonly more: MoreView | null;
}

/** What is open, by how much, and which deals these are. */
export function dealsView(
  answer: OpenDeals,
  target: OpenDealsTarget,
  { words, locale }: DealsWording,
): DealsView {
  const { language } = locale;
  const moments = new MomentTexts({ ...locale, timeZone: answer.timeZone }, answer.asOf);
  const money = moneyTexts(answer, language);
  const count = formatCount(answer.count, language);
  const amount = money(answer.amountMinor);
  const { deals, next } = answer;
  const inOrder = next === null ? deals.toSorted(byCloseDay) : deals;
  return {
    eyebrow: words.eyebrow(answer.member.name),
    title: words.title(answer.count, count, amount),
    rule: [
      { term: words.counts, text: words.rule },
      { term: words.closeDate, text: spanText(answer, words, moments) },
      ...stageLines(answer, target, words),
      { term: words.asOf, text: moments.moment(answer.asOf) },
    ],
    list:
      deals.length === 0
        ? null
        : {
            key: "deals",
            title: null,
            amountHead: words.amount,
            total: { label: words.deals(answer.count, count), amount },
            rows: inOrder.map((deal, index) =>
              rowOf(deal, `${deal.crmId} ${index}`, { words, moments, money }),
            ),
            check: null,
          },
    more: next === null ? null : { label: words.showMore(formatCount(deals.length, language), count) },
  };
}

/** What is due soonest first; a long list comes in pages from the latest on, and stays so. */
function byCloseDay(one: OpenDeal, other: OpenDeal): number {
  return (one.closeDay ?? "") < (other.closeDay ?? "") ? -1 : 1;
}

function spanText({ from, to }: OpenDeals, words: OpenDealsWords, moments: MomentTexts): string {
  if (from !== null && to !== null) return moments.period(from, to);
  if (from !== null) return words.from(moments.day(from));
  return to === null ? words.anyDay : words.until(moments.day(to));
}

/** Of one stage its name, as its deals tell it. */
function stageLines({ deals }: OpenDeals, { stage }: OpenDealsTarget, words: OpenDealsWords) {
  const [first] = deals;
  if (!stage || !first?.stageLabel) return [];
  return [{ term: words.stage, text: placeOf(first) }];
}

/** "Proposal, New business". */
function placeOf({ stageLabel, pipelineLabel }: OpenDeal): string {
  return [stageLabel, pipelineLabel].filter((label) => label !== null).join(", ");
}

function rowOf(
  deal: OpenDeal,
  key: string,
  wording: {
    readonly words: OpenDealsWords;
    readonly moments: MomentTexts;
    readonly money: (minor: number) => string;
  },
): RecordRow {
  const { words, moments, money } = wording;
  const place = placeOf(deal);
  return {
    key,
    day: deal.closeDay === null ? words.noDate : moments.day(deal.closeDay),
    title: titleOf(deal, words),
    url: deal.url,
    tags: [
      ...(place === "" ? [] : [{ text: place, tone: "plain" as const }]),
      ...(deal.pastDue ? [{ text: words.pastDue, tone: "warn" as const }] : []),
    ],
    note: null,
    amount: money(deal.amountMinor),
  };
}

function titleOf({ title, crmId }: OpenDeal, words: OpenDealsWords): string {
  if (crmId === "") return words.erased;
  return title === null || title.trim() === "" ? words.untitled(crmId) : title;
}

/** To the cent where any amount has cents, so that a reader can add them up. */
function moneyTexts(
  { currency, amountMinor, deals }: OpenDeals,
  language: string,
): (minor: number) => string {
  const unit = 10 ** minorDigitsOf(currency);
  const cents = [amountMinor, ...deals.map((deal) => deal.amountMinor)].some((minor) => minor % unit !== 0);
  return (minor) => formatMoney(minor, currency, language, { cents });
}

/** Every deal for a spreadsheet. Numbers are plain, whatever the language. */
export function dealsCsv({ deals, currency }: OpenDeals, { file, ...words }: OpenDealsWords): string {
  const digits = minorDigitsOf(currency);
  const names = [
    words.closeDate,
    file.title,
    file.id,
    file.link,
    words.stage,
    file.pipeline,
    words.amount,
    file.currency,
    file.originalAmount,
    file.originalCurrency,
    words.pastDue,
  ];
  const lines = deals.map((deal) => [
    deal.closeDay ?? "",
    titleOf(deal, { file, ...words }),
    deal.crmId,
    deal.url ?? "",
    deal.stageLabel ?? "",
    deal.pipelineLabel ?? "",
    plainMinor(deal.amountMinor, digits),
    currency,
    deal.original === null ? "" : plainMinor(deal.original.minor, minorDigitsOf(deal.original.currency)),
    deal.original?.currency ?? "",
    deal.pastDue ? file.yes : "",
  ]);
  return csvFile([names, ...lines]);
}

/** "standings-open-deals-2026-11-20-2026-11-30.csv". */
export function dealsFileName({ from, to }: OpenDeals): string {
  return `${["standings-open-deals", from, to].filter((part) => part !== null).join("-")}.csv`;
}

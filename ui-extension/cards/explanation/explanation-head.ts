import type { Explanation } from "../../../shared/contracts/api.ts";
import type { ExplainedQuota } from "../../../shared/contracts/explained-parts.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { formulaInWords } from "../../../shared/metrics/describe.ts";
import { metricLabel } from "../../../shared/metrics/words/labels.ts";
import { formatWeekday } from "../../../shared/wording/dates.ts";
import type { Language } from "../../../shared/wording/locale.ts";
import { formatPercentDown, formatValue, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import type { ExplanationScene } from "./explanation-scene.ts";
import type { AmountTexts } from "./record-amounts.ts";
import type { ExplanationWords } from "./words/en.ts";

/** A line of the rule: what it is about, and one or more sentences. */
export interface RuleLine {
  readonly term: string;
  readonly texts: readonly string[];
}

/** The head of the drawer: question, figure, rule, and what the figure is made of. */
export interface HeadView {
  readonly eyebrow: string;
  readonly title: string;
  /** Said first where the board is shown as it was known earlier. */
  readonly replay: string | null;
  /** What the figure is made of, what it counts, when, for whom, and how old it is. */
  readonly rule: readonly RuleLine[];
  /** The rest of the rule: its formula, and what it leaves out. */
  readonly moreRule: readonly RuleLine[];
  /** The figures that a product is made of, each with what it is divided from. */
  readonly parts: readonly { readonly label: string; readonly value: string; readonly base: string | null }[];
}

/** Everything above the records. */
export function headView(scene: ExplanationScene): HeadView {
  const { explanation, figure, words, moments, language } = scene;
  const { period, member, team } = explanation;
  const group = [team?.name, figure.region, figure.department].filter((name) => name !== undefined);
  const who = member?.name ?? (group.join(", ") || words.everybody);
  return {
    eyebrow: words.questionAbout(figure.clock ? `${who}, ${hourText(scene, figure.clock)}` : who),
    title: words.title(
      figureLabel(figure, words, language),
      moments.period(period.from, period.to),
      figureText(scene),
    ),
    replay: figure.at === undefined ? null : words.knownAt(moments.moment(explanation.asOf)),
    rule: [...baseLines(scene), ...quotaLines(scene), ...ruleLines(scene), asOfLine(scene)],
    moreRule: moreRuleLines(scene),
    parts: (explanation.parts ?? []).map((part) => ({
      label: metricLabel(part.metric, language),
      value: partText(scene, part),
      base: partBase(scene, part),
    })),
  };
}

/** What the figure is called; several metrics together are activities. */
export function figureLabel(
  { metric, also, board }: ExplainTarget,
  words: ExplanationWords,
  language: Language,
): string {
  if (board === "on_track") return words.people.onTrack;
  if (also && also.length > 0) return words.activities;
  // On a board of revenue its quota is asked about, and told as attainment.
  return metricLabel(board === "team_quota" ? "quota_attainment" : metric, language);
}

/** "Tuesday, 09:00". */
function hourText(
  { locale }: ExplanationScene,
  { weekday, hour }: { weekday: number; hour: number },
): string {
  return `${formatWeekday(weekday, locale.language, "long")}, ${String(hour).padStart(2, "0")}:00`;
}

/** The figure in full: money to the cent where there are any, attainment never rounded up. */
function figureText({ explanation, figure, amounts, locale, words }: ExplanationScene): string {
  const { value, metric, quota } = explanation;
  if (figure.board === "on_track") {
    const { onTrack = 0, judged = 0 } = quota?.over ?? {};
    return words.people.ofJudged(amounts.count(onTrack), amounts.count(judged));
  }
  if (value === null) return NO_FIGURE;
  if (metric.id === "quota_attainment") return formatPercentDown(value, locale.language);
  return metric.unit === "money" ? amounts.money(value) : formatValue(value, metric, locale.language);
}

function ruleLines(scene: ExplanationScene): readonly RuleLine[] {
  const { explanation, words, rules, moments } = scene;
  const { metric, period } = explanation;
  const counted = countedMetricsOf(scene).map(rules.rule);
  const span = moments.span(period.from, period.to);
  const dates = counted.map(({ dateField }) => words.dateUsedIs(dateField, span, period.timeZone));
  return [
    {
      term: words.counts,
      texts: distinct([
        rules.rule(metric.id).description,
        ...counted.map(({ description }) => description),
        ...(explanation.amountFields ?? []).map(words.amountField),
      ]),
    },
    { term: words.dateUsed, texts: distinct(dates) },
    { term: words.credit, texts: creditTexts(scene, distinct(counted.map(({ creditRule }) => creditRule))) },
  ];
}

/** What admins chose goes before the rule that every account begins with. */
function creditTexts(
  { explanation, words }: ExplanationScene,
  ownRules: readonly string[],
): readonly string[] {
  const { creditedBy = [null] } = explanation;
  return creditedBy.flatMap((source) => {
    if (source === null) return ownRules;
    return source.kind === "property" ? words.creditField(source.name) : words.creditedBy[source.kind];
  });
}

function moreRuleLines(scene: ExplanationScene): readonly RuleLine[] {
  const { explanation, words, rules } = scene;
  const added = [explanation.metric, ...(explanation.also ?? [])];
  const formulas = added.map(({ id }) => formulaInWords(metricById(id), rules.formula));
  const exclusions = countedMetricsOf(scene).flatMap((id) => rules.rule(id).exclusions);
  return [
    { term: words.formula, texts: [formulas.join(" + ")] },
    { term: words.notCounted, texts: distinct(exclusions) },
  ];
}

/** Attainment counts by the rule of what its quota is set for, several metrics each by its own. */
function countedMetricsOf({ explanation }: ExplanationScene): readonly MetricId[] {
  const { metric, also = [], quota } = explanation;
  return [quota?.metric ?? metric.id, ...also.map(({ id }) => id)];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function asOfLine({ explanation, words, moments }: ExplanationScene): RuleLine {
  return { term: words.asOf, texts: [moments.moment(explanation.asOf)] };
}

/** "71 / 411" under a rate, "$160,000 / 2" under a mean. The parts of a product say it each for itself. */
function baseLines(scene: ExplanationScene): readonly RuleLine[] {
  const { explanation, words } = scene;
  const { metric, basis, quota } = explanation;
  if (basis.denominator === null || quota || metricById(metric.id).formula.kind === "product") return [];
  return [{ term: words.base, texts: [baseText(scene, metric.id, basis)] }];
}

type Part = NonNullable<Explanation["parts"]>[number];

function partText({ amounts, locale }: ExplanationScene, { unit, value }: Part): string {
  if (value !== null && unit === "money") return amounts.money(value);
  return formatValue(value, { unit, currency: null }, locale.language);
}

function partBase(scene: ExplanationScene, { metric, basis }: Part): string | null {
  return basis.denominator === null ? null : baseText(scene, metric, basis);
}

function baseText(
  { amounts, words }: ExplanationScene,
  metric: Part["metric"],
  { numerator, denominator }: Part["basis"],
): string {
  const { formula } = metricById(metric);
  const ofMoney = formula.kind === "ratio" && formula.numerator.some(({ of }) => of === "amount");
  const ofDays = formula.kind === "ratio" && formula.numeratorPer !== undefined;
  const count = amounts.count(numerator ?? 0);
  const above = ofMoney ? amounts.money(numerator ?? 0) : ofDays ? words.inDays(count) : count;
  return words.of(above, amounts.count(denominator ?? 0));
}

/** Result and quota, and the versions of it that are in force. */
function quotaLines(scene: ExplanationScene): readonly RuleLine[] {
  const { explanation, words, amounts } = scene;
  const { quota, basis } = explanation;
  if (!quota) return [];
  const text = (value: number | null) => amountText(quota.unit, value, amounts);
  const result = { term: words.result, texts: [text(basis.numerator)] };
  if (quota.amount === null || quota.source === null)
    return [result, { term: words.quota, texts: [words.noQuota] }];
  const amount = quota.proRated ? `${text(quota.amount)}, ${words.proRated}` : text(quota.amount);
  const versions = quota.versions.map((version) => versionText(scene, quota.unit, version));
  const told = { term: words.quota, texts: [amount, words.quotaSources[quota.source], ...versions] };
  return [result, told, ...progressLines(scene, quota)];
}

/** What follows from result and quota: what is left to do, on each day left, and where it is likely to end. */
function progressLines(scene: ExplanationScene, quota: ExplainedQuota): readonly RuleLine[] {
  const { words, amounts, explanation } = scene;
  const { numerator: result } = explanation.basis;
  const { amount, workingDaysLeft: left, workingDaysDone: done = 0 } = quota;
  if (result === null || amount === null || amount <= 0 || left === undefined) return [];
  const text = (value: number) => amountText(quota.unit, value, amounts);
  const toGo = amount - result;
  const lines =
    toGo <= 0
      ? [{ term: words.beyond, texts: [words.less(text(result), text(amount), text(-toGo))] }]
      : [{ term: words.toGo, texts: [words.less(text(amount), text(result), text(toGo))] }];
  if (left === 0) return lines;
  const days = amounts.count(left);
  if (toGo > 0) {
    const texts = [words.shared(text(toGo), left, days, text(toGo / left))];
    lines.push({ term: words.perWorkingDay, texts });
  }
  return [
    ...paceLines(scene, { done, left }),
    ...lines,
    { term: words.projected, texts: [words.projection(text(result), left, days)] },
  ];
}

/** How much of its working days a period is through, which is how much of a quota is due. */
function paceLines(
  { words, amounts, locale }: ExplanationScene,
  { done, left }: { readonly done: number; readonly left: number },
): readonly RuleLine[] {
  if (done === 0) return [];
  const pace = formatPercentDown((done / (done + left)) * 100, locale.language);
  const texts = [words.paceOf(amounts.count(done), amounts.count(done + left), pace)];
  return [{ term: words.pace, texts }];
}

type Version = NonNullable<Explanation["quota"]>["versions"][number];

/** "Version 3: $120,000, November, set 2 Nov by Ana". */
function versionText({ words, moments, amounts }: ExplanationScene, unit: string, version: Version): string {
  const amount = version.amount === null ? words.withdrawn : amountText(unit, version.amount, amounts);
  const from = moments.day(version.from);
  const period = `${words.grains[version.grain]} ${words.quotaFrom(from)}`;
  const details = [
    words.quotaVersion(String(version.version), amount, period),
    ...(version.source === "default" ? [words.quotaDefault] : []),
    ...(version.effectiveFrom === null ? [] : [words.quotaFrom(moments.day(version.effectiveFrom))]),
    words.setBy(moments.day(moments.dayOf(version.setAt)), version.setBy),
  ];
  return details.join(", ");
}

/** A part of a quota by working days leaves a fraction of a cent, which is no money. */
export function amountText(unit: string, value: number | null, amounts: AmountTexts): string {
  if (value === null) return NO_FIGURE;
  return unit === "money" ? amounts.money(Math.round(value)) : amounts.count(value);
}

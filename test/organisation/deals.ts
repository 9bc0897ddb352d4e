import { PRODUCTS } from "./names.ts";
import type { Company, Dated, Deal, Person, Pipeline, Stage } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import { lastWorkdayOfMonth, workdayFrom } from "./seasons.ts";
import type { Shift, Story } from "./story.ts";
import { momentOn, spreadOver } from "./story.ts";
import { addDays, DAY, HOUR } from "./zone-clock.ts";

interface Habit {
  readonly cycleDays: number;
  readonly winRate: number;
  readonly amountMinor: number;
}

const HABITS: Readonly<Record<string, Habit>> = {
  default: { cycleDays: 38, winRate: 0.34, amountMinor: 1_250_000 },
  renewals: { cycleDays: 24, winRate: 0.8, amountMinor: 900_000 },
  "748120366": { cycleDays: 52, winRate: 0.4, amountMinor: 2_100_000 },
};

const SHARE_IN_EUROS = 0.18;
const SHARE_WITHOUT_AMOUNT = 0.04;
const SHARE_MOVED_TO_MONTH_END = 0.35;
const SHARE_PAST_DUE = 0.12;

interface Plan {
  readonly pipeline: Pipeline;
  readonly createdAt: number;
  readonly closesAt: number;
  readonly won: boolean;
}

/** The day a deal is decided: never on a weekend, often at the end of a month, seldom in summer. */
function decisionDay(story: Story, random: Random, createdAt: number, cycleDays: number): string {
  let day = workdayFrom(story.clock.dayOf(createdAt + cycleDays * DAY));
  if (["07", "08"].includes(day.slice(5, 7)) && random.chance(0.35)) day = workdayFrom(addDays(day, 31));
  if (!random.chance(SHARE_MOVED_TO_MONTH_END)) return day;
  const monthEnd = lastWorkdayOfMonth(day);
  return monthEnd > day ? monthEnd : day;
}

function planDeal(story: Story, random: Random, shift: Shift): Plan {
  const wanted = random.weighted([
    ["default", 0.62],
    ["renewals", 0.25],
    ["748120366", 0.13],
  ]);
  const pipeline = story.pipelines.find(({ id }) => id === wanted);
  const habit = HABITS[wanted];
  if (!pipeline || !habit) throw new Error(`No pipeline ${wanted}`);
  const createdAt = momentOn(story, random, shift.day);
  const cycle = Math.max(0.3, random.logNormal(habit.cycleDays, 0.6));
  const closesAt = Math.max(
    createdAt + HOUR,
    momentOn(story, random, decisionDay(story, random, createdAt, cycle)),
  );
  const won = random.chance(Math.min(0.95, habit.winRate * shift.person.skill));
  return { pipeline, createdAt, closesAt, won };
}

function closingStage(pipeline: Pipeline, won: boolean): Stage {
  const stage = pipeline.stages.find(({ closed, probability }) => closed && probability === (won ? 1 : 0));
  if (!stage) throw new Error(`Pipeline ${pipeline.id} has no end`);
  return stage;
}

/** The way through the stages, some skipped; what would happen after today has not happened. */
function walkStages(plan: Plan, random: Random, until: number): Dated<string>[] {
  const open = plan.pipeline.stages.filter(({ closed }) => !closed);
  const reached = plan.won ? open.length : random.integer(1, open.length);
  const steps: Dated<string>[] = [{ at: plan.createdAt, value: open[0]?.id ?? "" }];
  const length = plan.closesAt - plan.createdAt;
  for (let place = 1; place < reached; place += 1) {
    if (random.chance(0.15)) continue;
    const share = (place + 0.6 * random.next()) / (open.length + 0.6);
    steps.push({ at: Math.floor(plan.createdAt + share * length), value: open[place]?.id ?? "" });
  }
  steps.push({ at: plan.closesAt, value: closingStage(plan.pipeline, plan.won).id });
  return steps.filter(({ at }) => at <= until);
}

/** First a guess, then what was agreed. */
function walkAmounts(plan: Plan, random: Random, until: number): Dated<number | null>[] {
  if (random.chance(SHARE_WITHOUT_AMOUNT)) return [{ at: plan.createdAt, value: null }];
  const median = HABITS[plan.pipeline.id]?.amountMinor ?? 1_000_000;
  const exact = random.logNormal(median, 0.7);
  const final = random.chance(0.3) ? Math.round(exact) : Math.round(exact / 10_000) * 10_000;
  if (!random.chance(0.4)) return [{ at: plan.createdAt, value: final }];
  const guess = Math.round((final * (0.7 + 0.6 * random.next())) / 10_000) * 10_000;
  const agreedAt = Math.floor(
    plan.createdAt + (0.3 + 0.6 * random.next()) * (plan.closesAt - plan.createdAt),
  );
  const steps = [
    { at: plan.createdAt, value: guess },
    { at: agreedAt, value: final },
  ];
  return steps.filter(({ at }) => at <= until);
}

/** The expected date slips; on closing it becomes the moment of closing. */
function walkCloseDates(story: Story, plan: Plan, random: Random): Dated<number | null>[] {
  const { until, clock } = story;
  const guessDay = workdayFrom(
    clock.dayOf(plan.createdAt + (plan.closesAt - plan.createdAt) * (0.6 + 0.5 * random.next())),
  );
  const steps: Dated<number | null>[] = [{ at: plan.createdAt, value: clock.instantAt(guessDay, 17 * 60) }];
  if (plan.closesAt <= until) return [...steps, { at: plan.closesAt, value: plan.closesAt }];
  if (!random.chance(SHARE_PAST_DUE)) {
    const slippedAt = plan.createdAt + Math.floor((until - plan.createdAt) * random.next());
    const planned = clock.instantAt(clock.dayOf(plan.closesAt), 17 * 60);
    if (slippedAt > plan.createdAt) steps.push({ at: slippedAt, value: planned });
  }
  return steps;
}

function dealName(random: Random, company: Company | null): string {
  return company ? `${company.name} – ${random.pick(PRODUCTS)}` : random.pick(PRODUCTS);
}

/** About `target` deals from their creation to today. */
export function tellDeals(story: Story, random: Random, shifts: readonly Shift[], target: number): Deal[] {
  const nextId = createIds(31_400_000_001);
  const deals: Deal[] = [];
  spreadOver(shifts, target, random, (shift) => {
    const plan = planDeal(story, random, shift);
    if (plan.createdAt > story.until) return;
    deals.push(tellDeal(story, random, { id: nextId(), plan, person: shift.person }));
  });
  return deals;
}

function tellDeal(
  story: Story,
  random: Random,
  start: { readonly id: string; readonly plan: Plan; readonly person: Person },
): Deal {
  const { id, plan, person } = start;
  const company = random.chance(0.94) ? random.pick(story.customers.companies) : null;
  const contacts = (company && story.customers.contactsOf.get(company.id)) || [];
  const stages = walkStages(plan, random, story.until);
  const amounts = walkAmounts(plan, random, story.until);
  const closes = walkCloseDates(story, plan, random);
  const type = plan.pipeline.id === "renewals" ? "existingbusiness" : "newbusiness";
  return {
    id,
    name: dealName(random, company),
    pipelineId: plan.pipeline.id,
    type: random.chance(0.05) ? null : type,
    currency: random.chance(SHARE_IN_EUROS) ? "EUR" : "USD",
    createdAt: plan.createdAt,
    modifiedAt: lastChangeOf({ stages, amounts, closes }),
    creatorUserId: person.userId,
    stages,
    amounts,
    closes,
    owners: [{ at: plan.createdAt, value: person.ownerId }],
    companyId: company?.id ?? null,
    contactIds: contacts.slice(0, random.integer(1, 3)).map((contact) => contact.id),
    archivedAt: null,
    mergedIntoId: null,
    mergedIds: [],
    splits: [],
    extra: {},
  };
}

/** The latest entry of any history. */
export function lastChangeOf(
  deal: Pick<Deal, "stages" | "amounts" | "closes"> & Partial<Pick<Deal, "owners">>,
): number {
  const all = [deal.stages, deal.amounts, deal.closes, deal.owners ?? []];
  return Math.max(...all.map((history) => history.at(-1)?.at ?? 0));
}

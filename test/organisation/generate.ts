import { tellCalls } from "./calls.ts";
import { buildCustomers } from "./customers.ts";
import { createDealDesk } from "./deal-desk.ts";
import { addIncidents } from "./deal-incidents.ts";
import { tellDeals } from "./deals.ts";
import { tellEmails } from "./emails.ts";
import { buildGoals } from "./goals.ts";
import { tellMeetings } from "./meetings.ts";
import type { Organisation } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import { buildStaff } from "./people.ts";
import { buildPipelines, buildRates, DISPOSITIONS } from "./pipelines.ts";
import { createRandom } from "./random.ts";
import type { Story } from "./story.ts";
import { shiftsOf } from "./story.ts";
import { tellMessages, tellTasks } from "./tasks-and-messages.ts";
import { createZoneClock, DAY } from "./zone-clock.ts";

const TIME_ZONE = "US/Eastern";
const HISTORY_DAYS = 548;
const DEALS = 3000;
const ACTIVITIES = {
  calls: 11_500,
  emails: 14_500,
  meetings: 4200,
  tasks: 3000,
  communications: 2200,
} as const;

export interface GenerateOptions {
  readonly seed: number;
  /** The moment at which the story ends, in milliseconds. */
  readonly today: number;
  /** 1 is about 3,000 deals and 35,000 activities. */
  readonly scale?: number;
}

/** An invented company: two regions, six teams, about forty people and eighteen months of selling. */
export function generateOrganisation(options: GenerateOptions): Organisation {
  const { seed, today, scale = 1 } = options;
  const random = createRandom(seed);
  const clock = createZoneClock(TIME_ZONE);
  const from = clock.instantAt(clock.dayOf(today - HISTORY_DAYS * DAY), 0);
  const customerCount = Math.max(20, Math.round(320 * Math.sqrt(scale)));
  const story: Story = {
    clock,
    from,
    until: today,
    staff: buildStaff(random.fork("staff"), { from, until: today }),
    pipelines: buildPipelines(),
    customers: buildCustomers(random.fork("customers"), from, customerCount),
  };
  const shifts = shiftsOf(story);
  const deals = tellDeals(story, random.fork("deals"), shifts, DEALS * scale);
  const desk = createDealDesk(story, deals);
  addIncidents(story, random.fork("incidents"), deals, createIds(32_900_000_001));
  const work = (kind: keyof typeof ACTIVITIES) => ({
    random: random.fork(kind),
    shifts,
    target: ACTIVITIES[kind] * scale,
  });
  return {
    name: "Fernhollow Instruments",
    timeZone: TIME_ZONE,
    homeCurrency: "USD",
    otherCurrencies: ["EUR"],
    today,
    ...story.staff,
    pipelines: story.pipelines,
    rates: buildRates(random.fork("rates"), from - 60 * DAY, today),
    dispositions: DISPOSITIONS,
    companies: story.customers.companies,
    contacts: story.customers.contacts,
    deals,
    activities: [
      ...tellCalls(story, desk, work("calls")),
      ...tellEmails(story, desk, work("emails")),
      ...tellMeetings(story, desk, work("meetings")),
      ...tellTasks(story, desk, work("tasks")),
      ...tellMessages(story, desk, work("communications")),
    ],
    goals: buildGoals(story, random.fork("goals")),
  };
}

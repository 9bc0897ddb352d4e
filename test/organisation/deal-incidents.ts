import { lastChangeOf } from "./deals.ts";
import type { Deal, Person } from "./organisation.ts";
import type { Random } from "./random.ts";
import type { Story } from "./story.ts";
import { momentOn } from "./story.ts";
import { addDays, DAY, HOUR, MINUTE } from "./zone-clock.ts";

const RECYCLE_BIN_DAYS = 90;

/** What in reality makes a sales report wrong: each kind of trouble happens to some of the deals. */
export function addIncidents(story: Story, random: Random, deals: Deal[], nextId: () => string): void {
  const scale = deals.length / 3000;
  const some = (perThreeThousand: number) => Math.max(1, Math.round(perThreeThousand * scale));
  passOnFromLeavers(story, random, deals);
  reassign(story, random, deals, some(110));
  backdate(story, random, deals, some(45));
  reopen(story, random, deals, some(24));
  makeCreditNotes(story, random, deals, some(18));
  split(story, random, deals, some(40));
  deleteSome(story, random, deals, some(36));
  merge(story, random, deals, { pairs: some(14), nextId });
  for (const deal of deals) deal.modifiedAt = Math.max(lastChangeOf(deal), deal.modifiedAt);
}

function isWon(story: Story, deal: Deal): boolean {
  const stageId = deal.stages.at(-1)?.value;
  return story.pipelines.some(({ stages }) =>
    stages.some(({ id, probability, closed }) => id === stageId && closed && probability === 1),
  );
}

function isClosed(story: Story, deal: Deal): boolean {
  const stageId = deal.stages.at(-1)?.value;
  return story.pipelines.some(({ stages }) => stages.some(({ id, closed }) => id === stageId && closed));
}

/** A deal that nothing has happened to yet. */
function isPlain(deal: Deal): boolean {
  return deal.archivedAt === null && deal.mergedIntoId === null && deal.mergedIds.length === 0;
}

function pickSome(
  random: Random,
  deals: readonly Deal[],
  count: number,
  fits: (deal: Deal) => boolean,
): Deal[] {
  const fitting = deals.filter((deal) => isPlain(deal) && fits(deal));
  const picked = new Set<Deal>();
  for (let tries = count * 4; tries > 0 && picked.size < count && fitting.length > 0; tries -= 1) {
    picked.add(random.pick(fitting));
  }
  return [...picked];
}

function colleagueOf(
  story: Story,
  random: Random,
  ownerId: string | null | undefined,
  at: number,
): Person | null {
  const person = story.staff.people.find((candidate) => candidate.ownerId === ownerId);
  const there = story.staff.people.filter(
    (candidate) =>
      candidate.role === "rep" &&
      candidate.ownerId !== ownerId &&
      candidate.teamId === person?.teamId &&
      candidate.joinedAt <= at &&
      (candidate.leftAt === null || candidate.leftAt > at),
  );
  return there.length > 0 ? random.pick(there) : null;
}

function giveTo(deal: Deal, person: Person | null, at: number): void {
  if (person && at > (deal.owners.at(-1)?.at ?? 0)) deal.owners.push({ at, value: person.ownerId });
}

/** Open deals of people who left go to a colleague within days; some of the won ones do too, some nobody takes. */
function passOnFromLeavers(story: Story, random: Random, deals: readonly Deal[]): void {
  for (const leaver of story.staff.people) {
    const { leftAt } = leaver;
    if (leftAt === null) continue;
    for (const deal of deals.filter((candidate) => candidate.owners.at(-1)?.value === leaver.ownerId)) {
      const openThen = (deal.stages.at(-1)?.at ?? 0) > leftAt || !isClosed(story, deal);
      if (random.chance(openThen ? 0.95 : 0.25)) {
        const at = Math.floor(leftAt + random.next() * 3 * DAY);
        if (at < story.until) giveTo(deal, colleagueOf(story, random, leaver.ownerId, at), at);
      }
    }
  }
}

/** Some change hands on the way, and some after they were won. */
function reassign(story: Story, random: Random, deals: readonly Deal[], count: number): void {
  for (const deal of pickSome(random, deals, count, (candidate) => candidate.owners.length === 1)) {
    const latest = Math.min(story.until, (deal.stages.at(-1)?.at ?? 0) + 20 * DAY);
    const at = Math.floor(deal.createdAt + (0.2 + 0.8 * random.next()) * (latest - deal.createdAt));
    const queue = story.staff.queues[0];
    if (random.chance(0.06) && queue) {
      const taker = deal.owners[0]?.value ?? null;
      deal.owners = [
        { at: deal.createdAt, value: queue.ownerId },
        { at: deal.createdAt + 10 * MINUTE, value: taker },
      ];
    } else giveTo(deal, colleagueOf(story, random, deal.owners[0]?.value, at), at);
  }
}

/** Closed late, with a date in the month before. */
function backdate(story: Story, random: Random, deals: readonly Deal[], count: number): void {
  for (const deal of pickSome(random, deals, count, (candidate) => isClosed(story, candidate))) {
    const closedAt = deal.stages.at(-1)?.at ?? deal.createdAt;
    const monthBefore = addDays(`${story.clock.dayOf(closedAt).slice(0, 7)}-01`, -1 - random.integer(0, 3));
    const value = story.clock.instantAt(monthBefore, 16 * 60);
    if (value < deal.createdAt) continue;
    const at = Math.min(closedAt + random.integer(0, 30) * HOUR, story.until);
    deal.closes.push({ at, value });
  }
}

/** Won, then open again; about half of them are won a second time. */
function reopen(story: Story, random: Random, deals: readonly Deal[], count: number): void {
  const fits = (deal: Deal) => isWon(story, deal) && (deal.stages.at(-1)?.at ?? 0) < story.until - 40 * DAY;
  for (const deal of pickSome(random, deals, count, fits)) {
    const won = deal.stages.at(-1);
    const before = deal.stages.at(-2);
    if (!won || !before) continue;
    const reopenedAt = Math.floor(won.at + (2 + 12 * random.next()) * DAY);
    deal.stages.push({ at: reopenedAt, value: before.value });
    deal.closes.push({
      at: reopenedAt,
      value: story.clock.instantAt(story.clock.dayOf(story.until + 20 * DAY), 17 * 60),
    });
    if (random.chance(0.5)) continue;
    const wonAgainAt = Math.floor(reopenedAt + (3 + 20 * random.next()) * DAY);
    deal.stages.push({ at: wonAgainAt, value: won.value });
    deal.closes.push({ at: wonAgainAt, value: wonAgainAt });
  }
}

/** A won deal with a negative amount takes back a part of another. */
function makeCreditNotes(story: Story, random: Random, deals: readonly Deal[], count: number): void {
  const fits = (deal: Deal) => isWon(story, deal) && (deal.amounts.at(-1)?.value ?? 0) > 0;
  for (const deal of pickSome(random, deals, count, fits)) {
    const amount = deal.amounts.at(-1)?.value ?? 0;
    deal.name = `Credit note – ${deal.name}`;
    deal.amounts = [{ at: deal.createdAt, value: -Math.round(amount * (0.1 + 0.4 * random.next())) }];
  }
}

function split(story: Story, random: Random, deals: readonly Deal[], count: number): void {
  for (const deal of pickSome(random, deals, count, (candidate) => isWon(story, candidate))) {
    const ownerId = deal.owners.at(-1)?.value;
    const other = colleagueOf(story, random, ownerId, deal.createdAt);
    const percent = random.pick([50, 60, 66.67, 75]);
    if (!ownerId || !other) continue;
    deal.splits = [
      { ownerId, percent },
      { ownerId: other.ownerId, percent: Number((100 - percent).toFixed(2)) },
    ];
  }
}

/** Archiving moves no modified stamp. */
function deleteSome(story: Story, random: Random, deals: readonly Deal[], count: number): void {
  for (const deal of pickSome(random, deals, count, () => true)) {
    const earliest = Math.max(deal.modifiedAt, story.until - RECYCLE_BIN_DAYS * DAY);
    deal.archivedAt = Math.floor(earliest + random.next() * (story.until - earliest));
  }
}

/** Two become one, under a new id; the old ids lead to it. */
function merge(
  story: Story,
  random: Random,
  deals: Deal[],
  options: { readonly pairs: number; readonly nextId: () => string },
): void {
  for (let left = options.pairs; left > 0; left -= 1) {
    const [kept, taken] = pickSome(random, deals, 2, (deal) => deal.archivedAt === null);
    if (!kept || !taken) return;
    const id = options.nextId();
    const earliest = Math.max(lastChangeOf(kept), lastChangeOf(taken));
    const mergedAt = Math.min(story.until, momentOn(story, random, story.clock.dayOf(earliest + DAY)));
    deals.push({ ...kept, id, mergedIds: [kept.id, taken.id], modifiedAt: Math.max(mergedAt, earliest) });
    kept.mergedIntoId = id;
    taken.mergedIntoId = id;
  }
}

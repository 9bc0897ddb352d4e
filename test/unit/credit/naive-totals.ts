/**
 * Every measure per member and day, straight from the records, calculated a second time: plainly, slowly, and
 * sharing nothing with the crediting that the product uses. What both agree on is likely to be right.
 */
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Facts, StageOutcome } from "../../../worker/domain/facts.ts";
import type { Adjustment, Call, Deal, Email, LedgerRecord, Meeting } from "../../../worker/domain/records.ts";
import { memberOfAdded, memberOfCreator, naiveHolders, naiveMemberOfOwner } from "./naive-credit.ts";
import { naiveCloseDay, naiveDay, naiveHomeMinor } from "./naive-day-and-money.ts";
import {
  naiveAdjustments,
  naiveDuplicateOf,
  naiveFacts,
  naiveIsSent,
  naiveMergedInto,
  type World,
} from "./naive-facts.ts";

export type { World } from "./naive-facts.ts";

export interface NaiveTotal {
  readonly count: number;
  readonly unit: number;
  readonly amountMinor: number;
  readonly seconds: number;
}

/** Something that counts, with the members who share it in the order of their shares. */
export interface Happening {
  readonly event: EventId;
  readonly day: string | null;
  readonly shares: readonly { readonly memberId: string | null; readonly share: number }[];
  readonly amountMinor?: number;
  readonly seconds?: number;
}

/** By `event member day`; nothing that adds up to nothing. */
export function naiveTotals(world: World): ReadonlyMap<string, NaiveTotal> {
  const totals = new Map<string, NaiveTotal>();
  for (const record of world.records) {
    for (const happening of happeningsOf(world, record)) addHappening(totals, happening);
  }
  return totals;
}

function addHappening(totals: Map<string, NaiveTotal>, happening: Happening): void {
  const amounts = shareOut(happening.amountMinor ?? 0, happening);
  let unit = 1;
  happening.shares.forEach(({ memberId }, index) => {
    if (memberId === null || happening.day === null) return;
    const key = `${happening.event} ${memberId} ${happening.day}`;
    const before = totals.get(key) ?? { count: 0, unit: 0, amountMinor: 0, seconds: 0 };
    totals.set(key, {
      count: before.count + 1,
      unit: before.unit + unit,
      amountMinor: before.amountMinor + (amounts[index] ?? 0),
      seconds: before.seconds + (happening.seconds ?? 0),
    });
    unit = 0;
  });
}

/** One minor unit after the other to whoever is furthest below what is due to them. */
function shareOut(amountMinor: number, { shares }: Happening): readonly number[] {
  const whole = shares.reduce((sum, { share }) => sum + share, 0);
  const size = Math.abs(amountMinor);
  const given = shares.map(({ share }) => Number((BigInt(size) * BigInt(share)) / BigInt(whole || 1)));
  for (let left = size - given.reduce((sum, part) => sum + part, 0); left > 0 && whole > 0; left -= 1) {
    const missing = shares.map(
      ({ share }, index) => BigInt(size) * BigInt(share) - BigInt(given[index] ?? 0) * BigInt(whole),
    );
    const most = missing.reduce((best, one) => (one > best ? one : best), missing[0] ?? 0n);
    const lucky = missing.indexOf(most);
    given[lucky] = (given[lucky] ?? 0) + 1;
  }
  return given.map((part) => (amountMinor < 0 ? 0 - part : part));
}

/** What counts of a record. */
export function happeningsOf(world: World, record: LedgerRecord): readonly Happening[] {
  if (record.kind === "adjustment") return addedBy(world, record);
  if (record.archived) return [];
  if (naiveMergedInto(world, record) !== null || naiveDuplicateOf(world, record) !== null) return [];
  const adjustments = naiveAdjustments(world, record);
  return rawHappenings(world, record).flatMap((happening) => {
    const event = happening.event === "deal_refunded" ? "revenue_closed" : happening.event;
    return applyAdjustments(
      happening,
      adjustments.filter((adjustment) => adjustment.event === event),
    );
  });
}

function applyAdjustments(happening: Happening, adjustments: readonly Adjustment[]): readonly Happening[] {
  if (adjustments.some(({ action }) => action === "exclude")) return [];
  const moves = adjustments.filter(({ action }) => action === "move");
  moves.sort((one, other) =>
    `${one.modifiedAt}/${one.crmId}` < `${other.modifiedAt}/${other.crmId}` ? -1 : 1,
  );
  const last = moves.at(-1);
  if (last === undefined) return [happening];
  const shares = last.memberId === null ? happening.shares : [{ memberId: last.memberId, share: 1 }];
  return [{ ...happening, day: last.day ?? happening.day, shares }];
}

function addedBy(world: World, adjustment: Adjustment): readonly Happening[] {
  const { action, archived, event, day, amount } = adjustment;
  if (action !== "add" || archived || day === null) return [];
  const shares = memberOfAdded(adjustment);
  if (!["revenue_closed", "deal_refunded", "pipeline_generated", "deal_due"].includes(event)) {
    return [{ event, day, shares }];
  }
  const amountMinor = naiveHomeMinor(world, amount, null, day);
  if (amountMinor === null) return [];
  return [
    {
      event: event === "revenue_closed" && amountMinor < 0 ? "deal_refunded" : event,
      day,
      shares,
      amountMinor,
    },
  ];
}

function rawHappenings(world: World, record: Exclude<LedgerRecord, Adjustment>): readonly Happening[] {
  const on = (event: EventId, at: string | null): Happening => ({
    event,
    day: naiveDay(world, at),
    shares: naiveHolders(world, record, event, null),
  });
  switch (record.kind) {
    case "deal":
      return dealHappenings(world, record);
    case "call":
      return callHappenings(world, record);
    case "email":
      return emailHappenings(world, record);
    case "meeting":
      return meetingHappenings(world, record);
    case "task":
      return record.completed ? [on("task_completed", record.completedAt)] : [];
    case "communication":
      return [on("message_sent", record.at)];
  }
}

/** By what the CRM says of the call, else by how long it was. */
export function naiveIsAnswered(world: World, call: Call): boolean {
  return (
    call.connected ??
    (call.completed !== false && (call.durationSeconds ?? -1) >= world.rules.connectedFromSeconds)
  );
}

function callHappenings(world: World, call: Call): readonly Happening[] {
  const answered = naiveIsAnswered(world, call);
  const seconds = answered ? (call.durationSeconds ?? 0) : 0;
  const day = naiveDay(world, call.at);
  const one = (event: EventId, length: number): Happening => ({
    event,
    day,
    shares: naiveHolders(world, call, event, null),
    seconds: length,
  });
  if (call.direction === "inbound") return [one("call_received", seconds)];
  return answered ? [one("call_made", 0), one("call_answered", seconds)] : [one("call_made", 0)];
}

function emailHappenings(world: World, email: Email): readonly Happening[] {
  if (email.status === "pending" || email.status === "failed" || email.status === "bounced") return [];
  if (email.automatic) return [];
  const day = naiveDay(world, email.at);
  const one = (event: EventId): Happening => ({
    event,
    day,
    shares: naiveHolders(world, email, event, null),
  });
  if (!naiveIsSent(world, email)) return [one("email_received")];
  const outside = email.to.filter(
    (person) => !world.members.some(({ personKeys }) => personKeys.includes(person)),
  );
  const happenings = email.to.length === 0 || outside.length > 0 ? [one("email_sent")] : [];
  const sent = Date.parse(email.at ?? "");
  for (const { answeredAt } of outreachesOf(world, email, naiveFacts(world, email))) {
    happenings.push(one("outreach_delivered"));
    const waited = answeredAt === null ? Number.POSITIVE_INFINITY : (Date.parse(answeredAt) - sent) / 864e5;
    if (waited <= world.rules.replyWindowDays) happenings.push(one("outreach_replied"));
  }
  return happenings;
}

/** The people who had not been written to for long enough. */
export function outreachesOf(
  world: World,
  email: Email,
  { correspondence }: Pick<Facts, "correspondence">,
): Facts["correspondence"] {
  const sent = Date.parse(email.at ?? "");
  return correspondence.filter(({ previousSentAt }) => {
    const quiet =
      previousSentAt === null ? Number.POSITIVE_INFINITY : (sent - Date.parse(previousSentAt)) / 864e5;
    return quiet > world.rules.outreachQuietDays;
  });
}

function meetingHappenings(world: World, meeting: Meeting): readonly Happening[] {
  if (meeting.outsideAttendees === 0) return [];
  const source = world.rules.events.meeting_booked?.creditSource?.kind;
  const creator = source === "owner_at_event" ? null : memberOfCreator(world, meeting);
  const booker = creator ?? naiveMemberOfOwner(world, meeting.ownerId);
  const booked: Happening = {
    event: "meeting_booked",
    day: naiveDay(world, meeting.createdAt),
    shares: [{ memberId: booker, share: 1 }],
  };
  if (meeting.outcome !== "completed") return [booked];
  const day = naiveDay(world, meeting.startsAt);
  return [booked, { event: "meeting_held", day, shares: naiveHolders(world, meeting, "meeting_held", null) }];
}

/** What the stage of a deal says; undefined where nobody knows the stage. */
export function naiveOutcome(world: World, deal: Deal): StageOutcome | undefined {
  const pipeline = world.pipelines.find(({ id }) => id === deal.pipelineId);
  return pipeline?.stages.find(({ id }) => id === deal.stageId)?.outcome;
}

function dealHappenings(world: World, deal: Deal): readonly Happening[] {
  const outcome = naiveOutcome(world, deal);
  const happenings = [...createdHappenings(world, deal), ...riseHappenings(world, deal)];
  if (outcome === "won") happenings.push(...wonHappenings(world, deal));
  if (outcome === "lost") happenings.push(lostHappening(world, deal));
  if (outcome === "open") happenings.push(...dueHappenings(world, deal));
  return happenings.filter(({ event }) => {
    const rules = world.rules.events[event === "deal_refunded" ? "revenue_closed" : event];
    const included = rules?.pipelines ?? world.rules.pipelines;
    return included === null || included.some((id) => id === deal.pipelineId);
  });
}

function amountFor(world: World, deal: Deal, event: EventId, day: string | null): number | null {
  const property = world.rules.events[event]?.amountProperty;
  if (property !== undefined) return naiveHomeMinor(world, deal.otherAmounts[property] ?? null, null, day);
  return naiveHomeMinor(world, deal.amount, deal.amountHome, day);
}

function createdHappenings(world: World, deal: Deal): readonly Happening[] {
  const day = naiveDay(world, deal.createdAt);
  const first = deal.ownerHistory.filter(({ value }) => value !== null)[0];
  const owner = first === undefined ? deal.ownerId : first.value;
  const shares = (event: EventId) => naiveHolders(world, deal, event, owner);
  const made: Happening = { event: "deal_created", day, shares: shares("deal_created") };
  const amountMinor = amountFor(world, deal, "pipeline_generated", naiveCloseDay(world, deal) ?? day);
  if (amountMinor === null) return [made];
  return [made, { event: "pipeline_generated", day, shares: shares("pipeline_generated"), amountMinor }];
}

/** Who owned the deal just after an instant, by replaying its history. */
function ownerThen(deal: Deal, at: string | undefined): string | null {
  if (at === undefined) return deal.ownerId;
  let owner: string | null | undefined;
  for (const entry of deal.ownerHistory) if (Date.parse(entry.at) <= Date.parse(at)) owner = entry.value;
  return owner === undefined ? deal.ownerId : owner;
}

/** When the deal last came into the stage it is in. */
function cameIntoStage(deal: Deal): string | undefined {
  let since: string | undefined;
  let before: string | undefined;
  for (const { at, value } of deal.stageHistory) {
    if (value === deal.stageId && before !== deal.stageId) since = at;
    before = value;
  }
  return since;
}

function wonHappenings(world: World, deal: Deal): readonly Happening[] {
  const owner = ownerThen(deal, deal.wonAt ?? cameIntoStage(deal));
  const day = naiveCloseDay(world, deal);
  const shares = (event: EventId) => naiveHolders(world, deal, event, owner);
  const amountMinor = amountFor(world, deal, "revenue_closed", day);
  if (amountMinor !== null && amountMinor < 0) {
    return [{ event: "deal_refunded", day, shares: shares("revenue_closed"), amountMinor }];
  }
  const happenings: Happening[] = [{ event: "deal_won", day, shares: shares("deal_won") }];
  if (amountMinor !== null) {
    happenings.push({ event: "revenue_closed", day, shares: shares("revenue_closed"), amountMinor });
  }
  const created = naiveDay(world, deal.createdAt);
  if (created === null || day === null || day < created) return happenings;
  const days = (Date.parse(`${day}T12:00:00Z`) - Date.parse(`${created}T12:00:00Z`)) / 864e5;
  happenings.push({ event: "deal_cycle", day, shares: shares("deal_cycle"), seconds: days * 86_400 });
  return happenings;
}

function lostHappening(world: World, deal: Deal): Happening {
  const owner = ownerThen(deal, cameIntoStage(deal));
  const shares = naiveHolders(world, deal, "deal_lost", owner);
  return { event: "deal_lost", day: naiveCloseDay(world, deal), shares };
}

function dueHappenings(world: World, deal: Deal): readonly Happening[] {
  const day = naiveCloseDay(world, deal);
  const amountMinor = amountFor(world, deal, "deal_due", day);
  if (amountMinor === null) return [];
  return [
    { event: "deal_due", day, shares: naiveHolders(world, deal, "deal_due", deal.ownerId), amountMinor },
  ];
}

/** A visit counts when no open stage visited before it stands as far on. */
export function riseHappenings(world: World, deal: Deal): readonly Happening[] {
  const stages = world.pipelines.find(({ id }) => id === deal.pipelineId)?.stages ?? [];
  const visits = deal.stageHistory.flatMap(({ at, value }) => {
    const stage = stages.find(({ id }) => id === value);
    return stage?.outcome === "open" ? [{ at, order: stage.order }] : [];
  });
  return visits
    .filter(({ order }, index) => index > 0 && visits.slice(0, index).every((past) => past.order < order))
    .map(({ at }) => ({
      event: "deal_advanced" as const,
      day: naiveDay(world, at),
      shares: naiveHolders(world, deal, "deal_advanced", ownerThen(deal, at)),
    }));
}

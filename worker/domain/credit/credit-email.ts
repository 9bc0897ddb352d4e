import type { EventId, LeftOutReason } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Correspondence, Facts } from "../facts.ts";
import type { Email } from "../records.ts";
import type { Rules } from "../rules.ts";
import { isSentByMember } from "../sent-by-member.ts";
import { activityHolder, dayOf } from "./activity-holder.ts";
import { type Candidate, PLAIN } from "./candidate.ts";
import { type Holder, soleHolder } from "./holder.ts";
import { replyWindowEnd } from "./reply-window.ts";

const MILLISECONDS_PER_DAY = 86_400_000;

/** An e-mail was sent by a member, or received. One that still waits to be sent is nothing yet. */
export function candidatesOfEmail(email: Email, facts: Facts, rules: Rules): readonly Candidate[] {
  if (email.status === "pending") return [];
  return isSentByMember(email, facts.directory.isMember)
    ? candidatesOfSent(email, facts, rules)
    : [candidateOfReceived(email, facts, rules)];
}

function candidatesOfSent(email: Email, facts: Facts, rules: Rules): readonly Candidate[] {
  const base = { ...PLAIN, at: email.at, day: dayOf(email.at, rules) };
  const holdersOf = (event: EventId) => senderOf(email, event, facts, rules);
  const sent: Candidate = {
    ...base,
    event: "email_sent",
    holders: holdersOf("email_sent"),
    leftOut: undelivered(email) ?? (isInternal(email, facts) ? "internal_only" : null),
  };
  const outreaches = outreachesOf(email, facts, rules).flatMap(({ thing, answered }): Candidate[] => {
    const shared = { ...base, thing, leftOut: undelivered(email) };
    const delivered: Candidate = {
      ...shared,
      event: "outreach_delivered",
      holders: holdersOf("outreach_delivered"),
    };
    if (!answered) return [delivered];
    return [delivered, { ...shared, event: "outreach_replied", holders: holdersOf("outreach_replied") }];
  });
  return [sent, ...outreaches];
}

function candidateOfReceived(email: Email, facts: Facts, rules: Rules): Candidate {
  return {
    ...PLAIN,
    event: "email_received",
    at: email.at,
    day: dayOf(email.at, rules),
    holders: receiverOf(email, facts, rules),
    leftOut: undelivered(email),
  };
}

/** An automatic answer is nobody's work, whichever way it goes. */
function undelivered(email: Email): LeftOutReason | null {
  if (email.status === "bounced" || email.status === "failed") return "not_delivered";
  return email.automatic ? "automatic_reply" : null;
}

/** Without known recipients nothing says that it stayed inside. */
function isInternal(email: Email, facts: Facts): boolean {
  return email.to.length > 0 && email.to.every((person) => facts.directory.isMember(person));
}

/** The owner, else the sender. A member's own e-mail that was logged as incoming is the sender's. */
function senderOf(email: Email, event: EventId, facts: Facts, rules: Rules): readonly Holder[] {
  const byRule = activityHolder(email, event, facts, rules);
  const sender = email.from === null ? null : facts.directory.memberOfPerson(email.from);
  if (sender === null) return byRule;
  if (rules.events[event]?.creditSource?.kind === "creator") return byRule;
  return email.direction !== "outbound" || email.ownerId === null ? [soleHolder(sender)] : byRule;
}

/** The owner, else the first member it went to. */
function receiverOf(email: Email, facts: Facts, rules: Rules): readonly Holder[] {
  const byRule = activityHolder(email, "email_received", facts, rules);
  const byCreator = rules.events.email_received?.creditSource?.kind === "creator";
  if (byCreator || byRule[0]?.missing !== "no_owner") return byRule;
  for (const person of email.to) {
    const receiver = facts.directory.memberOfPerson(person);
    if (receiver !== null) return [soleHolder(receiver)];
  }
  return byRule;
}

/** One per person outside to whom nothing had been sent in the quiet days before. */
function outreachesOf(
  email: Email,
  facts: Facts,
  rules: Rules,
): readonly { readonly thing: number; readonly answered: boolean }[] {
  const { at } = email;
  if (at === null) return [];
  const persons = new Set<string>();
  return facts.correspondence
    .filter(({ person }) => !persons.has(person) && persons.add(person))
    .filter((entry) => wasQuiet(entry, at, rules))
    .map((entry) => ({
      thing: placeOf(entry.person, email, persons),
      answered: wasAnswered(entry, at, rules),
    }));
}

function wasQuiet({ previousSentAt }: Correspondence, at: Instant, rules: Rules): boolean {
  if (previousSentAt === null) return true;
  return elapsed(previousSentAt, at) > rules.outreachQuietDays * MILLISECONDS_PER_DAY;
}

function wasAnswered({ answeredAt }: Correspondence, at: Instant, rules: Rules): boolean {
  if (answeredAt === null) return false;
  return elapsed(at, answeredAt) >= 0 && Date.parse(answeredAt) <= replyWindowEnd(at, rules);
}

/** The place among the recipients, so that the line stays the same whatever else is learnt. */
function placeOf(person: string, email: Email, persons: ReadonlySet<string>): number {
  const place = email.to.indexOf(person);
  return place >= 0 ? place : email.to.length + [...persons].indexOf(person);
}

function elapsed(from: Instant, to: Instant): number {
  return Date.parse(to) - Date.parse(from);
}

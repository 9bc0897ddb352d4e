import type { DealDesk, Subject } from "./deal-desk.ts";
import { EMAIL_SUBJECTS } from "./names.ts";
import type { Contact, Email, Person } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import type { Shift, Story } from "./story.ts";
import { momentOn, spreadOver } from "./story.ts";
import { DAY, HOUR, MINUTE } from "./zone-clock.ts";

/** An outreach brings about this many e-mails with it, itself included. */
const EMAILS_PER_OUTREACH = 1.62;

interface Outreach {
  readonly person: Person;
  readonly to: readonly Contact[];
  readonly subject: Subject;
  readonly title: string;
  readonly threadId: string;
}

/** Threads: a first e-mail, answers from outside, answers to the answers, and what goes wrong. */
export function tellEmails(
  story: Story,
  desk: DealDesk,
  options: { readonly random: Random; readonly shifts: readonly Shift[]; readonly target: number },
): Email[] {
  const { random, shifts } = options;
  const nextThread = createIds(81_000_000_001);
  const post = createPost(story);
  spreadOver(shifts, options.target / EMAILS_PER_OUTREACH, random, ({ person, day }) => {
    const at = momentOn(story, random, day);
    if (random.chance(0.05))
      return writeToColleague(story, random, { post, person, at, threadId: nextThread() });
    const subject = desk.subjectFor(random, person, at);
    const to = subject.contacts.slice(0, random.chance(0.15) ? 2 : 1);
    if (to.length === 0) return;
    const title = random.pick(EMAIL_SUBJECTS);
    tellThread(random, post, { person, to, subject, title, threadId: nextThread() }, at);
  });
  return post.sent;
}

interface Post {
  readonly sent: Email[];
  send(
    email: Pick<Email, "at" | "direction" | "subject" | "threadId" | "fromEmail" | "toEmails"> & {
      readonly person: Person;
      readonly status?: Email["status"];
      readonly about?: Subject;
      readonly replyCount?: number;
    },
  ): void;
}

/** Nothing is sent after today. */
function createPost(story: Story): Post {
  const nextId = createIds(71_300_000_001);
  const sent: Email[] = [];
  return {
    sent,
    send({ person, about, status = "SENT", replyCount = 0, ...email }) {
      if (email.at > story.until - MINUTE) return;
      sent.push({
        ...email,
        kind: "emails",
        id: nextId(),
        status,
        replyCount,
        openCount: replyCount,
        createdAt: email.at + 5000,
        modifiedAt: email.at + 5000,
        ownerId: person.ownerId,
        creatorUserId: person.userId,
        links: about?.links ?? { dealIds: [], contactIds: [], companyIds: [] },
      });
    },
  };
}

function writeToColleague(
  story: Story,
  random: Random,
  note: { readonly post: Post; readonly person: Person; readonly at: number; readonly threadId: string },
): void {
  const colleague = random.pick(story.staff.people);
  note.post.send({
    person: note.person,
    at: note.at,
    direction: "EMAIL",
    subject: "Internal: numbers for Monday",
    threadId: note.threadId,
    fromEmail: note.person.email,
    toEmails: [colleague.email],
  });
}

function tellThread(random: Random, post: Post, outreach: Outreach, at: number): void {
  const { person, to, subject: about, title, threadId } = outreach;
  const addresses = to.map(({ email }) => email);
  const fate = random.weighted<"answered" | "silent" | "bounced" | "automatic" | "failed" | "forwarded">([
    ["answered", 33],
    ["silent", 56],
    ["bounced", 4],
    ["automatic", 4],
    ["failed", 1],
    ["forwarded", 2],
  ]);
  const common = { person, about, threadId };
  const status = fate === "bounced" ? "BOUNCED" : fate === "failed" ? "FAILED" : "SENT";
  post.send({
    ...common,
    at,
    subject: title,
    status,
    direction: fate === "forwarded" ? "FORWARDED_EMAIL" : "EMAIL",
    fromEmail: person.email,
    toEmails: addresses,
    replyCount: fate === "answered" ? 1 : 0,
  });
  const answerer = to[0]?.email ?? "";
  if (fate === "automatic") {
    const reply = { ...common, at: at + 30_000, subject: `Automatic reply: ${title}` };
    post.send({ ...reply, direction: "INCOMING_EMAIL", fromEmail: answerer, toEmails: [person.email] });
  }
  if (fate === "answered") converse(random, post, outreach, at);
}

/** Answers come within minutes or weeks; now and then a rep's own answer is logged as incoming. */
function converse(random: Random, post: Post, outreach: Outreach, startedAt: number): void {
  const { person, to, subject: about, threadId } = outreach;
  const common = { person, about, threadId, subject: `Re: ${outreach.title}` };
  const outside = to[0]?.email ?? "";
  let at = startedAt + Math.floor(random.logNormal(0.9, 1.3) * DAY) + 2 * MINUTE;
  post.send({ ...common, at, direction: "INCOMING_EMAIL", fromEmail: outside, toEmails: [person.email] });
  for (let rounds = random.integer(0, 2); rounds > 0; rounds -= 1) {
    at += Math.floor(random.logNormal(5, 1) * HOUR);
    const direction = random.chance(0.04) ? "INCOMING_EMAIL" : "EMAIL";
    post.send({ ...common, at, direction, fromEmail: person.email, toEmails: [outside] });
    if (!random.chance(0.4)) return;
    at += Math.floor(random.logNormal(9, 1) * HOUR);
    post.send({ ...common, at, direction: "INCOMING_EMAIL", fromEmail: outside, toEmails: [person.email] });
  }
}

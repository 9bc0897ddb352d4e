import type { Instant } from "../../../shared/contracts/time.ts";
import type { Correspondence } from "../facts.ts";
import type { Email } from "../records.ts";
import type { Rules } from "../rules.ts";
import { type IsMember, isSentByMember } from "../sent-by-member.ts";
import type { LinkTable } from "./link-table.ts";
import { personKeyLink, type RecordLink } from "./record-links.ts";

const DAY_MS = 86_400_000;
/** Local days are up to an hour longer than 24 hours, and both ends of a window are cut at midnight. */
const SPARE_DAYS = 2;

/** What came before and after one e-mail to one person. */
export interface Exchange {
  readonly previousSentAt: Instant | null;
  readonly answeredAt: Instant | null;
}

/** How far around an e-mail others matter to it, in milliseconds. */
export function correspondenceReach(rules: readonly Rules[]): number {
  const days = rules.flatMap((each) => [each.outreachQuietDays, each.replyWindowDays]);
  return (Math.max(...days) + SPARE_DAYS) * DAY_MS;
}

/**
 * For each e-mail of ours to one person, the e-mail before it and the answer after it. Takes the person's
 * links in order: of two e-mails at one instant the one with the smaller id is the earlier.
 */
export function exchangesOf(links: readonly RecordLink[]): ReadonlyMap<string, Exchange> {
  const answers = answersAfter(links);
  const exchanges = new Map<string, Exchange>();
  let previousSentAt: Instant | null = null;
  links.forEach((link, index) => {
    if (link.at === "" || (link.role !== "sent" && link.role !== "unsent")) return;
    exchanges.set(link.crmId, { previousSentAt, answeredAt: answers[index] ?? null });
    if (link.role === "sent") previousSentAt = link.at;
  });
  return exchanges;
}

/** For each link, the first answer at a later instant. */
function answersAfter(links: readonly RecordLink[]): readonly (Instant | null)[] {
  const answers: (Instant | null)[] = new Array(links.length).fill(null);
  let later: Instant | null = null;
  let atThisInstant: Instant | null = null;
  for (let index = links.length - 1; index >= 0; index -= 1) {
    const link = links[index];
    if (!link || link.at === "") break;
    if (links[index + 1]?.at !== link.at) {
      later = atThisInstant ?? later;
      atThisInstant = null;
    }
    if (link.role === "received") atThisInstant = link.at;
    answers[index] = later;
  }
  return answers;
}

/** Ids of the e-mails to one person whose exchange a batch changes. */
export function changedExchanges(
  before: readonly RecordLink[],
  after: readonly RecordLink[],
): readonly string[] {
  const old = exchangesOf(before);
  return [...exchangesOf(after)]
    .filter(([crmId, exchange]) => {
      const known = old.get(crmId);
      return known?.previousSentAt !== exchange.previousSentAt || known?.answeredAt !== exchange.answeredAt;
    })
    .map(([crmId]) => crmId);
}

/** Remembers each person's exchanges while the facts of a batch are put together. */
export class Correspondents {
  readonly #table: LinkTable;
  readonly #reach: number;
  readonly #isMember: IsMember;
  readonly #known = new Map<string, ReadonlyMap<string, Exchange>>();

  constructor(table: LinkTable, options: { readonly reach: number; readonly isMember: IsMember }) {
    this.#table = table;
    this.#reach = options.reach;
    this.#isMember = options.isMember;
  }

  /** One entry per recipient outside the company. */
  of(email: Email): readonly Correspondence[] {
    const { at } = email;
    if (at === null || !isSentByMember(email, this.#isMember)) return [];
    const outside = [...new Set(email.to)].filter((person) => !this.#isMember(person));
    return outside.map((person) => {
      const exchange = this.#exchanges(person).get(email.crmId);
      return {
        person,
        previousSentAt: within(exchange?.previousSentAt ?? null, at, this.#reach),
        answeredAt: within(exchange?.answeredAt ?? null, at, this.#reach),
      };
    });
  }

  #exchanges(person: string): ReadonlyMap<string, Exchange> {
    const known = this.#known.get(person);
    if (known) return known;
    const made = exchangesOf(this.#table.after(personKeyLink(person)));
    this.#known.set(person, made);
    return made;
  }
}

/**
 * What lies further away than any rule looks is the same as nothing. Cut exactly, so that an e-mail's facts
 * do not depend on how much of the correspondence happened to be loaded.
 */
function within(at: Instant | null, around: Instant, reach: number): Instant | null {
  return at !== null && Math.abs(Date.parse(at) - Date.parse(around)) <= reach ? at : null;
}

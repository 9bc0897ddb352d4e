import type { Instant } from "../../../shared/contracts/time.ts";
import { ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { LaneVerdict } from "../../ports/sync.ts";
import { type LaneCore, verdictOf } from "./lane-core.ts";

/** What faults and stretches of the index call it. */
export const CONTACTS = "contacts";
/** Pages in one poll; the cursor keeps the place for the next. */
const PAGES_PER_POLL_MAX = 60;

/**
 * Goes on reading contacts where it stopped: first the list of all, then what changed since. Only keys are
 * kept, so that an erased contact still leads to what is derived from the person. `goesOn` is asked after
 * each page; "more" says that it stopped the walk.
 */
export async function readContacts(
  core: LaneCore,
  goesOn: () => boolean,
): Promise<Result<"complete" | "more", CrmFailure>> {
  const { contacts, clock } = core.parts;
  const walk = await contacts.loadWalk();
  const startedAt = walk.cursor === null ? clock.now() : (walk.startedAt ?? clock.now());
  let { cursor } = walk;
  do {
    const page = await core.client.fetchContacts(walk.since, cursor);
    if (!page.ok) return page;
    cursor = page.value.next;
    const place =
      cursor === null
        ? { since: secondsAfter(startedAt, -core.parts.crm.pollOverlapSeconds), cursor, startedAt: null }
        : { cursor, startedAt };
    // In a turn: neither a tenant nor a contact may be erased between looking and writing.
    await core.turns.take(async () => {
      await contacts.add(page.value.contacts);
      await contacts.changeWalk(place);
    });
  } while (cursor !== null && goesOn());
  return ok(cursor === null ? "complete" : "more");
}

/** Follows contacts in the course of polls, where e-mails are read and contacts may be. */
export async function pollContacts(core: LaneCore): Promise<LaneVerdict> {
  const { contacts, state } = core.parts;
  const emails = (await state.loadKinds()).find(({ kind }) => kind === "email");
  if (!emails?.granted || emails.pollSince === null) return { kind: "done" };
  const walk = await contacts.loadWalk();
  if (walk.refused || isFresh(core, walk)) return { kind: "done" };
  let pages = 1;
  const read = await readContacts(core, () => {
    pages += 1;
    return pages <= PAGES_PER_POLL_MAX;
  });
  if (read.ok) return { kind: "done" };
  const decision = await core.fail(read.error, CONTACTS);
  if (decision.fault === "scope_missing") await contacts.changeWalk({ refused: true });
  return verdictOf(decision);
}

/** Nothing is under way, and the last walk that ended began lately. */
function isFresh(
  core: LaneCore,
  { since, cursor }: { readonly since: Instant | null; readonly cursor: string | null },
): boolean {
  // A walk looks back over what may have come late.
  const { pollOverlapSeconds, contactsEverySeconds } = core.parts.crm;
  return cursor === null && since !== null && since > core.after(-pollOverlapSeconds - contactsEverySeconds);
}

/** Before a backfill: all may be granted, and whoever was cut off may have missed any change. */
export async function resetContacts({ parts }: LaneCore, isLive: boolean): Promise<void> {
  const anew = { since: null, cursor: null, startedAt: null };
  await parts.contacts.changeWalk({ refused: false, ...(isLive ? {} : anew) });
}

import type { Cause } from "../../domain/credits.ts";
import type { PersonKey } from "../../domain/records.ts";
import type { LaneCore } from "./lane-core.ts";
import { announced } from "./reading.ts";

const CAUSE: Cause = { kind: "erasure" };

/** Whom to forget, and the contact whose erasure in the CRM asked for it. */
export interface ErasureRequest {
  readonly email: string;
  readonly contactId: string | null;
}

/** Takes out everything that is derived from a person's address, and what the contact had beside it. */
export function erasePerson(core: LaneCore, { email, contactId }: ErasureRequest): Promise<void> {
  const { parts } = core;
  return core.turns.take(async () => {
    const known = contactId === null ? null : await parts.contacts.find(contactId);
    const others = known?.kind === "known" ? known.persons : [];
    await forget(core, contactId, [parts.personKey(email), ...others]);
  });
}

/**
 * What an erased contact's keys lead to goes. The CRM has already forgotten the contact: of one that was
 * never seen nothing leads any further, so it is said, and an address erases the person.
 */
export function eraseContact(core: LaneCore, contactId: string): Promise<void> {
  const { contacts, state, clock } = core.parts;
  return core.turns.take(async () => {
    const known = await contacts.find(contactId);
    if (known.kind === "known") return forget(core, contactId, known.persons);
    if (known.kind === "erased") return state.clearFaults("person_erased", [subjectOf(contactId)]);
    const fault = { type: "person_erased", subject: subjectOf(contactId), detail: "" } as const;
    await state.recordFaults([fault], clock.now());
  });
}

/** The index goes last: while it stands, an erasure that was cut short can be done again. Only inside a turn. */
async function forget(
  core: LaneCore,
  contactId: string | null,
  persons: readonly PersonKey[],
): Promise<void> {
  const { ledger, contacts, state, clock } = core.parts;
  for (const person of new Set(persons)) {
    await announced(core, await ledger.erasePerson(person, { cause: CAUSE, now: clock.now(), fresh: true }));
  }
  core.settled.doubt();
  await contacts.erase({ contactId, persons });
  if (contactId !== null) await state.clearFaults("person_erased", [subjectOf(contactId)]);
}

function subjectOf(contactId: string): string {
  return `contact:${contactId}`;
}

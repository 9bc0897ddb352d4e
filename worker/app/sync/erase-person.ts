import type { Cause } from "../../domain/credits.ts";
import type { LaneCore } from "./lane-core.ts";
import { announced } from "./reading.ts";

const CAUSE: Cause = { kind: "erasure" };

/** Whom to forget, and the contact whose erasure in the CRM asked for it. */
export interface ErasureRequest {
  readonly email: string;
  readonly contactId: string | null;
}

/** Takes out everything that is derived from a person's address. */
export async function erasePerson(core: LaneCore, { email, contactId }: ErasureRequest): Promise<void> {
  const { parts } = core;
  const applied = await core.turns.take(() =>
    parts.ledger.erasePerson(parts.personKey(email), { cause: CAUSE, now: parts.clock.now(), fresh: true }),
  );
  await announced(core, applied);
  if (contactId !== null) await parts.state.clearFaults("person_erased", [`contact:${contactId}`]);
}

import type { Rules } from "../domain/rules.ts";
import type { ApplyOptions, RuleWriter } from "../ports/ledger.ts";

/** Records that one piece of building credits. */
const RECORDS_PER_PIECE = 500;
/** Pieces that one call builds; the rest is for the next call. */
const PIECES_PER_CALL_MAX = 50;

type How = Pick<ApplyOptions, "cause" | "now">;

/**
 * Changes the rules, as far as one call may go. Answers whether they are live: if not, `continueRules` goes
 * on, until then readers see the old rules, and syncing keeps both up to date.
 */
export async function changeRules(
  writer: RuleWriter,
  rules: Rules,
  how: How,
): Promise<{ readonly live: boolean }> {
  const begun = await writer.begin(rules, how);
  return begun.live ? { live: true } : continueRules(writer, how);
}

/** Goes on with rules that are being built, and makes them live once they are complete. */
export async function continueRules(writer: RuleWriter, how: How): Promise<{ readonly live: boolean }> {
  for (let piece = 1; piece <= PIECES_PER_CALL_MAX; piece += 1) {
    const { done } = await writer.build({ ...how, limit: RECORDS_PER_PIECE });
    if (!done) continue;
    await writer.flip(how);
    return { live: true };
  }
  return { live: false };
}

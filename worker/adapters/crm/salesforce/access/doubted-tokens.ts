/**
 * Refresh tokens that were shown while no answer came back. Where Salesforce rotates, such a token is spent if the
 * request arrived, and to show a spent one revokes every token of the grant. So Salesforce is asked first what became
 * of it: a token that is active was not spent, or is not rotated at all.
 */
import * as v from "valibot";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { readJson } from "../../reply.ts";
import { type AppSecret, askAboutToken, type Sender } from "../api/transport.ts";

/** Those that are in doubt, and since when. */
export type DoubtedTokens = Map<string, Instant>;

/** A request whose answer was lost is over by then. */
const SETTLED_MILLIS = 5_000;

const MAY_NOT_ASK = new Set([400, 401, 403, 404]);

const Introspected = v.object({ active: v.boolean() });

/** Why a token may not be shown; null where it may. */
export async function whyNotToShow(
  { doubted, ...sender }: Sender & { readonly doubted: DoubtedTokens },
  app: AppSecret,
  { refreshToken, now }: { readonly refreshToken: string; readonly now: Instant },
): Promise<CrmFailure | null> {
  const since = doubted.get(refreshToken);
  if (since === undefined) return null;
  const notYet: CrmFailure = { reason: "token_expired" };
  if (Date.parse(now) - Date.parse(since) < SETTLED_MILLIS) return notYet;
  const sent = await askAboutToken(app, { token: refreshToken, token_type_hint: "refresh_token" }, sender);
  if (!sent.ok) return notYet;
  // Where nobody may ask, connecting again is all that is left, unless the token is good still.
  if (MAY_NOT_ASK.has(sent.value.status)) return null;
  const told = v.safeParse(Introspected, readJson(sent.value.text));
  if (sent.value.status !== 200 || !told.success) return notYet;
  // The successor of a spent one went with the lost answer.
  return told.output.active ? null : { reason: "token_revoked" };
}

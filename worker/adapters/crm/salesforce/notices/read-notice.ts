import * as v from "valibot";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { ChangeNotice, CrmPort, NoticeRefusal } from "../../../../ports/crm.ts";
import { readJson } from "../../reply.ts";
import { toFullId } from "../api/record-ids.ts";
import { hintsOf, type RowChange } from "./change-hints.ts";

type PingRequest = Parameters<CrmPort["readNotice"]>[0];

const AGE_MILLIS_MAX = 300_000;
/** A trigger is handed no more rows than this at once. */
const IDS_MAX = 2_000;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;
/** Stands for "more rows than can be named". */
const NO_ID = "000000000000000AAA";

const Millis = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799_999));
const OrgId = v.pipe(
  v.string(),
  v.transform(toFullId),
  v.check((id) => id?.startsWith("00D") === true),
);

/** What the trigger on change events sends. */
const Ping = v.object({
  orgId: OrgId,
  object: v.pipe(v.string(), v.regex(/^\w{1,100}$/)),
  ids: v.pipe(v.array(v.string()), v.maxLength(IDS_MAX)),
  changeType: v.pipe(v.string(), v.regex(/^[A-Z_]{1,40}$/)),
  commitTimestamp: Millis,
  sentAt: Millis,
  nonce: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});

type Ping = v.InferOutput<typeof Ping>;

/**
 * A ping of an org, signed with the org's own key over the raw body. Only who is asking is taken from a body
 * that is not verified yet. An overflow names no rows and gives no hints: the next poll, minutes away at most,
 * walks everything that changed by its stamps.
 */
export async function readPing(
  request: PingRequest,
): Promise<Result<readonly ChangeNotice[], NoticeRefusal>> {
  const signature = request.headers.get("x-standings-signature");
  if (!signature) return err("signature_missing");
  const ping = parsePing(request.body);
  if (ping === null) return err("unreadable");
  const { orgId } = ping;
  if (orgId === null) return err("unreadable");
  const secret = await request.secretOf(orgId);
  if (secret === null || !(await isSigned(request.body, secret, signature))) return err("signature_wrong");
  if (!isRecent(ping.sentAt, request.now)) return err("timestamp_out_of_range");
  return ok([{ crmId: orgId, hints: hintsOf(changeOf(ping)) }]);
}

function parsePing(body: Uint8Array): Ping | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body);
    const parsed = v.safeParse(Ping, readJson(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** HMAC-SHA256, compared in constant time. */
async function isSigned(body: Uint8Array, secret: string, signature: string): Promise<boolean> {
  if (secret === "" || !BASE64.test(signature)) return false;
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]);
  const given = Uint8Array.from(atob(signature), (character) => character.charCodeAt(0));
  return crypto.subtle.verify("HMAC", key, given, Uint8Array.from(body));
}

function isRecent(sentAt: number, now: Instant): boolean {
  return Math.abs(Date.parse(now) - sentAt) <= AGE_MILLIS_MAX;
}

/** A gap names the rows of which the change itself was lost. They are read again in any case. */
function changeOf(ping: Ping): RowChange {
  const ids = ping.ids.flatMap((id) => (id === NO_ID ? [] : (toFullId(id) ?? [])));
  return {
    object: ping.object,
    change: changeTypeOf(ping.changeType.replace(/^GAP_/, "")),
    ids: [...new Set(ids)],
    occurredAt: new Date(ping.commitTimestamp).toISOString(),
    deliveryKey: ping.nonce,
  };
}

function changeTypeOf(type: string): RowChange["change"] {
  if (type === "DELETE") return "deleted";
  return type === "UNDELETE" ? "restored" : "changed";
}

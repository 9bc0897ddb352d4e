import * as v from "valibot";
import { FRAMED_PLACES } from "../../../../../shared/contracts/preflight.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { FrameRequest } from "../../../../ports/framing.ts";
import { toFullId } from "../api/record-ids.ts";

/** Why a signed request is not believed. */
export type SignedRequestRefusal = "unreadable" | "signature_wrong" | "algorithm_unknown";

const ALGORITHM = "HMACSHA256";
/** Far above what Salesforce sends; a canvas whose parameters are longer than 8 KB does not open at all. */
const LENGTH_MAX = 100_000;
const DIGEST_BYTES = 32;

/** Anything may stand where nothing of ours depends on it: Salesforce adds to envelopes. */
const Text = v.nullish(v.string(), null);
const Envelope = v.object({
  algorithm: v.nullish(v.string(), ALGORITHM),
  userId: v.string(),
  context: v.object({
    organization: v.object({ organizationId: v.string() }),
    user: v.nullish(v.object({ language: Text, locale: Text }), {}),
    environment: v.nullish(v.object({ parameters: v.optional(v.unknown()) }), {}),
  }),
  client: v.nullish(v.object({ instanceUrl: Text }), {}),
});
/** What our own component passes on; what a browser put in its place says nothing. */
const Parameters = v.object({
  place: v.fallback(v.nullable(v.picklist(FRAMED_PLACES)), null),
  recordId: v.fallback(v.nullable(v.string()), null),
});

/**
 * Who opened a page, as Salesforce signed it: HMAC-SHA256 with the app's canvas secret over the envelope as it is
 * encoded, so nothing of it is read before it is believed. It says nothing of when: whoever takes it takes it once.
 */
export async function verifySignedRequest(
  text: string,
  secrets: readonly string[],
): Promise<Result<FrameRequest, SignedRequestRefusal>> {
  const dot = text.indexOf(".");
  if (dot < 0 || text.length > LENGTH_MAX) return err("unreadable");
  const encoded = text.slice(dot + 1);
  const signature = fromBase64(text.slice(0, dot));
  if (signature?.length !== DIGEST_BYTES) return err("signature_wrong");
  // Who hands a request on may write it in the other alphabet; the same request is one, however it is written.
  const standard = toStandard(encoded);
  const isGenuine = await Promise.all(
    [...new Set([encoded, standard])].map((form) => isSignedByOne(secrets, signature, bytesOf(form))),
  );
  if (!isGenuine.includes(true)) return err("signature_wrong");
  const envelope = readEnvelope(encoded);
  if (!envelope) return err("unreadable");
  if (envelope.algorithm !== ALGORITHM) return err("algorithm_unknown");
  const digest = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(standard))));
  return readRequest(envelope, digest);
}

function readRequest(
  { userId, context, client }: v.InferOutput<typeof Envelope>,
  digest: string,
): Result<FrameRequest, SignedRequestRefusal> {
  const orgId = toFullId(context.organization.organizationId);
  const user = toFullId(userId);
  if (orgId === null || user === null) return err("unreadable");
  const { place, recordId } = readParameters(context.environment.parameters);
  return ok({
    crm: "salesforce",
    crmId: orgId,
    userId: user,
    // People are known by their id alone: an address may be given to somebody else.
    email: null,
    digest,
    place,
    recordId: recordId === null ? null : toFullId(recordId),
    locale: localeOf(context.user),
    instanceUrl: client.instanceUrl,
  });
}

/** While the secret is changed, the former one signs for some time. All are tried, so that time tells nothing. */
async function isSignedByOne(
  secrets: readonly string[],
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const genuine = await Promise.all(
    secrets.map(async (secret) => {
      const bytes = new TextEncoder().encode(secret);
      const algorithm = { name: "HMAC", hash: "SHA-256" };
      const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]);
      return crypto.subtle.verify("HMAC", key, signature, signed);
    }),
  );
  return genuine.includes(true);
}

function readEnvelope(encoded: string): v.InferOutput<typeof Envelope> | null {
  const bytes = fromBase64(encoded);
  if (!bytes) return null;
  const text = new TextDecoder().decode(bytes);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Envelope), text);
  return parsed.success ? parsed.output : null;
}

/** The component hands an object over; some places of Salesforce hand on its text. */
function readParameters(given: unknown): v.InferOutput<typeof Parameters> {
  const schema = typeof given === "string" ? v.pipe(v.string(), v.parseJson(), Parameters) : Parameters;
  const parsed = v.safeParse(schema, given);
  return parsed.success ? parsed.output : { place: null, recordId: null };
}

/** The language of the words, with the region of the figures where both are of one language. */
function localeOf({
  language,
  locale,
}: {
  readonly language: string | null;
  readonly locale: string | null;
}) {
  const [words, figures] = [language, locale].map((name) => name?.replaceAll("_", "-") ?? null);
  if (!words) return figures ?? null;
  const isOne = figures?.split("-")[0]?.toLowerCase() === words.split("-")[0]?.toLowerCase();
  return (isOne ? figures : words) ?? null;
}

/** Both alphabets, with or without the padding; null for what is neither. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const bare = text.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/_-]+$/.test(bare) || bare.length % 4 === 1) return null;
  const binary = atob(toStandard(bare));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toStandard(text: string): string {
  return text.replaceAll("-", "+").replaceAll("_", "/");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

import * as v from "valibot";
import { ROLES, type Role } from "../../shared/contracts/ids.ts";
import type { Instant } from "../../shared/contracts/time.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Host } from "../ports/access.ts";

/** How long a ticket waits to be used. */
export const TICKET_SECONDS = 60;
/** How long a session lasts before it has to be renewed. */
export const SESSION_SECONDS = 15 * 60;
/** How long an open page may renew its own session, counted from the host's ticket, where no host can. */
export const RENEWABLE_SECONDS = 12 * 60 * 60;
const SECRET_BYTES = 32;
const TOKEN_LENGTH_MAX = 2000;
/** Keeps a session's signature from meaning anything elsewhere. */
const SIGNED_PURPOSE = "standings session v1";
/** Tells an API key from a session token. */
export const API_KEY_PREFIX = "st_";
/** Tells the key of a screen from both. */
export const DISPLAY_KEY_PREFIX = "sd_";

/** What a session token says. The role in it is for the card; the store decides each request. */
export interface SessionClaims {
  readonly sessionId: string;
  readonly tenantId: string;
  readonly memberId: string;
  readonly role: Role;
  readonly host: Host;
  /** When the host let the person in. */
  readonly beganAt: Instant;
  readonly expiresAt: Instant;
}

const Claims = v.object({
  sessionId: v.string(),
  tenantId: v.string(),
  memberId: v.string(),
  role: v.picklist(ROLES),
  host: v.picklist(["hubspot", "salesforce"]),
  beganAt: v.string(),
  expiresAt: v.string(),
});

/** A secret that cannot be guessed, in characters that every header and address takes. */
export function newSecret(randomBytes: (length: number) => Uint8Array): string {
  return toBase64Url(randomBytes(SECRET_BYTES));
}

/** What a store keeps of a secret. Secrets are random and long, so one round is enough. */
export async function hashOf(secret: string): Promise<string> {
  return toBase64Url(new Uint8Array(await sha256(secret)));
}

/** Compares in a time that tells nothing about where or whether the texts differ. */
export async function sameSecret(one: string, other: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(one), await sha256(other));
}

/** A token that only the holder of the key can have made. */
export async function signSession(claims: SessionClaims, sessionKey: string): Promise<string> {
  const body = toBase64Url(new TextEncoder().encode(JSON.stringify(claims)));
  const signature = await crypto.subtle.sign("HMAC", await importKey(sessionKey), messageOf(body));
  return `${body}.${toBase64Url(new Uint8Array(signature))}`;
}

/** The claims of a token that is ours and still valid. */
export async function readSession(
  token: string,
  sessionKey: string,
  now: Instant,
): Promise<Result<SessionClaims, "forged" | "expired">> {
  if (token.length > TOKEN_LENGTH_MAX) return err("forged");
  const [body = "", signature = "", ...rest] = token.split(".");
  const bytes = fromBase64Url(signature);
  if (rest.length > 0 || !bytes) return err("forged");
  const genuine = await crypto.subtle.verify("HMAC", await importKey(sessionKey), bytes, messageOf(body));
  if (!genuine) return err("forged");
  const text = new TextDecoder().decode(fromBase64Url(body) ?? undefined);
  const claims = v.safeParse(v.pipe(v.string(), v.parseJson(), Claims), text);
  // Ours, but of an older version: that session is over.
  if (!claims.success) return err("expired");
  return claims.output.expiresAt > now ? ok(claims.output) : err("expired");
}

/** The credential of `Authorization: Bearer …`; null when there is none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? null;
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

function messageOf(body: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(`${SIGNED_PURPOSE}.${body}`));
}

function importKey(sessionKey: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(sessionKey);
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

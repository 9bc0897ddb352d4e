import { createHash, randomBytes } from "node:crypto";

/** What a user let the app do. A grant by JWT has no refresh token. */
export interface Grant {
  readonly orgId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  /** The one refresh token that works; null where there is none. */
  refreshToken: string | null;
  revoked: boolean;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  /** The S256 challenge that the verifier must answer. */
  readonly challenge: string;
  readonly expiresAt: number;
}

export interface AccessToken {
  readonly grant: Grant;
  readonly issuedAt: number;
  expiresAt: number;
}

export type Refreshed =
  | { readonly kind: "tokens"; readonly accessToken: string; readonly grant: Grant }
  /** The token was used before: the whole grant ends. */
  | { readonly kind: "replayed" }
  | { readonly kind: "unknown" };

export interface GrantSettings {
  accessTokenLifetimeMilliseconds: number;
  codeLifetimeMilliseconds: number;
  /** A refresh token that nobody uses for so long ends. */
  refreshTokenIdleMilliseconds: number;
  /** How many consents of one user the app keeps; the oldest is dropped. */
  grantsPerUser: number;
}

export interface Grants {
  issueCode(
    grant: Grant,
    more: { readonly redirectUri: string; readonly challenge: string },
    now: number,
  ): string;
  /** A code works once, whatever comes of it. */
  takeCode(code: string, now: number): Code | null;
  /** Begins a grant with a refresh token, and drops the user's oldest where there are too many. */
  begin(grant: Grant, now: number): string;
  accessToken(grant: Grant, now: number): string;
  refresh(refreshToken: string, now: number): Refreshed;
  access(accessToken: string, now: number): AccessToken | null;
  /** The grant of a refresh token that works. */
  refreshGrant(refreshToken: string): Grant | null;
  /** Makes access tokens unusable before their time; the refresh token still works. */
  expireAccess(expires: (token: string, grant: Grant) => boolean): void;
  revoke(grant: Grant): void;
  active(orgId: string): readonly Grant[];
  /** Whether a user ever agreed to what the app asks. */
  hasConsented(orgId: string, userId: string): boolean;
}

/** The S256 challenge of a verifier. */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

const TOKEN_BYTES = 66;

function secretOf(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

/** Keeps consents, codes and tokens: each refresh token works once, and its second use ends everything. */
class GrantBook implements Grants {
  readonly #settings: GrantSettings;
  readonly #codes = new Map<string, Code>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #refreshTokens = new Map<string, { readonly grant: Grant; readonly issuedAt: number }>();
  readonly #all: Grant[] = [];
  readonly #consented = new Set<string>();

  constructor(settings: GrantSettings) {
    this.#settings = settings;
  }

  issueCode(
    grant: Grant,
    { redirectUri, challenge }: { readonly redirectUri: string; readonly challenge: string },
    now: number,
  ): string {
    const code = `aPrx${secretOf(TOKEN_BYTES)}==`;
    const expiresAt = now + this.#settings.codeLifetimeMilliseconds;
    this.#consented.add(`${grant.orgId}/${grant.userId}`);
    this.#codes.set(code, { grant, redirectUri, challenge, expiresAt });
    return code;
  }

  takeCode(code: string, now: number): Code | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found && found.expiresAt > now ? found : null;
  }

  begin(grant: Grant, now: number): string {
    const same = this.active(grant.orgId).filter(({ userId }) => userId === grant.userId);
    const surplus = Math.max(0, same.length - this.#settings.grantsPerUser + 1);
    for (const old of same.slice(0, surplus)) this.revoke(old);
    this.#all.push(grant);
    this.#newRefresh(grant, now);
    return this.accessToken(grant, now);
  }

  accessToken(grant: Grant, now: number): string {
    const token = `${grant.orgId.slice(0, 15)}!${secretOf(TOKEN_BYTES)}`;
    const expiresAt = now + this.#settings.accessTokenLifetimeMilliseconds;
    this.#accessTokens.set(token, { grant, issuedAt: now, expiresAt });
    return token;
  }

  refresh(refreshToken: string, now: number): Refreshed {
    const found = this.#refreshTokens.get(refreshToken);
    if (!found || found.grant.revoked) return { kind: "unknown" };
    const { grant, issuedAt } = found;
    if (grant.refreshToken !== refreshToken) {
      this.revoke(grant);
      return { kind: "replayed" };
    }
    if (issuedAt + this.#settings.refreshTokenIdleMilliseconds < now) return { kind: "unknown" };
    this.#newRefresh(grant, now);
    return { kind: "tokens", accessToken: this.accessToken(grant, now), grant };
  }

  access(accessToken: string, now: number): AccessToken | null {
    const found = this.#accessTokens.get(accessToken);
    return found && !found.grant.revoked && found.expiresAt > now ? found : null;
  }

  refreshGrant(refreshToken: string): Grant | null {
    const grant = this.#refreshTokens.get(refreshToken)?.grant;
    return grant && !grant.revoked && grant.refreshToken === refreshToken ? grant : null;
  }

  expireAccess(expires: (token: string, grant: Grant) => boolean): void {
    for (const [token, entry] of this.#accessTokens) if (expires(token, entry.grant)) entry.expiresAt = 0;
  }

  revoke(grant: Grant): void {
    grant.revoked = true;
    grant.refreshToken = null;
  }

  active(orgId: string): readonly Grant[] {
    return this.#all.filter((grant) => grant.orgId === orgId && !grant.revoked);
  }

  hasConsented(orgId: string, userId: string): boolean {
    return this.#consented.has(`${orgId}/${userId}`);
  }

  #newRefresh(grant: Grant, now: number): void {
    const token = `5Aep${secretOf(TOKEN_BYTES)}`;
    this.#refreshTokens.set(token, { grant, issuedAt: now });
    grant.refreshToken = token;
  }
}

/** No grants yet. */
export function createGrants(settings: GrantSettings): Grants {
  return new GrantBook(settings);
}

import { randomBytes } from "node:crypto";

/** What a portal's user agreed to. */
export interface Grant {
  readonly portalId: number;
  readonly userId: string;
  scopes: readonly string[];
  revoked: boolean;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly expiresAt: number;
}

interface AccessToken {
  readonly grant: Grant;
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly grant: Grant;
  /** The token this one replaces; it dies when this one is first used. */
  readonly replaces: string | null;
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly grant: Grant;
}

export interface Grants {
  issueCode(grant: Grant, redirectUri: string, now: number): string;
  /** A code works once, whatever comes of it. */
  takeCode(code: string, now: number): Code | null;
  issueTokens(grant: Grant, now: number): TokenPair;
  refresh(refreshToken: string, now: number): TokenPair | null;
  access(accessToken: string): AccessToken | undefined;
  refreshGrant(refreshToken: string): Grant | undefined;
  /** Makes access tokens unusable before their time; the refresh token still works. */
  expireAccess(accessToken: string): void;
  expireAll(portalId: number): void;
  revokeRefresh(refreshToken: string): void;
  revokePortal(portalId: number): void;
  active(portalId: number): readonly Grant[];
}

export interface GrantSettings {
  tokenLifetimeSeconds: number;
  codeLifetimeSeconds: number;
  /** Each refresh brings another refresh token. */
  rotateRefreshTokens: boolean;
}

/** Long enough to break whoever expects 512 characters to do. */
const ACCESS_TOKEN_BYTES = 420;
const REFRESH_TOKEN_BYTES = 40;
const SECOND = 1000;

export function createGrants(settings: GrantSettings): Grants {
  const codes = new Map<string, Code>();
  const accessTokens = new Map<string, AccessToken>();
  const refreshTokens = new Map<string, RefreshToken>();
  const secret = (prefix: string, bytes: number) => `${prefix}${randomBytes(bytes).toString("base64url")}`;

  function newAccess(grant: Grant, now: number): string {
    const token = secret("CAccess-", ACCESS_TOKEN_BYTES);
    accessTokens.set(token, { grant, expiresAt: now + settings.tokenLifetimeSeconds * SECOND });
    return token;
  }

  function pair(grant: Grant, refreshToken: string, now: number): TokenPair {
    const expiresInSeconds = settings.tokenLifetimeSeconds;
    return { accessToken: newAccess(grant, now), refreshToken, expiresInSeconds, grant };
  }

  function newRefresh(grant: Grant, replaces: string | null): string {
    const token = secret("na1-", REFRESH_TOKEN_BYTES);
    refreshTokens.set(token, { grant, replaces });
    return token;
  }

  function expireWhere(expires: (token: string, entry: AccessToken) => boolean): void {
    for (const [token, entry] of accessTokens) {
      if (expires(token, entry)) accessTokens.set(token, { ...entry, expiresAt: 0 });
    }
  }

  return {
    issueCode(grant, redirectUri, now) {
      const code = secret("na1-code-", REFRESH_TOKEN_BYTES);
      codes.set(code, { grant, redirectUri, expiresAt: now + settings.codeLifetimeSeconds * SECOND });
      return code;
    },
    takeCode(code, now) {
      const found = codes.get(code);
      codes.delete(code);
      return found && found.expiresAt > now ? found : null;
    },
    issueTokens: (grant, now) => pair(grant, newRefresh(grant, null), now),
    refresh(refreshToken, now) {
      const found = refreshTokens.get(refreshToken);
      if (!found || found.grant.revoked) return null;
      if (found.replaces) refreshTokens.delete(found.replaces);
      const next = settings.rotateRefreshTokens ? newRefresh(found.grant, refreshToken) : refreshToken;
      return pair(found.grant, next, now);
    },
    access: (token) => accessTokens.get(token),
    refreshGrant: (token) => refreshTokens.get(token)?.grant,
    expireAccess: (accessToken) => expireWhere((token) => token === accessToken),
    expireAll: (portalId) => expireWhere((_token, { grant }) => grant.portalId === portalId),
    revokeRefresh(token) {
      const found = refreshTokens.get(token);
      if (found) found.grant.revoked = true;
    },
    revokePortal(portalId) {
      for (const { grant } of refreshTokens.values()) {
        if (grant.portalId === portalId) grant.revoked = true;
      }
    },
    active: (portalId) => [
      ...new Set(
        [...refreshTokens.values()]
          .map(({ grant }) => grant)
          .filter((grant) => grant.portalId === portalId && !grant.revoked),
      ),
    ],
  };
}

import * as v from "valibot";
import { readTokenKeys, type TokenKey } from "./adapters/sealing.ts";
import { err, ok, type Result } from "./domain/result.ts";

/** What the Worker is told from outside. Read once, trusted afterwards. */
export interface Config {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly hubspot: {
    readonly apiUrl: string;
    readonly appUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  /** The first seals, all of them open. */
  readonly tokenKeys: readonly TokenKey[];
  readonly sessionKey: string;
  readonly operatorKey: string;
}

/** A variable that is missing or wrong. Names it and says what is expected; never holds the value. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

const HUBSPOT_API_URL = "https://api.hubapi.com";
const HUBSPOT_APP_URL = "https://app.hubspot.com";
const SESSION_KEY_LENGTH_MIN = 16;
const OPERATOR_KEY_LENGTH_MIN = 12;
/** Names that only a private network answers to. */
const PRIVATE_HOST =
  /^(localhost|[^.:]+|.+\.(localhost|local|internal|test)|127\..+|10\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|\[::1\])$/;

const Text = v.pipe(v.string("is missing"), v.trim(), v.minLength(1, "is empty"));

/** Plain http would hand tokens and tickets to anybody on the way, so it stays within a private network. */
const Address = v.pipe(
  Text,
  v.check(isAddress, "must be an http or https address, such as https://standings.example"),
  v.check(
    (text) => !isAddress(text) || isSafeAddress(text),
    "must be https, unless it points into a private network",
  ),
  v.transform((text) => text.replace(/\/+$/, "")),
);

const PublicUrl = v.pipe(
  Address,
  v.check(
    (text) => !isAddress(text) || new URL(text).pathname === "/",
    "must be an origin alone, without a path",
  ),
);

const Variables = v.object({
  PUBLIC_URL: PublicUrl,
  HUBSPOT_API_URL: v.optional(Address, HUBSPOT_API_URL),
  HUBSPOT_APP_URL: v.optional(Address, HUBSPOT_APP_URL),
  HUBSPOT_CLIENT_ID: Text,
  HUBSPOT_CLIENT_SECRET: Text,
  TOKEN_KEYS: v.pipe(
    Text,
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const keys = readTokenKeys(dataset.value);
      if (keys.ok) return keys.value;
      addIssue({ message: `${keys.error}; make one with: echo "k1:$(openssl rand -base64 32)"` });
      return NEVER;
    }),
  ),
  SESSION_KEY: v.pipe(Text, v.minLength(SESSION_KEY_LENGTH_MIN, tooShort(SESSION_KEY_LENGTH_MIN))),
  OPERATOR_KEY: v.pipe(Text, v.minLength(OPERATOR_KEY_LENGTH_MIN, tooShort(OPERATOR_KEY_LENGTH_MIN))),
});

/** The environment as a configuration, or every variable that is wrong. */
export function readConfig(environment: unknown): Result<Config, readonly ConfigProblem[]> {
  const parsed = v.safeParse(Variables, pickVariables(environment));
  if (!parsed.success) {
    return err(
      parsed.issues.map((issue) => ({
        variable: String(issue.path?.[0]?.key ?? "environment"),
        message: issue.message.startsWith("Invalid key") ? "is missing" : issue.message,
      })),
    );
  }
  const variables = parsed.output;
  return ok({
    publicUrl: variables.PUBLIC_URL,
    hubspot: {
      apiUrl: variables.HUBSPOT_API_URL,
      appUrl: variables.HUBSPOT_APP_URL,
      clientId: variables.HUBSPOT_CLIENT_ID,
      clientSecret: variables.HUBSPOT_CLIENT_SECRET,
    },
    tokenKeys: variables.TOKEN_KEYS,
    sessionKey: variables.SESSION_KEY,
    operatorKey: variables.OPERATOR_KEY,
  });
}

/** An empty variable is one that was not set: `.dev.vars` files are full of them. */
function pickVariables(environment: unknown): Record<string, unknown> {
  const known = Object.keys(Variables.entries);
  return Object.fromEntries(
    Object.entries(Object(environment)).filter(([name, value]) => known.includes(name) && value !== ""),
  );
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isSafeAddress(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || PRIVATE_HOST.test(hostname);
}

function tooShort(length: number): string {
  return `must be at least ${length} characters long`;
}

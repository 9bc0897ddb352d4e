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
  /** Null where Salesforce is not offered. */
  readonly salesforce: SalesforceConfig | null;
  /** The first seals, all of them open. */
  readonly tokenKeys: readonly TokenKey[];
  readonly sessionKey: string;
  readonly operatorKey: string;
}

/** Our apps at Salesforce: one that syncs, and one by which pages are framed. */
export interface SalesforceConfig {
  /** Where people sign in and tokens come from, without a slash at the end. */
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Consumer secrets of the canvas app: one, and a second while they are changed. */
  readonly canvasSecrets: readonly string[];
  /** PKCS #8 in PEM, by which the app signs in as the user who connected; null where it may not. */
  readonly jwtKey: string | null;
}

/** A variable that is missing or wrong. Names it and says what is expected; never holds the value. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

const HUBSPOT_API_URL = "https://api.hubapi.com";
const HUBSPOT_APP_URL = "https://app.hubspot.com";
const SALESFORCE_LOGIN_URL = "https://login.salesforce.com";
const CANVAS_SECRETS_MAX = 2;
const PRIVATE_KEY = /^-----BEGIN PRIVATE KEY-----\s+([A-Za-z0-9+/\s]+={0,2})\s+-----END PRIVATE KEY-----$/;
/** How a sequence begins, which every private key is. */
const DER_SEQUENCE = 0x30;
const SALESFORCE_VARIABLES = [
  "SALESFORCE_LOGIN_URL",
  "SALESFORCE_CLIENT_ID",
  "SALESFORCE_CLIENT_SECRET",
  "SALESFORCE_CANVAS_SECRET",
  "SALESFORCE_JWT_KEY",
] as const;
const SESSION_KEY_LENGTH_MIN = 16;
const OPERATOR_KEY_LENGTH_MIN = 12;
/** Names that only a private network answers to. */
const PRIVATE_HOST =
  /^(localhost|[^.:]+|.+\.(localhost|local|internal|test)|127\..+|10\..+|192\.168\..+|172\.(1[6-9]|2\d|3[01])\..+|\[::1\])$/;

const THIS_MACHINE = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Whoever misses a variable is told what to put there. Those that are not here may be missing. */
const MEANINGS: Readonly<Record<string, string>> = {
  PUBLIC_URL: "the address at which people and CRMs reach this Worker, such as https://standings.example",
  HUBSPOT_CLIENT_ID: "the client id from the Auth page of the app in HubSpot",
  HUBSPOT_CLIENT_SECRET: "the client secret from the Auth page of the app in HubSpot",
  TOKEN_KEYS:
    'what seals CRM tokens, as name:base64 of 32 bytes; make it with: echo "k1:$(openssl rand -base64 32)"',
  SESSION_KEY: "what signs sessions, 16 characters or more; make it with: openssl rand -base64 32",
  OPERATOR_KEY:
    "the bearer of the operator's routes, 12 characters or more; make it with: openssl rand -base64 32",
};

const Text = v.pipe(v.string("is missing"), v.trim(), v.minLength(1, "is empty"));

/** An address without a slash at the end; plain http only to hosts of such names. */
const addressWith = (hostsOfHttp: RegExp, messages: { readonly shape: string; readonly http: string }) =>
  v.pipe(
    Text,
    v.check(isAddress, messages.shape),
    v.check((text) => !isAddress(text) || isHttpsUnless(hostsOfHttp, text), messages.http),
    v.transform((text) => text.replace(/\/+$/, "")),
  );

/** Plain http would hand tokens and tickets to anybody on the way, so it stays within a private network. */
const Address = addressWith(PRIVATE_HOST, {
  shape: "must be an http or https address, such as https://standings.example",
  http: "must be https, unless it points into a private network",
});

/** Consents come back here and cookies are set from here, over networks of which we know nothing. */
const PublicUrl = v.pipe(
  addressWith(THIS_MACHINE, {
    shape: "must be an https address, such as https://standings.example",
    http: "must be https, unless it is this machine alone, such as http://localhost:8787",
  }),
  v.check(
    (text) => !isAddress(text) || new URL(text).pathname === "/",
    "must be an origin alone, without a path",
  ),
);

const CanvasSecrets = v.pipe(
  Text,
  v.transform((text) => text.split(",").map((secret) => secret.trim())),
  v.check(
    (secrets) => secrets.length <= CANVAS_SECRETS_MAX && secrets.every((secret) => secret !== ""),
    "must be one secret, or two with a comma between them",
  ),
);

/** A variable holds one line in many places, so line breaks may be written as \n. */
const PrivateKey = v.pipe(
  Text,
  v.transform((text) => text.replaceAll("\\n", "\n").trim()),
  v.check(
    isPrivateKey,
    "must be a private key in PEM that begins with BEGIN PRIVATE KEY; convert others with: openssl pkcs8 -topk8 -nocrypt",
  ),
);

const Variables = v.object({
  PUBLIC_URL: PublicUrl,
  HUBSPOT_API_URL: v.optional(Address, HUBSPOT_API_URL),
  HUBSPOT_APP_URL: v.optional(Address, HUBSPOT_APP_URL),
  HUBSPOT_CLIENT_ID: Text,
  HUBSPOT_CLIENT_SECRET: Text,
  SALESFORCE_LOGIN_URL: v.optional(Address, SALESFORCE_LOGIN_URL),
  SALESFORCE_CLIENT_ID: v.optional(Text),
  SALESFORCE_CLIENT_SECRET: v.optional(Text),
  SALESFORCE_CANVAS_SECRET: v.optional(CanvasSecrets),
  SALESFORCE_JWT_KEY: v.optional(PrivateKey),
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
  const given = pickVariables(environment);
  const parsed = v.safeParse(Variables, given);
  const problems = [...(parsed.success ? [] : problemsOf(parsed.issues)), ...lackingOfSalesforce(given)];
  if (!parsed.success || problems.length > 0) return err(problems);
  const variables = parsed.output;
  return ok({
    publicUrl: variables.PUBLIC_URL,
    hubspot: {
      apiUrl: variables.HUBSPOT_API_URL,
      appUrl: variables.HUBSPOT_APP_URL,
      clientId: variables.HUBSPOT_CLIENT_ID,
      clientSecret: variables.HUBSPOT_CLIENT_SECRET,
    },
    salesforce: salesforceOf(variables),
    tokenKeys: variables.TOKEN_KEYS,
    sessionKey: variables.SESSION_KEY,
    operatorKey: variables.OPERATOR_KEY,
  });
}

function problemsOf(issues: readonly v.InferIssue<typeof Variables>[]): readonly ConfigProblem[] {
  return issues.map((issue) => ({
    variable: String(issue.path?.[0]?.key ?? "environment"),
    message: issue.message.startsWith("Invalid key") ? missing(issue) : issue.message,
  }));
}

function missing({ path }: v.InferIssue<typeof Variables>): string {
  const meaning = MEANINGS[String(path?.[0]?.key)];
  return meaning === undefined ? "is missing" : `is missing: ${meaning}`;
}

/** What Salesforce needs as soon as one of it is set. The sign-in address has a default and says nothing. */
const NEEDED_OF_SALESFORCE = SALESFORCE_VARIABLES.filter(
  (name) => name !== "SALESFORCE_LOGIN_URL" && name !== "SALESFORCE_JWT_KEY",
);

/** Half of it would fail in front of a customer, so all of it is asked for, or none. */
function lackingOfSalesforce(given: Readonly<Record<string, unknown>>): readonly ConfigProblem[] {
  const set = SALESFORCE_VARIABLES.filter((name) => name !== "SALESFORCE_LOGIN_URL" && name in given);
  if (set.length === 0) return [];
  return NEEDED_OF_SALESFORCE.filter((name) => !(name in given)).map((variable) => ({
    variable,
    message: `is missing, while ${set.join(" and ")} is set`,
  }));
}

function salesforceOf(variables: v.InferOutput<typeof Variables>): SalesforceConfig | null {
  const {
    SALESFORCE_CLIENT_ID: clientId,
    SALESFORCE_CLIENT_SECRET: clientSecret,
    SALESFORCE_CANVAS_SECRET: canvasSecrets,
  } = variables;
  if (clientId === undefined || clientSecret === undefined || canvasSecrets === undefined) return null;
  const { SALESFORCE_LOGIN_URL: loginUrl, SALESFORCE_JWT_KEY: jwtKey = null } = variables;
  return { loginUrl, clientId, clientSecret, canvasSecrets, jwtKey };
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

function isHttpsUnless(hostsOfHttp: RegExp, text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || hostsOfHttp.test(hostname);
}

function isPrivateKey(text: string): boolean {
  const body = PRIVATE_KEY.exec(text)?.[1]?.replaceAll(/\s/g, "");
  if (body === undefined || body.length % 4 !== 0) return false;
  return atob(body).charCodeAt(0) === DER_SEQUENCE;
}

function tooShort(length: number): string {
  return `must be at least ${length} characters long`;
}

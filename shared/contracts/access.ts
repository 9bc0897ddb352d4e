/** Signing in, and what an operator asks: the wire beside `api.ts`. */
import * as v from "valibot";
import { MemberHead } from "./api.ts";
import { Progress } from "./connection.ts";
import { CRM_NAMES, JOB_STATES, PLANS, ROLES, TENANT_STATES } from "./ids.ts";

const CREDENTIAL_LENGTH_MAX = 300;

/** `POST /session`: a ticket that the host page was given, for a session. */
export const SessionRequest = v.strictObject({
  ticket: v.pipe(v.string(), v.minLength(1), v.maxLength(CREDENTIAL_LENGTH_MAX)),
});

export const Session = v.object({
  /** Keep it in memory alone; send it as `Authorization: Bearer`. */
  token: v.string(),
  expiresAt: v.string(),
  /** How long until then, for a page whose clock is wrong. */
  secondsLeft: v.number(),
  role: v.picklist(ROLES),
  member: MemberHead,
  tenant: v.object({
    name: v.string(),
    crm: v.picklist(CRM_NAMES),
    timeZone: v.string(),
    currency: v.string(),
    /** 1 is Monday. */
    weekStart: v.number(),
  }),
});
export type Session = v.InferOutput<typeof Session>;

/** `POST /embed/hubspot/ticket`. The ticket can be used once, within a minute. */
export const EmbedTicket = v.object({
  ticket: v.string(),
  url: v.string(),
  expiresAt: v.string(),
  /** Whether the tenant wants our pages inline in HubSpot's experimental frame; off when it is not told. */
  inlineFrame: v.optional(v.boolean()),
});
export type EmbedTicket = v.InferOutput<typeof EmbedTicket>;

/** `POST /live/ticket`: goes into the subprotocol of the socket as `ticket.<ticket>`. */
export const LiveTicket = v.object({ ticket: v.string(), expiresAt: v.string() });
export type LiveTicket = v.InferOutput<typeof LiveTicket>;

/** `GET /operator/tenants`. */
export const OperatorTenants = v.object({
  tenants: v.array(
    v.object({
      id: v.string(),
      crm: v.picklist(CRM_NAMES),
      crmId: v.string(),
      name: v.string(),
      state: v.picklist(TENANT_STATES),
      progress: v.array(Progress),
    }),
  ),
});

export const ApiKeyRequest = v.strictObject({
  role: v.picklist(ROLES),
  /** False for a key that may only read. */
  write: v.optional(v.boolean(), true),
});

/** The key is shown once: only its hash is kept. */
export const ApiKeyMade = v.object({
  id: v.string(),
  key: v.string(),
  role: v.picklist(ROLES),
  write: v.boolean(),
});

export const ApiKeys = v.object({
  keys: v.array(
    v.object({ id: v.string(), role: v.picklist(ROLES), write: v.boolean(), createdAt: v.string() }),
  ),
});

export const PlanRequest = v.strictObject({ plan: v.picklist(PLANS) });

/** Whom to forget, and the contact whose erasure in the CRM asked for it. */
export const ErasureRequest = v.strictObject({
  email: v.pipe(v.string(), v.trim(), v.email("must be an e-mail address"), v.maxLength(320)),
  contactId: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(100))), null),
});

export const JobStarted = v.object({ jobId: v.string() });

export const Job = v.object({
  id: v.string(),
  tenantId: v.string(),
  kind: v.string(),
  /** The request that asked for it, as every line of the log about it names it. */
  requestId: v.nullable(v.string()),
  state: v.picklist(JOB_STATES),
  createdAt: v.string(),
  finishedAt: v.nullable(v.string()),
  /** What it found: a rebuild's differences, a sync's counts. */
  result: v.unknown(),
});

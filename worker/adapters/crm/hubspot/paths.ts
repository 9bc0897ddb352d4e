/**
 * Every path of HubSpot that we name ourselves. CRM objects, owners, pipelines and properties are reached
 * through the discovery classes of `@hubspot/api-client`, which carry their own (v3) paths; `gateway.ts` is
 * the only file that knows those classes. So a move to other versions touches these two files.
 */
export const PATHS = {
  /** On the app's address, not the API's. */
  authorize: "/oauth/authorize",
  token: "/oauth/2026-09/token",
  introspectToken: "/oauth/2026-09/token/introspect",
  accountDetails: "/account-info/2026-09/details",
  exchangeRates: "/settings/currencies/2026-09/exchange-rates",
  users: "/settings/users/2026-03",
  teams: "/settings/users/2026-03/teams",
  teamTree: "/settings/teams/2026-09-beta",
  meetingContacts: "/crm/associations/2026-09/meetings/contacts/batch/read",
  dealSplits: "/deal-splits/2026-09/batch/read",
} as const;

/** A path that we name ourselves. */
export type DatedPath = (typeof PATHS)[keyof typeof PATHS];

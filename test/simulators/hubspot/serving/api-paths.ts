/** One API: the path our routes name it by, and every address HubSpot has for it. */
interface Address {
  readonly canonical: string;
  readonly pattern: RegExp;
}

const DATED = "(?:2026-09|2026-03)";

const ADDRESSES: readonly Address[] = [
  { canonical: "/crm/objects", pattern: new RegExp(`^/crm/(?:objects/${DATED}|v3/objects)(?=/|$)`) },
  { canonical: "/crm/linked", pattern: /^\/crm\/v4\/objects(?=\/)/ },
  { canonical: "/crm/owners", pattern: new RegExp(`^/crm/(?:owners/${DATED}|v3/owners)(?=/|$)`) },
  { canonical: "/crm/pipelines", pattern: new RegExp(`^/crm/(?:pipelines/${DATED}|v3/pipelines)(?=/|$)`) },
  { canonical: "/crm/properties", pattern: new RegExp(`^/crm/(?:properties/${DATED}|v3/properties)(?=/|$)`) },
  {
    canonical: "/crm/associations",
    pattern: new RegExp(`^/crm/(?:associations/${DATED}|v4/associations)(?=/|$)`),
  },
  { canonical: "/crm/old-associations", pattern: /^\/crm\/v3\/associations(?=\/|$)/ },
  { canonical: "/account-info", pattern: new RegExp(`^/account-info/(?:${DATED}|v3)(?=/|$)`) },
  { canonical: "/settings/users", pattern: /^\/settings\/(?:users\/(?:2026-03|v3)|v3\/users)(?=\/|$)/ },
  { canonical: "/settings/teams", pattern: /^\/settings\/teams\/2026-09-beta(?=\/|$)/ },
  { canonical: "/settings/currencies", pattern: new RegExp(`^/settings/currencies/(?:${DATED}|v3)(?=/|$)`) },
  { canonical: "/deal-splits", pattern: new RegExp(`^/deal-splits/${DATED}(?=/|$)`) },
  { canonical: "/appinstalls", pattern: new RegExp(`^/appinstalls/(?:${DATED}|v3)(?=/|$)`) },
  { canonical: "/oauth", pattern: new RegExp(`^/oauth/(?:${DATED}|v3|v1)(?=/|$)`) },
];

/** The path without its version, as the routes name it; null when it is no address of an API. */
export function canonicalPath(path: string): string | null {
  const trimmed = path.length > 1 ? path.replace(/\/$/, "") : path;
  for (const { canonical, pattern } of ADDRESSES) {
    if (pattern.test(trimmed)) return trimmed.replace(pattern, canonical);
  }
  return null;
}

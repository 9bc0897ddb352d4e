import type { Answer, Incoming } from "../../shared/exchange.ts";
import type { Route } from "../../shared/router.ts";
import type { Simulation } from "../simulation.ts";
import {
  accountDetails,
  companyCurrency,
  currencyCodes,
  currentRates,
  getPipeline,
  getProperty,
  listPipelines,
  listProperties,
  listRates,
  uninstall,
} from "./account.ts";
import { listAssociations, readAssociations, readDealSplits, readOldAssociations } from "./associations.ts";
import type { Caller } from "./caller.ts";
import { identify, takeAllowance, withRateHeaders } from "./caller.ts";
import { introspect, issueToken, revoke } from "./oauth.ts";
import { getRecord, listRecords, readBatch } from "./object-reading.ts";
import { searchRecords } from "./object-search.ts";
import { archiveObject, createObject, mergeObjects, updateBatch, updateObject } from "./object-writing.ts";
import { getOwner, getUser, listOwners, listTeams, listTeamTree, listUsers } from "./people.ts";

type Endpoint = (simulation: Simulation, caller: Caller, incoming: Incoming) => Answer;

const ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ["GET", "/crm/objects/:type", listRecords],
  ["POST", "/crm/objects/:type", createObject],
  ["POST", "/crm/objects/:type/batch/read", readBatch],
  ["POST", "/crm/objects/:type/batch/update", updateBatch],
  ["POST", "/crm/objects/:type/search", searchRecords],
  ["POST", "/crm/objects/:type/merge", mergeObjects],
  ["GET", "/crm/objects/:type/:id", getRecord],
  ["PATCH", "/crm/objects/:type/:id", updateObject],
  ["DELETE", "/crm/objects/:type/:id", archiveObject],
  ["GET", "/crm/objects/:type/:id/associations/:to", listAssociations],
  ["GET", "/crm/linked/:type/:id/associations/:to", listAssociations],
  ["POST", "/crm/associations/:from/:to/batch/read", readAssociations],
  ["POST", "/crm/old-associations/:from/:to/batch/read", readOldAssociations],
  ["POST", "/deal-splits/batch/read", readDealSplits],
  ["GET", "/crm/owners", listOwners],
  ["GET", "/crm/owners/:id", getOwner],
  ["GET", "/crm/pipelines/:type", listPipelines],
  ["GET", "/crm/pipelines/:type/:id", getPipeline],
  ["GET", "/crm/properties/:type", listProperties],
  ["GET", "/crm/properties/:type/:name", getProperty],
  ["GET", "/account-info/details", accountDetails],
  ["GET", "/settings/users", listUsers],
  ["GET", "/settings/users/teams", listTeams],
  ["GET", "/settings/users/:id", getUser],
  ["GET", "/settings/teams", listTeamTree],
  ["GET", "/settings/currencies/company-currency", companyCurrency],
  ["GET", "/settings/currencies/codes", currencyCodes],
  ["GET", "/settings/currencies/exchange-rates", listRates],
  ["GET", "/settings/currencies/exchange-rates/current", currentRates],
  ["DELETE", "/appinstalls/external-install", uninstall],
];

/** After this many answered calls the fault revoked_token takes the grant away. */
function revokeIfStruck(simulation: Simulation, caller: Caller): void {
  if (simulation.faults.strikes("revoked_token")) simulation.grants.revokePortal(caller.portal.portalId);
}

function apiRoute(simulation: Simulation, [method, path, endpoint]: (typeof ENDPOINTS)[number]): Route {
  const bucket = path.endsWith("/search") ? "search" : "general";
  return {
    method,
    path,
    handle(incoming) {
      const caller = identify(simulation, incoming);
      takeAllowance(simulation, caller, bucket);
      const answer = endpoint(simulation, caller, incoming);
      revokeIfStruck(simulation, caller);
      return withRateHeaders(simulation, caller, bucket, answer);
    },
  };
}

/** Every endpoint of api.hubapi.com that the simulator has, by its path without a version. */
export function apiRoutes(simulation: Simulation): readonly Route[] {
  return [
    { method: "POST", path: "/oauth/token", handle: (incoming) => issueToken(simulation, incoming) },
    {
      method: "POST",
      path: "/oauth/token/introspect",
      handle: (incoming) => introspect(simulation, incoming),
    },
    { method: "POST", path: "/oauth/token/revoke", handle: (incoming) => revoke(simulation, incoming) },
    ...ENDPOINTS.map((entry) => apiRoute(simulation, entry)),
  ];
}

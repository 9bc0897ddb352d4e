import type { Route } from "../../shared/router.ts";
import { consentDecision, consentPage } from "../pages/consent.ts";
import type { Simulation } from "../simulation.ts";
import { userInfo } from "./identity.ts";
import { introspect, revoke, token } from "./oauth.ts";

const ROOT = "/services/oauth2";

/** How an app gets and loses tokens. */
export function oauthRoutes(simulation: Simulation): readonly Route[] {
  return [
    { method: "GET", path: `${ROOT}/authorize`, handle: (incoming) => consentPage(simulation, incoming) },
    {
      method: "POST",
      path: `${ROOT}/authorize`,
      handle: (incoming) => consentDecision(simulation, incoming),
    },
    { method: "POST", path: `${ROOT}/token`, handle: (incoming) => token(simulation, incoming) },
    { method: "POST", path: `${ROOT}/revoke`, handle: (incoming) => revoke(simulation, incoming) },
    { method: "GET", path: `${ROOT}/revoke`, handle: (incoming) => revoke(simulation, incoming) },
    { method: "POST", path: `${ROOT}/introspect`, handle: (incoming) => introspect(simulation, incoming) },
    { method: "GET", path: `${ROOT}/userinfo`, handle: (incoming) => userInfo(simulation, incoming) },
    { method: "POST", path: `${ROOT}/userinfo`, handle: (incoming) => userInfo(simulation, incoming) },
    { method: "GET", path: "/id/:orgId/:userId", handle: (incoming) => userInfo(simulation, incoming) },
  ];
}

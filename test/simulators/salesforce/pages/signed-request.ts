import type { OrgUser } from "../api/users.ts";
import { fullName } from "../api/users.ts";
import { to15 } from "../org/ids.ts";
import type { Org } from "../org/org.ts";
import type { Tamper } from "../serving/canvas-signature.ts";
import { signRequest } from "../serving/canvas-signature.ts";
import type { Grant } from "../serving/grants.ts";
import type { Simulation } from "../simulation.ts";

/** Where the app stands in Salesforce. */
export type Place = "tab" | "record" | "home" | "utility";

export interface CanvasPlace {
  readonly place: Place;
  readonly recordId: string | null;
}

const API_VERSION = "66.0";
const SEASON = "SPRING";
const NAMESPACE = "standings";
/** What captured requests carry is no time: it lies before there was a canvas. */
const ISSUED_AT = 1_294_299_664;

/** The id by which the host and the frame name each other. */
export function instanceIdOf({ place }: CanvasPlace): string {
  return `_:Standings_Canvas:${place}`;
}

function userContext(simulation: Simulation, org: Org, user: OrgUser) {
  return {
    userId: user.id,
    userName: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    fullName: fullName(user),
    email: user.email,
    locale: user.locale,
    language: user.language,
    timeZone: user.timeZone,
    profileId: to15(user.profileId),
    roleId: user.roleId === null ? null : to15(user.roleId),
    userType: "STANDARD",
    currencyISOCode: org.currency,
    profilePhotoUrl: `${simulation.url}/profilephoto/005/F`,
    profileThumbnailUrl: `${simulation.url}/profilephoto/005/T`,
    siteUrl: null,
    siteUrlPrefix: null,
    networkId: null,
    accessibilityModeEnabled: false,
    isDefaultNetwork: true,
  };
}

function environmentContext(simulation: Simulation, where: CanvasPlace) {
  const { place, recordId } = where;
  return {
    displayLocation: "Aura",
    sublocation: null,
    locationUrl: `${simulation.url}${pathOf(where)}`,
    referer: null,
    uiTheme: "Theme3",
    dimensions: {
      width: "100%",
      height: "480px",
      maxWidth: "1000px",
      maxHeight: "2000px",
      clientWidth: "800px",
      clientHeight: "480px",
    },
    parameters: { place, ...(recordId === null ? {} : { recordId }) },
    record: {},
    version: { api: API_VERSION, season: SEASON },
  };
}

/** The address of the page that the app stands on. */
export function pathOf({ place, recordId }: CanvasPlace): string {
  if (place === "record") return `/lightning/r/Opportunity/${recordId ?? ""}/view`;
  return place === "tab" ? "/lightning/n/Standings" : "/lightning/page/home";
}

function linksContext(org: Org, user: OrgUser) {
  const root = `/services/data/v${API_VERSION}`;
  return {
    enterpriseUrl: `/services/Soap/c/${API_VERSION}/${to15(org.id)}`,
    partnerUrl: `/services/Soap/u/${API_VERSION}/${to15(org.id)}`,
    metadataUrl: `/services/Soap/m/${API_VERSION}/${to15(org.id)}`,
    restUrl: `${root}/`,
    sobjectUrl: `${root}/sobjects/`,
    queryUrl: `${root}/query/`,
    searchUrl: `${root}/search/`,
    recentItemsUrl: `${root}/recent/`,
    userUrl: `/${user.id}`,
    loginUrl: "/",
  };
}

/** What a signed request tells, but for the name of the algorithm. The token in it works, and does not live longer than others. */
export function canvasEnvelope(
  simulation: Simulation,
  who: { readonly org: Org; readonly user: OrgUser },
  where: CanvasPlace,
): Readonly<Record<string, unknown>> {
  const { org, user } = who;
  const grant: Grant = { orgId: org.id, userId: user.id, scopes: ["id"], refreshToken: null, revoked: false };
  return {
    issuedAt: ISSUED_AT,
    userId: user.id,
    client: {
      instanceId: instanceIdOf(where),
      targetOrigin: simulation.url,
      instanceUrl: simulation.url,
      oauthToken: simulation.grants.accessToken(grant, simulation.now()),
      refreshToken: null,
    },
    context: {
      user: userContext(simulation, org, user),
      links: linksContext(org, user),
      application: {
        applicationId: "06P5g0000000001",
        name: simulation.app.name,
        developerName: "Standings_Canvas",
        namespace: NAMESPACE,
        version: "1.0",
        canvasUrl: simulation.app.canvasUrl,
        authType: "SIGNED_REQUEST",
        referenceId: null,
        options: [],
        samlInitiationMethod: "None",
        isInstalledPersonalApp: false,
      },
      organization: {
        organizationId: org.id,
        name: org.name,
        multicurrencyEnabled: org.multicurrency,
        namespacePrefix: null,
        currencyIsoCode: org.currency,
      },
      environment: environmentContext(simulation, where),
    },
  };
}

/** The signed request for somebody at a place, by the first of the app's secrets. */
export function signedRequestFor(
  simulation: Simulation,
  who: { readonly org: Org; readonly user: OrgUser },
  where: CanvasPlace,
  tamper: Tamper | null = null,
): string {
  const [secret = simulation.app.clientSecret] = simulation.app.canvasSecrets;
  return signRequest(canvasEnvelope(simulation, who, where), secret, tamper);
}

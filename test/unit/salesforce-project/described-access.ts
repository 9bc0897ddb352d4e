import { API_VERSION, type DescribedFile, describeFile, OWNED, PACKAGED } from "./metadata.ts";

/** Stands for the Worker's address until the package is made. */
export const ADDRESS = "https://standings.example.com";
/** Stands for the id of the org that owns the apps until the package is made. */
export const OWNING_ORG = "00D000000000000EAA";
/**
 * The objects of whose changes the Worker is told. Not every org has splits or voice calls, and a package that names
 * them could not be installed where they are missing: the Worker asks for those.
 */
export const TOLD_OBJECTS = ["EmailMessage", "Event", "Opportunity", "Task"] as const;

const packaged = (path: string) => `${PACKAGED}/${path}`;
const owned = (path: string) => `${OWNED}/${path}`;

const CLASSES = [
  "ChangeHandler",
  "ChangeHandlerTest",
  "ChangeHints",
  "ChangeHintsTest",
  "ChangePing",
  "ConnectionController",
  "ConnectionControllerTest",
  "PingJob",
  "PingJobTest",
  "PingSettings",
  "StandingsInstall",
  "StandingsInstallTest",
  "StandingsMock",
  "StandingsUninstall",
];

const code: readonly DescribedFile[] = [
  ...CLASSES.map((name) =>
    describeFile("ApexClass", packaged(`classes/${name}.cls`), { apiVersion: API_VERSION, status: "Active" }),
  ),
  ...TOLD_OBJECTS.map((name) =>
    describeFile("ApexTrigger", packaged(`triggers/${name}Change.trigger`), {
      apiVersion: API_VERSION,
      status: "Active",
    }),
  ),
];

/** One of the two apps. They are two because an app that may refresh would put a refresh token into every page. */
function appFiles(
  name: string,
  label: string,
  description: string,
  scopes: string,
): readonly DescribedFile[] {
  return [
    describeFile("ExternalClientApplication", packaged(`externalClientApps/${name}.eca`), {
      contactEmail: "support@standings.example.com",
      description,
      distributionState: "Packaged",
      isProtected: false,
      label,
      orgScopedExternalApp: `${OWNING_ORG}:${name}`,
    }),
    describeFile("ExtlClntAppOauthSettings", packaged(`extlClntAppOauthSettings/${name}_oauth.ecaOauth`), {
      commaSeparatedOauthScopes: scopes,
      externalClientApplication: name,
      isFirstPartyAppEnabled: false,
      label: `${label} OAuth`,
    }),
  ];
}

const apps: readonly DescribedFile[] = [
  ...appFiles("Standings_Canvas", "Standings", "Shows Standings in pages of Salesforce.", "Basic"),
  ...appFiles(
    "Standings_Sync",
    "Standings Sync",
    "Lets Standings read opportunities and activities.",
    "Api, Basic, RefreshToken",
  ),
  describeFile(
    "ExtlClntAppCanvasSettings",
    packaged("extlClntAppCanvasSettings/Standings_Canvas_canvasSettings.ecaCanvas"),
    {
      accessMethod: "Post",
      canvasLocationOptions: ["Aura"],
      canvasUrl: `${ADDRESS}/embed/salesforce`,
      externalClientApplication: "Standings_Canvas",
      label: "Standings canvas",
      samlInitiationMethod: "None",
    },
  ),
];

/** Only the org that owns the apps takes these: there they become the defaults of every installation. */
const policies: readonly DescribedFile[] = [
  describeFile(
    "ExtlClntAppConfigurablePolicies",
    owned("extlClntAppPolicies/Standings_Canvas_plcy.ecaPlcy"),
    {
      externalClientApplication: "Standings_Canvas",
      isCanvasPluginEnabled: true,
      isEnabled: true,
      isOauthPluginEnabled: true,
      label: "Standings policies",
    },
  ),
  describeFile("ExtlClntAppConfigurablePolicies", owned("extlClntAppPolicies/Standings_Sync_plcy.ecaPlcy"), {
    externalClientApplication: "Standings_Sync",
    isEnabled: true,
    isOauthPluginEnabled: true,
    label: "Standings Sync policies",
  }),
  describeFile(
    "ExtlClntAppOauthConfigurablePolicies",
    owned("extlClntAppOauthPolicies/Standings_Canvas_oauthPlcy.ecaOauthPlcy"),
    {
      externalClientApplication: "Standings_Canvas",
      ipRelaxationPolicyType: "Enforce",
      isClientCredentialsFlowEnabled: false,
      label: "Standings OAuth policies",
      permittedUsersPolicyType: "AdminApprovedPreAuthorized",
      refreshTokenPolicyType: "Zero",
    },
  ),
  describeFile(
    "ExtlClntAppOauthConfigurablePolicies",
    owned("extlClntAppOauthPolicies/Standings_Sync_oauthPlcy.ecaOauthPlcy"),
    {
      externalClientApplication: "Standings_Sync",
      ipRelaxationPolicyType: "Enforce",
      isClientCredentialsFlowEnabled: false,
      label: "Standings Sync OAuth policies",
      permittedUsersPolicyType: "AdminApprovedPreAuthorized",
      refreshTokenPolicyType: "SpecificInactivity",
      refreshTokenValidityPeriod: 30,
      refreshTokenValidityUnit: "Days",
    },
  ),
];

const settings: readonly DescribedFile[] = [
  describeFile("CustomObject", packaged("objects/StandingsPing__c/StandingsPing__c.object"), {
    customSettingsType: "Hierarchy",
    description: "The key that signs messages to Standings, and where they go.",
    enableFeeds: false,
    label: "Standings ping",
    visibility: "Protected",
  }),
  ...(
    [
      ["Address__c", "Address", "Where messages go: the address of Standings, without a slash at its end."],
      ["OrganizationId__c", "Organization", "The org that the key is for. A copy of the org sends nothing."],
      ["PingKey__c", "Key", "What signs messages to Standings. Only code of this package can read it."],
    ] as const
  ).map(([name, label, description]) =>
    describeFile("CustomField", packaged(`objects/StandingsPing__c/fields/${name}.field`), {
      fullName: name,
      description,
      externalId: false,
      label,
      length: name === "OrganizationId__c" ? 18 : 255,
      required: false,
      trackTrending: false,
      type: "Text",
      unique: false,
    }),
  ),
];

const changes: readonly DescribedFile[] = [
  describeFile(
    "PlatformEventChannel",
    packaged("platformEventChannels/Standings__chn.platformEventChannel"),
    { channelType: "data", label: "Standings" },
  ),
  ...TOLD_OBJECTS.map((name) =>
    describeFile(
      "PlatformEventChannelMember",
      packaged(`platformEventChannelMembers/Standings_${name}ChangeEvent.platformEventChannelMember`),
      { eventChannel: "Standings__chn", selectedEntity: `${name}ChangeEvent` },
    ),
  ),
];

const sites: readonly DescribedFile[] = [
  describeFile("CspTrustedSite", packaged("cspTrustedSites/Standings.cspTrustedSite"), {
    context: "LEX",
    description: "Lets pages of Salesforce show Standings in a frame.",
    endpointUrl: ADDRESS,
    isActive: true,
    isApplicableToConnectSrc: false,
    isApplicableToFontSrc: false,
    isApplicableToFrameSrc: true,
    isApplicableToImgSrc: false,
    isApplicableToMediaSrc: false,
    isApplicableToStyleSrc: false,
  }),
  describeFile("RemoteSiteSetting", packaged("remoteSiteSettings/Standings.remoteSite"), {
    description: "Lets the package tell Standings which records changed.",
    disableProtocolSecurity: false,
    isActive: true,
    url: ADDRESS,
  }),
];

/** Opens the application and its tab. What a person sees there is decided by Standings, not by these. */
const opensStandings = [{ application: "Standings", visible: true }] as const;
const standingsTab = { tab: "Standings", visibility: "Visible" } as const;

const permissionSets: readonly DescribedFile[] = [
  describeFile("PermissionSet", packaged("permissionsets/Standings_User.permissionset"), {
    applicationVisibilities: opensStandings,
    description: "Opens Standings. For everyone who sells.",
    hasActivationRequired: false,
    label: "Standings User",
    tabSettings: [standingsTab],
  }),
  describeFile("PermissionSet", packaged("permissionsets/Standings_Manager.permissionset"), {
    ...opensStandings,
    description:
      "Opens Standings. For people who lead: whom they see follows from the Manager field of users.",
    label: "Standings Manager",
    tabSettings: [standingsTab],
  }),
  describeFile("PermissionSet", packaged("permissionsets/Standings_Admin.permissionset"), {
    applicationVisibilities: opensStandings,
    classAccesses: [{ apexClass: "ConnectionController", enabled: true }],
    description: "Opens Standings, and the tab with the connection. Its holders are admins in Standings.",
    hasActivationRequired: false,
    label: "Standings Admin",
    tabSettings: [standingsTab, { tab: "Standings_Connection", visibility: "Visible" }],
  }),
];

/** What grants access, and what joins the org with Standings. */
export const DESCRIBED_ACCESS: readonly DescribedFile[] = [
  ...apps,
  ...changes,
  ...code,
  ...permissionSets,
  ...policies,
  ...settings,
  ...sites,
];

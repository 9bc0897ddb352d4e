import { API_VERSION, type DescribedFile, describeFile, PACKAGED } from "./metadata.ts";

const packaged = (path: string) => `${PACKAGED}/${path}`;

/** The wrapper on a page. The place tells it how much to show. */
function standingsAt(place: "tab" | "record" | "home") {
  return {
    itemInstances: [
      {
        componentInstance: {
          componentInstanceProperties: [{ name: "place", value: place }],
          componentName: "standings",
          identifier: "standings",
        },
      },
    ],
  };
}

const standardComponent = (componentName: string, identifier: string) => ({
  componentInstance: { componentName, identifier },
});

/** A property that the utility bar itself reads. */
const decorated = (name: string, value: string) => ({ name, type: "decorator", value }) as const;

const pages: readonly DescribedFile[] = [
  describeFile("FlexiPage", packaged("flexipages/Standings.flexipage"), {
    description: "The leaderboard, quotas and activity, in a tab.",
    flexiPageRegions: [{ ...standingsAt("tab"), name: "main", type: "Region" }],
    masterLabel: "Standings",
    template: { name: "flexipage:defaultAppHomeTemplate" },
    type: "AppPage",
  }),
  describeFile("FlexiPage", packaged("flexipages/Standings_Opportunity.flexipage"), {
    description: "An opportunity with the quota card of its owner beside it.",
    flexiPageRegions: [
      {
        itemInstances: [standardComponent("force:highlightsPanel", "force_highlightsPanel")],
        name: "header",
        type: "Region",
      },
      {
        itemInstances: [
          standardComponent("force:detailPanel", "force_detailPanel"),
          standardComponent("force:relatedListContainer", "force_relatedListContainer"),
        ],
        name: "main",
        type: "Region",
      },
      { ...standingsAt("record"), name: "sidebar", type: "Region" },
    ],
    masterLabel: "Opportunity with Standings",
    sobjectType: "Opportunity",
    template: { name: "flexipage:recordHomeTemplateDesktop" },
    type: "RecordPage",
  }),
  describeFile("FlexiPage", packaged("flexipages/Standings_Home.flexipage"), {
    description: "Home with the viewer's own standing at the top.",
    flexiPageRegions: [
      { ...standingsAt("home"), name: "top", type: "Region" },
      { name: "bottomLeft", type: "Region" },
      { name: "bottomRight", type: "Region" },
      { name: "sidebar", type: "Region" },
    ],
    masterLabel: "Home with Standings",
    template: { name: "home:desktopTemplate" },
    type: "HomePage",
  }),
  describeFile("FlexiPage", packaged("flexipages/Standings_UtilityBar.flexipage"), {
    description: "Standings at the foot of every page of the application.",
    flexiPageRegions: [
      {
        itemInstances: [
          {
            componentInstance: {
              componentInstanceProperties: [
                decorated("label", "Standings"),
                decorated("icon", "chart"),
                decorated("width", "420"),
                decorated("height", "600"),
                { name: "place", value: "utility" },
              ],
              componentName: "standings",
              identifier: "standings",
            },
          },
        ],
        name: "utilityItems",
        type: "Region",
      },
      { name: "backgroundComponents", type: "Background" },
    ],
    masterLabel: "Standings utility bar",
    template: { name: "one:utilityBarTemplateDesktop" },
    type: "UtilityBar",
  }),
];

/** Shows one of our pages where the application would show a standard one. Other applications keep theirs. */
const overridden = (actionName: "Tab" | "View", pageOrSobjectType: string, content: string) =>
  ({
    actionName,
    content,
    formFactor: "Large",
    skipRecordTypeSelect: false,
    type: "Flexipage",
    pageOrSobjectType,
  }) as const;

/** What people see in Salesforce: component, pages, tabs, application. */
export const DESCRIBED_PAGES: readonly DescribedFile[] = [
  ...pages,
  describeFile("AuraDefinitionBundle", packaged("aura/standings/standings.cmp"), {
    apiVersion: API_VERSION,
    description: "Standings in a tab, on a record, on Home, on an app page and in the utility bar.",
  }),
  describeFile("LightningComponentBundle", packaged("lwc/connection/connection.js"), {
    apiVersion: API_VERSION,
    description: "Where an admin pastes the key that signs messages to Standings.",
    isExposed: true,
    masterLabel: "Standings connection",
    targets: { target: ["lightning__Tab"] },
  }),
  describeFile("CustomTab", packaged("tabs/Standings.tab"), {
    description: "Leaderboards, quotas and activity.",
    flexiPage: "Standings",
    label: "Standings",
    motif: "Custom46: Postage",
  }),
  describeFile("CustomTab", packaged("tabs/Standings_Connection.tab"), {
    description: "The key that signs messages to Standings. For admins.",
    label: "Standings connection",
    lwcComponent: "connection",
    motif: "Custom67: Gears",
  }),
  describeFile("CustomApplication", packaged("applications/Standings.app"), {
    actionOverrides: [
      overridden("Tab", "standard-home", "Standings_Home"),
      overridden("View", "Opportunity", "Standings_Opportunity"),
    ],
    description: "Leaderboards, quotas and activity beside opportunities.",
    formFactors: ["Large"],
    label: "Standings",
    navType: "Standard",
    tabs: ["standard-home", "Standings", "standard-Opportunity", "Standings_Connection"],
    uiType: "Lightning",
    utilityBar: "Standings_UtilityBar",
  }),
];

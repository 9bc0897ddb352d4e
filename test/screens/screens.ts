/** Every screen that is looked at and checked: who opens which address, at which width, in which state. */

export const THEMES = ["hubspot", "hubspot-dark", "salesforce", "salesforce-dark"] as const;
export type Theme = (typeof THEMES)[number];

/** What stands in the way of the answers. */
export type Trouble =
  /** Nothing is answered. */
  | "waiting"
  /** The server fails. */
  | "failing"
  /** The line is cut after the page was drawn. */
  | "cut"
  /** The role does not allow it. */
  | "refused";

export interface Screen {
  /** Names the picture, as the drawn ones are named. */
  readonly name: string;
  /** Whose ticket: company and person. */
  readonly as: `${string}.${string}`;
  /** Page and query, without theme. */
  readonly path: string;
  readonly width: number;
  readonly height?: number;
  readonly trouble?: Trouble;
  /** The page asks for what the viewer may not see or what is not there, is refused, and makes do without. */
  readonly refusedFirst?: boolean;
  /** Names of buttons that are pressed one after another once the page is drawn. */
  readonly press?: readonly string[];
  /** What has to be there before the screen is looked at, where that comes by itself. */
  readonly until?: string;
  /** Drawn pictures that show the same, by theme. */
  readonly drawn?: Partial<Record<Theme, string>>;
}

const CARD = "/cards/quota-card/";
const board = (query: string) => `/cards/standings/?page=leaderboard&${query}`;
const REVENUE = "metric=revenue_closed&period=this_month";

const QUOTA_CARDS: readonly Screen[] = [
  {
    name: "01a-quota-card-320",
    as: "live.maya",
    path: CARD,
    width: 320,
    drawn: { hubspot: "01a-quota-card-320-hubspot", salesforce: "01f-quota-card-320-salesforce" },
  },
  {
    name: "01b-quota-card-deal-320",
    as: "live.maya",
    path: `${CARD}?deal=9100`,
    width: 320,
    drawn: {
      hubspot: "01b-quota-card-deal-320-hubspot",
      "salesforce-dark": "01c-quota-card-deal-320-salesforce-dark",
    },
  },
  {
    name: "01e-quota-card-760",
    as: "live.maya",
    path: CARD,
    width: 760,
    drawn: {
      hubspot: "01e-quota-card-760-hubspot",
      "salesforce-dark": "01g-quota-card-760-salesforce-dark",
    },
  },
  ...(
    [
      ["at-risk", "live.priya"],
      ["behind", "live.marcus"],
      ["reached", "live.daniel"],
      ["ramping", "live.jonah"],
      ["on-leave", "live.elena"],
      ["no-quota", "no-quotas.maya"],
      ["too-early", "first-days.maya"],
      ["stale", "stale.maya"],
      ["arriving", "arriving.maya"],
    ] as const
  ).map(([state, as]) => ({
    name: `01d-quota-card-${state}`,
    as,
    path: CARD,
    width: 320,
    drawn: { hubspot: "01d-quota-card-states-hubspot" },
  })),
  { name: "01d-quota-card-loading", as: "live.maya", path: CARD, width: 320, trouble: "waiting" },
  { name: "01d-quota-card-error", as: "live.maya", path: CARD, width: 320, trouble: "failing" },
];

const LEADERBOARDS: readonly Screen[] = [
  {
    name: "02a-leaderboard-manager-1200",
    as: "live.rafael",
    path: board(REVENUE),
    width: 1200,
    drawn: { salesforce: "02a-leaderboard-manager-1200-salesforce" },
  },
  {
    name: "02b-leaderboard-rep-1200",
    as: "live.maya",
    path: board(REVENUE),
    width: 1200,
    drawn: {
      hubspot: "02b-leaderboard-rep-1200-hubspot",
      "hubspot-dark": "02g-leaderboard-rep-1200-hubspot-dark",
    },
  },
  {
    name: "02c-leaderboard-760",
    as: "live.maya",
    path: board("metric=reply_rate&period=this_quarter"),
    width: 760,
    drawn: { hubspot: "02c-leaderboard-760-hubspot" },
  },
  {
    name: "02d-leaderboard-360",
    as: "live.ines",
    path: board(REVENUE),
    width: 360,
    height: 640,
    drawn: {
      hubspot: "02d-leaderboard-360-hubspot",
      "salesforce-dark": "02h-leaderboard-360-salesforce-dark",
    },
  },
  {
    name: "02e-leaderboard-teams-1200",
    as: "live.maya",
    path: board(`${REVENUE}&by=team`),
    width: 1200,
    drawn: { "salesforce-dark": "02e-leaderboard-teams-1200-salesforce-dark" },
  },
];

const PEOPLE: readonly Screen[] = [
  {
    name: "03a-person-1200",
    as: "live.maya",
    path: "/cards/standings/?page=standing&period=this_month",
    width: 1200,
    drawn: { salesforce: "03a-rep-detail-1200-salesforce" },
  },
  {
    name: "03a-person-of-report-1200",
    as: "live.rafael",
    path: "/cards/standings/?page=person&member=maya&period=this_month",
    width: 1200,
    drawn: { salesforce: "03a-rep-detail-1200-salesforce" },
  },
  {
    name: "03a-person-peer-1200",
    as: "live.maya",
    path: "/cards/standings/?page=person&member=daniel&period=this_month",
    width: 1200,
    refusedFirst: true,
  },
  {
    name: "03b-why-this-number-1200",
    as: "live.maya",
    path: "/cards/standings/?page=person&member=maya&period=this_month&explain=revenue_closed,maya,2026-11-01,2026-11-30",
    width: 1200,
    height: 1100,
    until: "dialog table",
    drawn: { hubspot: "03b-why-this-number-1200-hubspot" },
  },
  {
    name: "03b-why-team-quota-1200",
    as: "live.rafael",
    path: "/cards/standings/?page=leaderboard&metric=revenue_closed&period=this_month&explain=revenue_closed,,2026-11-01,2026-11-30,,,,,,,,team_quota",
    width: 1200,
    height: 1100,
    until: "dialog table",
  },
];

const QUOTAS: readonly Screen[] = [
  {
    name: "04a-quota-admin-1200",
    as: "live.grace",
    path: "/cards/standings/?page=quotas&grain=month&from=2026-12-01",
    width: 1200,
    drawn: { salesforce: "04a-quota-admin-1200-salesforce" },
  },
  {
    name: "04b-quota-member-1200",
    as: "live.maya",
    path: "/cards/standings/?page=quotas",
    width: 1200,
    drawn: { hubspot: "04b-quota-member-and-import-hubspot" },
  },
  {
    name: "04b-quota-import",
    as: "live.grace",
    path: "/cards/standings/?page=quotas&grain=month&from=2026-12-01",
    width: 1200,
    press: ["Import from CRM"],
    until: "dialog table",
    drawn: { hubspot: "04b-quota-member-and-import-hubspot" },
  },
];

const OTHERS: readonly Screen[] = [
  {
    name: "05a-activity-1200",
    as: "live.rafael",
    path: "/cards/standings/?page=activity&period=this_month",
    width: 1200,
    drawn: { salesforce: "05a-activity-1200-salesforce", "hubspot-dark": "05b-activity-1200-hubspot-dark" },
  },
  {
    name: "05a-activity-rep-1200",
    as: "live.maya",
    path: "/cards/standings/?page=activity&period=this_month",
    width: 1200,
  },
  {
    name: "11a-connection-1200",
    as: "backfilling.grace",
    path: "/cards/standings/?page=connection",
    width: 1200,
    drawn: { hubspot: "11a-connection-1200-hubspot" },
  },
  {
    name: "11a-connection-faults-1200",
    as: "faulty.grace",
    path: "/cards/standings/?page=connection",
    width: 1200,
    drawn: { hubspot: "11a-connection-1200-hubspot" },
  },
  {
    name: "11b-install-reading-1200",
    as: "arriving.grace",
    path: "/cards/standings/?page=install",
    width: 1200,
    drawn: { salesforce: "11b-install-success-1200-salesforce" },
  },
  {
    name: "11b-install-receipt-1200",
    as: "live.grace",
    path: "/cards/standings/?page=install",
    width: 1200,
    drawn: { salesforce: "11b-install-success-1200-salesforce" },
  },
  {
    name: "11b-install-bridge-1200",
    as: "faulty.grace",
    path: "/cards/standings/?page=install",
    width: 1200,
  },
  {
    name: "11c-settings-1200",
    as: "live.grace",
    path: "/cards/standings/?page=settings",
    width: 1200,
    drawn: { salesforce: "11c-settings-1200-salesforce" },
  },
  {
    name: "11c-settings-member-1200",
    as: "live.maya",
    path: "/cards/standings/?page=settings",
    width: 1200,
  },
  ...(["counting", "people", "displays"] as const).map((section) => ({
    name: `11c-settings-${section}-1200`,
    as: "live.grace" as const,
    path: `/cards/standings/?page=settings&section=${section}`,
    width: 1200,
  })),
  {
    name: "13-tv-1920",
    as: "live.maya",
    path: "/cards/tv/",
    width: 1920,
    height: 1080,
    drawn: { "salesforce-dark": "13-tv-1920-salesforce-dark" },
  },
];

const STATES: readonly Screen[] = (
  [
    { name: "loading", as: "live.maya", trouble: "waiting" },
    { name: "empty", as: "empty.maya" },
    { name: "backfill", as: "arriving.maya" },
    { name: "stale", as: "stale.maya" },
    { name: "reconnect", as: "revoked.maya" },
    { name: "offline", as: "live.maya", trouble: "cut" },
    { name: "error", as: "live.maya", trouble: "failing" },
    { name: "permission", as: "live.maya", trouble: "refused" },
    { name: "no-match", as: "live.maya", query: "&region=APAC", refusedFirst: true },
  ] as const
).map((state) => ({
  name: `12-state-${state.name}`,
  as: state.as,
  path: board(REVENUE) + ("query" in state ? state.query : ""),
  width: 760,
  ...("trouble" in state ? { trouble: state.trouble } : {}),
  ...("refusedFirst" in state ? { refusedFirst: state.refusedFirst } : {}),
  drawn: { hubspot: "12-states-hubspot", "salesforce-dark": "12b-states-salesforce-dark" },
}));

/** In the order of the drawn ones. */
export const SCREENS: readonly Screen[] = [
  ...QUOTA_CARDS,
  ...LEADERBOARDS,
  ...PEOPLE,
  ...QUOTAS,
  ...OTHERS,
  ...STATES,
];

import { plural } from "../../../../../shared/wording/words.ts";

/** Words of what is set up in Salesforce. Menus stand as Salesforce names them. */
export const en = {
  title: "Set up in Salesforce",
  loading: "Looking at what is set up",
  allDone: "Everything that can be told from here is set up",
  left: (count: number, text: string) =>
    plural(count, "en", { one: "One step is left", other: `${text} steps are left` }),
  recheck: "Check again",
  rechecking: "Asking Salesforce",
  checked: (day: string, time: string) => `Salesforce was asked on ${day}, ${time}`,
  neverChecked: "Salesforce was not asked yet",
  failed: "That could not be done. Try again in a minute.",
  where: (path: string) => `In Salesforce: ${path}`,
  states: { done: "Done", to_do: "To do", cannot_tell: "Cannot be told from here" },
  steps: {
    api_access: {
      title: "Let Standings read",
      path: "Setup, External Client App Manager, Standings Sync, Edit Policies",
      reason: "Everything on every board is read through the API. Connect again once it is allowed.",
    },
    integration_user: {
      title: "Read as an integration user",
      path: "Setup, Users, New User, licence Salesforce Integration; then approve Standings Sync for its permission set",
      reason: "A user of its own stays when people leave, and the approval lets Standings sign in by key.",
    },
    refresh_policy: {
      title: "Keep the consent from ending",
      path: "Setup, External Client App Manager, Standings Sync, Edit Policies, Refresh Token Policy",
      reason: "A consent that ends stops every board. Signing in by key needs none.",
    },
    view_all: {
      title: "Let it see every task, event and email",
      path: "Setup, Permission Sets, the set of the integration user, System Permissions, View All Data",
      reason: "Activities have no permission of their own: without this one they would be counted in part.",
    },
    field_access: {
      title: "Let it see the fields it needs",
      path: "Setup, Permission Sets, the set of the integration user, Object Settings",
      reason: "What is hidden is left out, and the figures that need it are off.",
    },
    permission_sets: {
      title: "Give people the permission sets",
      path: "Setup, Permission Sets, Standings User and Standings Admin, Manage Assignments",
      reason: "They open the Standings application. Who holds Standings Admin is an admin here.",
    },
    ping: {
      title: "Paste the key of the change notices",
      path: "App Launcher, Standings connection, Save key",
      reason: "Changes then arrive within seconds instead of minutes. The key shows that your org sent them.",
    },
    tab_page: {
      title: "Open the Standings tab",
      path: "App Launcher, Standings; or Setup, App Manager, your application, Edit, Navigation Items",
      reason: "The tab holds all pages. It counts as in use once somebody opened it.",
    },
    record_page: {
      title: "Put the card on opportunities",
      path: "An opportunity, gear, Edit Page: drag Standings into the sidebar, Shown as record, Save, Activation",
      reason: "A package cannot change your pages. It counts as in use once somebody opened it.",
    },
    home_page: {
      title: "Put the card on Home",
      path: "Home, gear, Edit Page: drag Standings in, Shown as home, Save, Activation",
      reason: "People see where they stand when the day begins. It counts as in use once somebody opened it.",
    },
  },
  evidence: {
    answered: (day: string, time: string) => `Last answer on ${day}, ${time}`,
    seen: (day: string, time: string) => `Last seen on ${day}, ${time}`,
    byKey: "Standings signs in by key",
    byConsent: "Standings reads by the consent of the person who connected it",
    keyRefused: "Salesforce refused the key: approve Standings Sync for the integration user",
    admins: (count: number, text: string) =>
      plural(count, "en", {
        one: "1 person holds Standings Admin",
        other: `${text} people hold Standings Admin`,
      }),
    nobody: "Nobody holds Standings Admin",
    hidden: (feature: string, names: string) => `${feature}: ${names}`,
    off: (feature: string) => `${feature} cannot be read`,
  },
  features: {
    deal: "Opportunities",
    call: "Calls",
    email: "Emails",
    meeting: "Meetings",
    task: "Tasks",
    communication: "Messages",
    users: "Users",
    teams: "Teams",
    currencies: "Currencies",
    goals: "Quotas",
    email_content: "Contents of emails",
    splits: "Splits",
    archived_owners: "People who left",
    contacts: "Contacts",
    stage_history: "History of stages",
    owner_history: "History of owners",
    complete_activities: "All activities",
  },
  key: {
    make: "New key",
    makeAnother: "Replace the key",
    made: "Copy the key now: it is shown once. Paste it in Salesforce under App Launcher, Standings connection.",
    replaces: "A new key ends the one before: until it is pasted, changes arrive some minutes later.",
    since: (day: string, time: string) => `A key was made on ${day}, ${time}`,
    label: "Key of the change notices",
    copy: "Copy",
    copied: "Copied",
    done: "Done",
  },
};

/** What every language has to say. */
export type PreflightWords = typeof en;

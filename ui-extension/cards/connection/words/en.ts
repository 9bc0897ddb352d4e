import { NOT_ANSWERED } from "../../../../shared/contracts/fault-details.ts";
import { plural } from "../../../../shared/wording/words.ts";

const deals = (count: number, text: string) => plural(count, "en", { one: "1 deal", other: `${text} deals` });

/** Words of the page Connection. */
export const en = {
  title: "Connection",
  loading: "Loading the connection",
  account: (name: string, crm: string, id: string) => `${name}, ${crm} account ${id}`,
  connected: (day: string, time: string) =>
    `Connected ${day}, ${time}. Read only, Standings never writes to your CRM records`,
  states: {
    installing: "Connecting",
    backfilling: "Connected",
    live: "Connected",
    reconnect: "Not connected",
    uninstalled: "Removed",
    /** Connected, while what is kept is older than it should be. */
    stale: "Sync is late",
  },
  cutOff: "The CRM no longer lets Standings read. Boards stay as they were until you connect again.",
  syncNow: "Sync now",
  syncing: "Syncing",
  syncStarted: "The sync has begun. Figures follow as it reads.",
  tooSoon: "That was done less than a minute ago. Wait a moment, then ask again.",
  failed: "That could not be done. Try again in a minute.",
  reconnect: "Reconnect",
  kinds: {
    deal: "Deals",
    call: "Calls",
    email: "Emails",
    meeting: "Meetings",
    task: "Tasks",
    communication: "Messages",
    goals: "Goals",
    people: "People and teams",
    contacts: "Contacts",
    teams: "Teams",
    users: "Users",
    currencies: "Currencies",
    account: "Account",
    notices: "Changes",
  },
  reading: {
    title: (percent: string) => `First reading: ${percent}`,
    unknown: "First reading",
    whole: "the whole history",
    left: (minutes: number, text: string, time: string) =>
      plural(minutes, "en", {
        one: `About a minute left, done near ${time}`,
        other: `About ${text} minutes left, done near ${time}`,
      }),
    leftUnknown: "The time left shows once the CRM has said how much there is",
    of: (done: string, expected: string) => `${done} of ${expected}`,
    done: "Done",
    waiting: "Waiting",
    minutes: (text: string) => `${text} min left`,
    order:
      "This quarter's won deals come first, then open deals and the quarter before, then everything else. Ranks show once a period's records are complete.",
    bar: (kind: string, percent: string) => `${kind}: ${percent} read`,
  },
  sync: {
    title: "Sync by object",
    hint: "Changes arrive within seconds, totals are checked every night",
    object: "Object",
    last: "Last sync",
    read: "Records read",
    state: "State",
    action: "Action",
    never: "Not yet",
    fix: "Fix",
    states: {
      live: "Live",
      reading: "Reading",
      waiting: "Waiting",
      not_granted: "Needs a permission",
    },
  },
  faults: {
    title: (count: number, text: string) =>
      plural(count, "en", { one: "One thing needs you", other: `${text} things need you` }),
    none: "Nothing needs you",
    noneDetail: "Faults show here with what to do about them.",
    since: (day: string, time: string) => `Since ${day}, ${time}`,
    times: (count: string) => `${count} times`,
    choosePipelines: "Choose pipelines",
    grant: "Grant permission",
    reconcile: "Check totals again",
    seeTotals: "See the totals",
    deal: (id: string) => `Deal ${id}`,
    record: (kind: string, id: string) => `${kind}: ${id}`,
    types: {
      token_revoked: {
        title: () => "The CRM took back its consent",
        remedy: () => "Connect Standings again. Nothing that was read is lost.",
      },
      scope_missing: {
        title: (subject: string) => `${subject} cannot be read`,
        remedy: (detail: string) =>
          `The connection lacks a permission${detail ? ` (${detail})` : ""}. Connect again and allow it. Everything else goes on.`,
      },
      field_missing: {
        title: (subject: string) => `${subject}: a property is missing`,
        remedy: (detail: string) =>
          `Restore the property in the CRM${detail ? ` (${detail})` : ""}, or take it out of the rules.`,
      },
      record_unreadable: {
        title: (subject: string) => `${subject} cannot be read`,
        remedy: (detail: string) =>
          detail === NOT_ANSWERED
            ? "Nothing to do: the CRM failed to answer for it, and it is asked for again every hour. If it stays, open it in the CRM."
            : `Open it in the CRM and mend ${detail || "it"}. It is read again when it changes.`,
      },
      rate_limited: {
        title: () => "The CRM asked to wait",
        remedy: () => "Nothing to do: syncing goes on by itself.",
      },
      unavailable: {
        title: () => "The CRM does not answer",
        remedy: () => "Nothing to do: syncing tries again by itself.",
      },
      misconfigured: {
        title: () => "Standings is not registered right with the CRM",
        remedy: () => "Ask whoever runs Standings.",
      },
      rejected: {
        title: (subject: string) => `${subject}: the CRM refused a request`,
        remedy: () => "Start a sync. If it comes back, tell support.",
      },
      person_erased: {
        title: () => "A contact was erased in the CRM",
        remedy: () => "Ask whoever runs Standings to erase the person by e-mail address.",
      },
      notice_given_up: {
        title: () => "Some changes could not be read for a long time",
        remedy: () => "Start a sync.",
      },
      pipeline_not_counted: {
        title: () => "Deals are won in a pipeline that does not count",
        remedy: () => "Include it in the settings, or leave it out there on purpose.",
      },
      reconcile_difference: {
        title: () => "Some won deals differ from the CRM",
        remedy: () => "Nothing explains the difference. Check the totals again; if it stays, tell support.",
      },
    },
  },
  allowance: {
    title: (crm: string) => `Requests to ${crm}`,
    left: (text: string) => `${text} left`,
    of: (limit: string, seconds: string) => `of ${limit} in ${seconds} seconds`,
    bar: (percent: string) => `${percent} of the allowance left`,
    unknown: "The CRM has not said yet.",
    detail:
      "The allowance is for each connected account and renews within seconds. Standings keeps below it and waits when the CRM asks to.",
  },
  checks: {
    title: "Data checks",
    loading: "Checking the data",
    period: (days: string) => `Won deals of ${days}`,
    ok: "None",
    of: (count: string, total: string) => `${count} of ${total}`,
    totals: {
      same: "Totals equal the CRM report",
      explained: "Difference to the CRM report is explained",
      different: "Totals differ from the CRM report",
    },
    totalsSame: (time: string) => time,
    totalsDiffer: "See the difference",
    open: (label: string, count: string) => `${label}: ${count}, show them`,
    names: {
      won_without_amount: { good: "Won deals have an amount", bad: "Won deals without an amount" },
      won_without_owner: { good: "Won deals have an owner", bad: "Won deals without an owner" },
      open_past_close_date: {
        good: "Open deals have a close date ahead",
        bad: "Open deals past their close date",
      },
      open_without_close_date: {
        good: "Open deals have a close date",
        bad: "Open deals without a close date",
      },
      closed_without_close_date: {
        good: "Won and lost deals have a close date",
        bad: "Won and lost deals without a close date",
      },
      activity_without_date: { good: "Activities have a date", bad: "Activities without a date" },
      open_without_owner: { good: "Open deals have an owner", bad: "Open deals without an owner" },
      owner_left: { good: "No open deal of people who left", bad: "Open deals of people who left" },
      currency_without_rate: { good: "Currencies have a rate", bad: "Currencies without a rate" },
      pipeline_not_included: {
        good: "Every pipeline with wins counts",
        bad: "Pipelines with wins that do not count",
      },
      person_without_team: { good: "Everybody is in a team", bad: "People without a team" },
    },
    remedies: {
      won_without_amount: "They count as deals and add nothing to revenue. Fill in the amount.",
      won_without_owner: "They count for nobody. Give them an owner in the CRM.",
      open_past_close_date: "They are late in every forecast. Move the date, or close them.",
      open_without_close_date: "They belong to no period. Fill in the date.",
      closed_without_close_date: "They count in no period. Fill in the close date.",
      activity_without_date: "They count in no period. Fill in when they took place or were completed.",
      open_without_owner: "They are in nobody's pipeline. Give them an owner in the CRM.",
      owner_left: "Nobody works on them. Give them to somebody in the CRM.",
      currency_without_rate: "Their deals count and add nothing to revenue. Add an exchange rate in the CRM.",
      pipeline_not_included: "Include the pipeline in the settings if its wins should count.",
      person_without_team: "They are missing from team boards. Put them into a team in the CRM.",
    },
  },
  records: {
    loading: "Loading the records",
    empty: "Nothing here any more",
    emptyDetail: "It was mended since the page was loaded.",
    shown: (shown: string, total: string) => `${shown} of ${total}`,
    more: "Show more",
    untitled: "Without a name",
    deals,
  },
};

/** What every language has to say. */
export type ConnectionWords = typeof en;

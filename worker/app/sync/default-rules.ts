import { CALENDAR_YEAR } from "../../domain/counting.ts";
import type { Rules } from "../../domain/rules.ts";
import type { CrmAccount } from "../../ports/crm.ts";

/** The rules a tenant starts with: the account's own clock and currency, and every pipeline. */
export function defaultRules(account: Pick<CrmAccount, "timeZone" | "homeCurrency" | "fiscal">): Rules {
  return {
    calendar: {
      timeZone: account.timeZone,
      weekStart: 1,
      fiscal: account.fiscal ?? CALENDAR_YEAR,
      weekend: [6, 7],
      holidays: [],
    },
    homeCurrency: account.homeCurrency,
    pipelines: null,
    events: {},
    connectedFromSeconds: 30,
    outreachQuietDays: 14,
    replyWindowDays: 14,
  };
}

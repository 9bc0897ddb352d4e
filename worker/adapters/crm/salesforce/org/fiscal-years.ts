import * as v from "valibot";
import type { LocalDay } from "../../../../../shared/contracts/time.ts";
import { areListedYears } from "../../../../domain/calendar/listed-years.ts";
import { addDays, isLocalDay } from "../../../../domain/calendar/local-time.ts";
import { ok, type Result } from "../../../../domain/result.ts";
import type { FiscalCalendar, ListedYear } from "../../../../domain/rules.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import { fieldOf } from "../api/read-values.ts";
import { writeSoql } from "../api/soql.ts";

const Day = v.pipe(v.string(), v.check(isLocalDay));

const Period = v.object({
  Type: v.picklist(["Month", "Quarter", "Year", "Week"]),
  StartDate: Day,
  EndDate: Day,
});

type Period = v.InferOutput<typeof Period>;

const YEAR_TYPES = writeSoql({ fields: ["YearType"], from: "FiscalYearSettings", where: [] });
const PERIODS = writeSoql({
  fields: ["Type", "StartDate", "EndDate"],
  from: "Period",
  where: [],
  orderBy: ["StartDate", "Id"],
});

/**
 * The org's fiscal year. A standard year begins on the first of a month; years of an org's own are listed
 * period by period. Null where neither can be known, so that what is set in Standings stays.
 */
export async function fetchFiscalCalendar(
  { gateway, insist }: SalesforceContext,
  standard: FiscalCalendar | null,
): Promise<Result<FiscalCalendar | null, CrmFailure>> {
  const types = await gateway.queryAllPages(YEAR_TYPES);
  if (!types.ok) return isNotToBeHad(types.error) ? ok(standard) : types;
  const isCustom = types.value.some((raw) => fieldOf(raw, "YearType") === "Custom");
  if (!isCustom) return ok(standard);
  const rows = await insist(() => gateway.queryAllPages(PERIODS));
  if (!rows.ok) return isNotToBeHad(rows.error) ? ok(standard) : rows;
  const periods = rows.value.flatMap((raw) => {
    const period = v.safeParse(Period, raw);
    return period.success ? [period.output] : [];
  });
  const years = listYears(periods);
  return ok(years.length > 0 ? { kind: "listed", years } : standard);
}

/** The years as they are divided. Of years with gaps between them, the run that ends last. */
function listYears(periods: readonly Period[]): readonly ListedYear[] {
  const byType = Map.groupBy(periods, ({ Type }) => Type);
  const starts = (type: Period["Type"], year: Period) =>
    [...new Set((byType.get(type) ?? []).map(({ StartDate }) => StartDate))]
      .filter((day) => day >= year.StartDate && day <= year.EndDate)
      .toSorted();
  const years = (byType.get("Year") ?? []).map((year) =>
    yearOf(year, { months: starts("Month", year), quarters: starts("Quarter", year) }),
  );
  return lastRun(years.toSorted((one, other) => (one.from < other.from ? -1 : 1)));
}

/** A year that is divided otherwise than into quarters of whole months is one quarter and one month. */
function yearOf(
  { StartDate: from, EndDate: to }: Period,
  { months, quarters }: { readonly months: readonly LocalDay[]; readonly quarters: readonly LocalDay[] },
): ListedYear {
  const divided = { from, to, months, quarters };
  if (areListedYears([divided])) return divided;
  const byMonths = { from, to, months, quarters: [from] };
  return areListedYears([byMonths]) ? byMonths : { from, to, months: [from], quarters: [from] };
}

function lastRun(years: readonly ListedYear[]): readonly ListedYear[] {
  const run: ListedYear[] = [];
  for (const year of years) {
    const last = run.at(-1);
    if (last && addDays(last.to, 1) !== year.from) run.length = 0;
    run.push(year);
  }
  return areListedYears(run) ? run : [];
}

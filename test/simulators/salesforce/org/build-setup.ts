import type { Stage } from "../../../organisation/organisation.ts";
import { addDays, HOUR } from "../../../organisation/zone-clock.ts";
import { developerName } from "./build-people.ts";
import type { Building } from "./building.ts";
import { put } from "./building.ts";
import { fiscalOf } from "./derive.ts";

const SORT_STEP = 10;
const LAST_DAY = "9999-12-31";

const TASK_STATUSES = [
  ["Not Started", false],
  ["In Progress", false],
  ["Completed", true],
  ["Waiting on someone else", false],
  ["Deferred", false],
] as const;

function addOrganization(building: Building): void {
  const { org, options, foundedAt } = building;
  put(
    building,
    "Organization",
    {
      Id: org.id,
      Name: org.name,
      OrganizationType: "Enterprise Edition",
      InstanceName: "SIM1",
      TimeZoneSidKey: org.timeZone,
      DefaultLocaleSidKey: "en_US",
      LanguageLocaleKey: "en_US",
      FiscalYearStartMonth: options.fiscalYearStartMonth ?? 1,
      UsesStartDateAsFiscalYearName: false,
      IsSandbox: org.isSandbox,
    },
    { createdAt: foundedAt },
  );
}

function forecastCategoryOf({ closed, probability }: Stage): readonly [internal: string, name: string] {
  if (closed) return probability === 1 ? ["Closed", "Closed"] : ["Omitted", "Omitted"];
  if (probability < 0.5) return ["Pipeline", "Pipeline"];
  return probability < 0.8 ? ["BestCase", "Best Case"] : ["Forecast", "Commit"];
}

function addStages(building: Building): void {
  const { organisation, places, foundedAt } = building;
  const added = new Set<string>();
  for (const pipeline of organisation.pipelines) {
    const developer = developerName(pipeline.label);
    const type = {
      Name: pipeline.label,
      DeveloperName: developer,
      SobjectType: "Opportunity",
      IsActive: true,
    };
    const { id } = put(building, "RecordType", type, { createdAt: foundedAt });
    places.pipelines.set(pipeline.id, id);
    for (const stage of pipeline.stages) {
      const name = places.stages.get(`${pipeline.id}/${stage.id}`) ?? stage.label;
      if (added.has(name)) continue;
      added.add(name);
      const [category, categoryName] = forecastCategoryOf(stage);
      const fields = {
        ApiName: name,
        MasterLabel: name,
        SortOrder: added.size * SORT_STEP,
        DefaultProbability: Math.round(stage.probability * 100),
        ForecastCategory: category,
        ForecastCategoryName: categoryName,
        IsActive: true,
        IsClosed: stage.closed,
        IsWon: stage.closed && stage.probability === 1,
      };
      put(building, "OpportunityStage", fields, { createdAt: foundedAt });
    }
  }
}

function addTaskStatuses(building: Building): void {
  for (const [place, [name, closed]] of TASK_STATUSES.entries()) {
    const isDefault = { IsClosed: closed, IsDefault: place === 0 || closed };
    const fields = { ApiName: name, MasterLabel: name, SortOrder: place + 1, ...isDefault };
    put(building, "TaskStatus", fields, { createdAt: building.foundedAt });
  }
}

function monthPlus(month: string, count: number): string {
  const place = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}`;
}

/** The fiscal years from the org's first to the next one, with their quarters and months. */
function addFiscalYears(building: Building): void {
  const { options, clock, foundedAt, organisation } = building;
  const startMonth = options.fiscalYearStartMonth ?? 1;
  const first = fiscalOf(clock.dayOf(foundedAt), startMonth).year;
  const last = fiscalOf(clock.dayOf(organisation.today), startMonth).year + 1;
  for (let year = first; year <= last; year += 1) {
    const calendarYear = startMonth > 1 ? year - 1 : year;
    const start = `${calendarYear}-${String(startMonth).padStart(2, "0")}`;
    const days = (from: string, months: number) => ({
      StartDate: `${from}-01`,
      EndDate: addDays(`${monthPlus(from, months)}-01`, -1),
    });
    const named = { Name: String(year), YearType: "Standard", IsStandardYear: true };
    const settings = put(
      building,
      "FiscalYearSettings",
      { ...named, ...days(start, 12) },
      { createdAt: foundedAt },
    );
    const add = (type: "Year" | "Quarter" | "Month", number: number, from: string, months: number) =>
      put(
        building,
        "Period",
        {
          FiscalYearSettingsId: settings.id,
          Type: type,
          Number: number,
          FullyQualifiedLabel: type === "Year" ? `FY ${year}` : `${type} ${number} FY ${year}`,
          PeriodLabel: type === "Month" ? from : null,
          IsForecastPeriod: type === "Month",
          ...days(from, months),
        },
        { createdAt: foundedAt },
      );
    add("Year", 1, start, 12);
    for (let quarter = 0; quarter < 4; quarter += 1)
      add("Quarter", quarter + 1, monthPlus(start, quarter * 3), 3);
    for (let month = 0; month < 12; month += 1) add("Month", month + 1, monthPlus(start, month), 1);
  }
}

/** What one unit of the corporate currency is worth in another: the turned-round form of the organisation's rates. */
function addCurrencies(building: Building): void {
  const { org, organisation, clock, foundedAt } = building;
  if (!org.multicurrency) return;
  const stamps = { createdAt: foundedAt };
  const common = { DecimalPlaces: 2, IsActive: true };
  const corporate = { IsoCode: org.currency, ConversionRate: 1, IsCorporate: true };
  put(building, "CurrencyType", { ...common, ...corporate }, stamps);
  for (const IsoCode of organisation.otherCurrencies) {
    const rates = organisation.rates.filter(({ from }) => from === IsoCode);
    const latest = rates.filter(({ effectiveAt }) => effectiveAt <= organisation.today).at(-1);
    const ConversionRate = 1 / (latest?.rate ?? 1);
    put(building, "CurrencyType", { ...common, IsoCode, ConversionRate, IsCorporate: false }, stamps);
    // A rate counts from a whole day, so the one that starts an hour before midnight starts on the next day.
    const startOf = (at: number) => clock.dayOf(at + 12 * HOUR - 1);
    for (const [place, { rate, effectiveAt }] of rates.entries()) {
      const next = rates[place + 1];
      const days = {
        StartDate: startOf(effectiveAt),
        NextStartDate: next ? startOf(next.effectiveAt) : LAST_DAY,
      };
      put(building, "DatedConversionRate", { IsoCode, ConversionRate: 1 / rate, ...days }, stamps);
    }
  }
}

/** The org itself, its stages and record types, its fiscal years and currencies. */
export function buildSetup(building: Building): void {
  addOrganization(building);
  addStages(building);
  addTaskStatuses(building);
  addFiscalYears(building);
  addCurrencies(building);
}

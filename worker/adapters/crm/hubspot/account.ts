import * as v from "valibot";
import { isTimeZone, localDayOf } from "../../../domain/calendar/local-time.ts";
import type { CurrencyRate } from "../../../domain/facts.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmAccount, CrmFailure } from "../../../ports/crm.ts";
import { byTime } from "../history.ts";
import { CurrencyCode, When } from "../read-values.ts";
import { tellWait } from "../reply.ts";
import type { ClientContext } from "./client-context.ts";
import { fetchTokenDetails } from "./oauth.ts";
import { PATHS } from "./paths.ts";
import { readAllPages, readPage } from "./read-page.ts";

/** HubSpot writes zones as it likes, `US/Eastern` among them: whatever the runtime knows is one. */
const TimeZone = v.pipe(v.string(), v.check(isTimeZone));

const AccountDetails = v.object({
  portalId: v.pipe(v.union([v.number(), v.string()]), v.transform(String), v.regex(/^\d{1,20}$/)),
  timeZone: TimeZone,
  companyCurrency: CurrencyCode,
  additionalCurrencies: v.nullish(v.array(v.unknown()), []),
  uiDomain: v.nullish(v.string(), null),
});

type AccountDetails = v.InferOutput<typeof AccountDetails>;

/** The account's clock and money. */
export async function fetchAccount(context: ClientContext): Promise<Result<CrmAccount, CrmFailure>> {
  const details = await fetchDetails(context);
  if (!details.ok) return details;
  const { portalId, timeZone, companyCurrency, additionalCurrencies, uiDomain } = details.value;
  const name = await fetchName(context, portalId);
  if (!name.ok) return name;
  const others = additionalCurrencies.filter((code) => v.is(CurrencyCode, code));
  return ok({
    crmId: portalId,
    name: name.value,
    timeZone,
    homeCurrency: companyCurrency,
    currencies: [...new Set([companyCurrency, ...others])],
    fiscal: null,
    appUrl: appUrlOf(context.app.appUrl, uiDomain),
  });
}

/** Without clock and currency no figure could be right, so both have to be there. */
export async function fetchDetails({
  gateway,
  insist,
}: Pick<ClientContext, "gateway" | "insist">): Promise<Result<AccountDetails, CrmFailure>> {
  const answer = await insist(() => gateway.send({ method: "GET", path: PATHS.accountDetails }));
  if (!answer.ok) return answer;
  const details = v.safeParse(AccountDetails, answer.value);
  return details.success
    ? ok(details.output)
    : err({ reason: "unavailable", detail: "the account details cannot be read" });
}

/** The customer's own domain, as HubSpot knows it with the token; the account's number where it does not. */
async function fetchName(context: ClientContext, portalId: string): Promise<Result<string, CrmFailure>> {
  const { app, options, answerMillisMax } = context;
  const details = await context.insist(async () => {
    const held = await options.throttle("general");
    if (held) return err(held);
    const asked = await fetchTokenDetails(app, options.accessToken, answerMillisMax);
    if (!asked.ok) tellWait(asked.error, options.onRateLimited);
    return asked;
  });
  if (details.ok) return ok(details.value.hub_domain || `HubSpot ${portalId}`);
  // A refusal is final; anything that passes must not give the account another name for a day.
  return details.error.reason === "rejected" ? ok(`HubSpot ${portalId}`) : details;
}

/** HubSpot names the host that the account lives on; a stand-in for HubSpot has one address only. */
function appUrlOf(appUrl: string, uiDomain: string | null): string {
  const isHubSpot = new URL(appUrl).hostname.endsWith(".hubspot.com");
  return isHubSpot && uiDomain !== null && /^[a-z0-9.-]+\.hubspot\.com$/i.test(uiDomain)
    ? `https://${uiDomain.toLowerCase()}`
    : appUrl;
}

const ExchangeRate = v.object({
  fromCurrencyCode: CurrencyCode,
  toCurrencyCode: CurrencyCode,
  conversionRate: v.pipe(
    v.union([v.number(), v.string()]),
    v.transform(Number),
    v.finite(),
    v.check((rate) => rate > 0),
  ),
  effectiveAt: When,
  createdAt: When,
});

/** The account's own rates to its home currency, with the day each is in force from. */
export async function fetchRates(
  { gateway, insist }: ClientContext,
  homeCurrency: string,
): Promise<Result<readonly CurrencyRate[], CrmFailure>> {
  const details = await fetchDetails({ gateway, insist });
  if (!details.ok) return details;
  const { timeZone } = details.value;
  const limit = "100";
  const pages = await readAllPages((after) => {
    const query = after === null ? { limit } : { limit, after };
    return insist(async () =>
      readPage(await gateway.send({ method: "GET", path: PATHS.exchangeRates, query })),
    );
  });
  if (!pages.ok) return pages;
  const rates = pages.value.flatMap((raw) => {
    const parsed = v.safeParse(ExchangeRate, raw);
    if (!parsed.success || parsed.output.toCurrencyCode !== homeCurrency) return [];
    const { fromCurrencyCode: from, conversionRate: rate, effectiveAt, createdAt } = parsed.output;
    const at = effectiveAt ?? createdAt;
    return at === null ? [] : [{ at, from, rate, effectiveFrom: localDayOf(at, timeZone) }];
  });
  // Of several rates for one day, the last one counts.
  const byDay = new Map(
    rates
      .toSorted(byTime)
      .map(({ from, rate, effectiveFrom }) => [`${from} ${effectiveFrom}`, { from, rate, effectiveFrom }]),
  );
  return ok([...byDay.values()]);
}

import * as v from "valibot";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmWonDeal } from "../../../ports/crm.ts";
import { readMinorUnits } from "../read-money.ts";
import { OtherId, Text } from "../read-values.ts";
import type { ClientContext } from "./client-context.ts";
import { behind, nextId, wonFilters } from "./fetch-stretch.ts";
import { type RawPage, rawIdOf, readPage } from "./read-page.ts";

const WonDeal = v.object({
  properties: v.object({
    hubspot_owner_id: OtherId,
    amount_in_home_currency: Text,
    amount: Text,
    deal_currency_code: Text,
  }),
});
const PROPERTIES = ["hubspot_owner_id", "amount_in_home_currency", "amount", "deal_currency_code"] as const;

const FOUND_PER_PAGE = 200;
const PAGES_MAX = 1000;

/** HubSpot has no sums to ask for: its won deals are listed as its search finds them now. */
export async function fetchWonDeals(
  context: ClientContext,
  span: { readonly from: Instant; readonly to: Instant },
): Promise<Result<readonly CrmWonDeal[], CrmFailure>> {
  const homeCurrency = await context.homeCurrency();
  if (!homeCurrency.ok) return homeCurrency;
  const deals = new Map<string, CrmWonDeal>();
  let afterId: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await fetchPage(context, span, afterId);
    if (!page.ok) return page;
    for (const raw of page.value.results) {
      const deal = readDeal(raw, homeCurrency.value);
      if (deal === null) return err({ reason: "unavailable", detail: "a deal without an id" });
      deals.set(deal.crmId, deal);
    }
    const next = nextId(page.value, afterId);
    if (!next.ok) return next;
    if (next.value === null) return ok([...deals.values()]);
    afterId = next.value;
  }
  return err({ reason: "unavailable", detail: "a search without an end" });
}

function fetchPage(
  { gateway, insist }: ClientContext,
  span: { readonly from: Instant; readonly to: Instant },
  afterId: string | null,
): Promise<Result<RawPage, CrmFailure>> {
  return insist(async () =>
    readPage(
      await gateway.search("deals", {
        filters: behind(wonFilters(span), afterId),
        sortBy: "hs_object_id",
        properties: PROPERTIES,
        limit: FOUND_PER_PAGE,
      }),
    ),
  );
}

/** What cannot be read of a deal is missing; only without an id it is none. */
function readDeal(raw: unknown, homeCurrency: string): CrmWonDeal | null {
  const crmId = rawIdOf(raw);
  if (crmId === null) return null;
  const deal = v.safeParse(WonDeal, raw);
  if (!deal.success) return { crmId, ownerId: null, amountMinor: null };
  const { hubspot_owner_id: ownerId, deal_currency_code: currency, ...amounts } = deal.output.properties;
  // An account with one currency may leave the converted amount empty.
  const isHome = (currency ?? homeCurrency).toUpperCase() === homeCurrency;
  const amount = amounts.amount_in_home_currency ?? (isHome ? amounts.amount : null);
  return { crmId, ownerId, amountMinor: amount === null ? null : readMinorUnits(amount, homeCurrency) };
}

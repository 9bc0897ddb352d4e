import * as v from "valibot";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import type { ClientContext } from "./client-context.ts";
import { behind, nextId, wonFilters } from "./fetch-slice.ts";
import { OtherId, Text } from "./read-fields.ts";
import { readMinorUnits } from "./read-money.ts";
import { type RawPage, readPage } from "./read-page.ts";

/** What one owner won. */
export interface WonTotal {
  readonly ownerId: string | null;
  readonly count: number;
  readonly amountMinor: number;
}

const WonDeal = v.object({
  properties: v.object({ hubspot_owner_id: OtherId, amount_in_home_currency: Text }),
});

const FOUND_PER_PAGE = 200;
const PAGES_MAX = 1000;

/** HubSpot has no sums to ask for: its won deals are counted as its search finds them now. */
export async function fetchWonTotals(
  context: ClientContext,
  span: { readonly from: Instant; readonly to: Instant },
): Promise<Result<readonly WonTotal[], CrmFailure>> {
  const homeCurrency = await context.homeCurrency();
  if (!homeCurrency.ok) return homeCurrency;
  const totals = new Map<string | null, WonTotal>();
  let afterId: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await fetchPage(context, span, afterId);
    if (!page.ok) return page;
    for (const raw of page.value.results) addDeal(totals, raw, homeCurrency.value);
    const next = nextId(page.value, afterId);
    if (!next.ok) return next;
    if (next.value === null) return ok([...totals.values()]);
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
        properties: ["hubspot_owner_id", "amount_in_home_currency"],
        limit: FOUND_PER_PAGE,
      }),
    ),
  );
}

/** A deal without an amount counts, and adds nothing. */
function addDeal(totals: Map<string | null, WonTotal>, raw: unknown, homeCurrency: string): void {
  const deal = v.safeParse(WonDeal, raw);
  const ownerId = deal.success ? deal.output.properties.hubspot_owner_id : null;
  const amount = deal.success ? deal.output.properties.amount_in_home_currency : null;
  const before = totals.get(ownerId) ?? { ownerId, count: 0, amountMinor: 0 };
  totals.set(ownerId, {
    ownerId,
    count: before.count + 1,
    amountMinor: before.amountMinor + (readMinorUnits(amount ?? "0", homeCurrency) ?? 0),
  });
}

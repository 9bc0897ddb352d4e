import * as v from "valibot";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmContact, CrmContactPage, CrmFailure } from "../../../ports/crm.ts";
import { personKey } from "../../person-key.ts";
import { readPersons } from "../read-persons.ts";
import { RecordId, Text } from "../read-values.ts";
import type { ClientContext } from "./client-context.ts";
import { readListPlace } from "./cursors.ts";
import { type ChangeWalk, walkChanges } from "./fetch-changed.ts";
import { nextOfList } from "./fetch-stretch.ts";
import { readPage } from "./read-page.ts";

const ADDRESSES = ["email", "hs_additional_emails"] as const;
const LISTED_PER_PAGE = 100;

/** Contacts have a stamp of their own name. Beside it nothing but addresses is asked for. */
const CHANGED: ChangeWalk = {
  type: "contacts",
  stampName: "lastmodifieddate",
  properties: [...ADDRESSES, "lastmodifieddate"],
  limit: 200,
};

const HubSpotContact = v.object({
  id: RecordId,
  properties: v.object({ email: Text, hs_additional_emails: Text }),
});

/** A page of all contacts, or of those that changed since an instant. Addresses become keys here. */
export async function fetchContacts(
  context: ClientContext,
  { since, cursor }: { readonly since: Instant | null; readonly cursor: string | null },
): Promise<Result<CrmContactPage, CrmFailure>> {
  const page =
    since === null
      ? await listContacts(context, cursor)
      : await walkChanges(context, CHANGED, { since, cursor });
  if (!page.ok) return page;
  const { results, next } = page.value;
  return ok({ contacts: results.flatMap((raw) => readContact(raw, context.options.tenantId)), next });
}

/** A list knows no cap and no lag. */
async function listContacts(
  { gateway, insist }: ClientContext,
  cursor: string | null,
): Promise<Result<{ readonly results: readonly unknown[]; readonly next: string | null }, CrmFailure>> {
  const after = readListPlace(cursor)?.after ?? null;
  const request = { limit: LISTED_PER_PAGE, after, properties: ADDRESSES, archived: false };
  const page = await insist(async () => readPage(await gateway.list("contacts", request)));
  if (!page.ok) return page;
  return ok({ results: page.value.results, next: nextOfList(page.value, after, null) });
}

/** One that cannot be read stays unknown, so that its erasure is told instead of passed over. */
function readContact(raw: unknown, tenantId: string): CrmContact[] {
  const parsed = v.safeParse(HubSpotContact, raw);
  if (!parsed.success) return [];
  const { id, properties } = parsed.output;
  const texts = ADDRESSES.map((name) => properties[name]);
  const persons = new Set(
    texts.flatMap((text) => readPersons(text, (address) => personKey(tenantId, address))),
  );
  return [{ contactId: id, persons: [...persons] }];
}

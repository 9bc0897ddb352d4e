import type { Building } from "./building.ts";
import { put } from "./building.ts";

/** Companies as accounts and people as contacts, all owned by the administrator. */
export function buildCustomers(building: Building): void {
  const { org, organisation, places } = building;
  const OwnerId = org.adminUserId;
  for (const { id, name, domain, createdAt, extra } of organisation.companies) {
    const Website = domain === null ? null : `https://${domain}`;
    const fields = { Name: name, Website, Industry: extra.sector ?? null, OwnerId };
    places.companies.set(id, put(building, "Account", fields, { createdAt }).id);
  }
  for (const { id, companyId, firstName, lastName, email, createdAt } of organisation.contacts) {
    const fields = {
      FirstName: firstName,
      LastName: lastName,
      Name: `${firstName} ${lastName}`,
      Email: email,
      AccountId: places.companies.get(companyId ?? "") ?? null,
      OwnerId,
    };
    places.contacts.set(id, put(building, "Contact", fields, { createdAt }).id);
  }
}

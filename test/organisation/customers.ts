import { COMPANY_FIRST, COMPANY_SECOND, FIRST_NAMES, LAST_NAMES } from "./names.ts";
import type { Company, Contact } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import { DAY } from "./zone-clock.ts";

export interface Customers {
  readonly companies: readonly Company[];
  readonly contacts: readonly Contact[];
  readonly contactsOf: ReadonlyMap<string, readonly Contact[]>;
}

function companyName(place: number): string {
  const first = COMPANY_FIRST[place % COMPANY_FIRST.length];
  const second = COMPANY_SECOND[Math.floor(place / COMPANY_FIRST.length) % COMPANY_SECOND.length];
  const series = Math.floor(place / (COMPANY_FIRST.length * COMPANY_SECOND.length));
  return `${first} ${second}${series > 0 ? ` ${series + 1}` : ""}`;
}

/** Companies with one to five contacts each, all under reserved addresses. */
export function buildCustomers(random: Random, from: number, count: number): Customers {
  const nextCompany = createIds(18_400_000_001);
  const nextContact = createIds(66_100_000_001);
  const companies: Company[] = [];
  const contactsOf = new Map<string, readonly Contact[]>();
  for (let place = 0; place < count; place += 1) {
    const name = companyName(place);
    const domain = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.example`;
    const createdAt = Math.floor(from - random.next() * 200 * DAY);
    const company: Company = { id: nextCompany(), name, domain, createdAt, extra: {} };
    companies.push(company);
    const contacts: Contact[] = [];
    for (let person = random.integer(1, 5); person > 0; person -= 1) {
      const firstName = random.pick(FIRST_NAMES);
      const lastName = random.pick(LAST_NAMES);
      const id = nextContact();
      const email = `${firstName}.${lastName}.${id.slice(-4)}@${domain}`.toLowerCase();
      contacts.push({ id, companyId: company.id, firstName, lastName, email, createdAt });
    }
    contactsOf.set(company.id, contacts);
  }
  return { companies, contacts: [...contactsOf.values()].flat(), contactsOf };
}

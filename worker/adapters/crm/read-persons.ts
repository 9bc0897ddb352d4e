import type { PersonKey } from "../../domain/records.ts";

const ADDRESS = /[^\s<>;,"()]+@[^\s<>;,"()]+/g;
/** More recipients than this tell of a mailing, not of people written to. */
const PERSONS_MAX = 200;
const TEXT_LENGTH_MAX = 20_000;

/** Addresses in a text such as `a@x.example; B <b@y.example>` as keys, each person once. */
export function readPersons(text: string | null, personKey: (address: string) => PersonKey): PersonKey[] {
  const addresses = (text ?? "").slice(0, TEXT_LENGTH_MAX).match(ADDRESS) ?? [];
  return [...new Set(addresses.slice(0, PERSONS_MAX).map((address) => personKey(address)))];
}

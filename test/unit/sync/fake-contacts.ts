import type { ContactKeys, ContactWalk, KnownContact } from "../../../worker/ports/contacts.ts";

/** The index of contacts in memory. */
export class FakeContacts implements ContactKeys {
  readonly keysOf = new Map<string, Set<string>>();
  readonly erased = new Set<string>();
  walk: ContactWalk = { refused: false, since: null, cursor: null, startedAt: null };

  loadWalk = async () => this.walk;
  changeWalk: ContactKeys["changeWalk"] = async (change) => {
    this.walk = { ...this.walk, ...change };
  };
  add: ContactKeys["add"] = async (contacts) => {
    for (const { contactId, persons } of contacts.filter(({ contactId: id }) => !this.erased.has(id))) {
      this.keysOf.set(contactId, new Set([...(this.keysOf.get(contactId) ?? []), ...persons]));
    }
  };
  find = async (contactId: string): Promise<KnownContact> => {
    if (this.erased.has(contactId)) return { kind: "erased" };
    const persons = this.keysOf.get(contactId);
    return persons ? { kind: "known", persons: [...persons] } : { kind: "unknown" };
  };
  erase: ContactKeys["erase"] = async ({ contactId, persons }) => {
    for (const [id, keys] of this.keysOf) {
      const held = persons.filter((person) => keys.delete(person));
      if (held.length > 0 && keys.size === 0) this.keysOf.delete(id);
    }
    if (contactId === null) return;
    this.keysOf.delete(contactId);
    this.erased.add(contactId);
  };
}

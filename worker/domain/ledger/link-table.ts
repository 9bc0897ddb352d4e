import type { RecordLink } from "./record-links.ts";

type LinksByPlace = Map<string, RecordLink>;

/**
 * Links as they are stored and as a batch will leave them, side by side. Holds only the stretches that were
 * loaded, so it may be asked about those alone.
 */
export class LinkTable {
  readonly #stored = new Map<string, LinksByPlace>();
  readonly #removed = new Map<string, LinksByPlace>();
  readonly #added = new Map<string, LinksByPlace>();

  /** Takes up links as D1 has them. */
  load(links: readonly RecordLink[]): void {
    for (const link of links) placesOf(this.#stored, link.key).set(placeOf(link), link);
  }

  /** Notes that a record's links become others. */
  replace(before: readonly RecordLink[], after: readonly RecordLink[]): void {
    for (const link of before) placesOf(this.#removed, link.key).set(placeOf(link), link);
    for (const link of after) placesOf(this.#added, link.key).set(placeOf(link), link);
  }

  /** The links of a key before the batch, by instant and id. */
  before(key: string): readonly RecordLink[] {
    return inOrder([...(this.#stored.get(key)?.entries() ?? [])]);
  }

  /** The links of a key after the batch, by instant and id. */
  after(key: string): readonly RecordLink[] {
    const removed = this.#removed.get(key);
    const added = this.#added.get(key);
    const kept = [...(this.#stored.get(key)?.entries() ?? [])].filter(
      ([place]) => !removed?.has(place) && !added?.has(place),
    );
    return inOrder([...kept, ...(added?.entries() ?? [])]);
  }

  /**
   * What has to be written: links that go, and links that are new or say something else than what is stored.
   * The stored role is asked first: it may be from when the sender was no member yet.
   */
  changes(): { readonly gone: readonly RecordLink[]; readonly written: readonly RecordLink[] } {
    const gone = linksIn(this.#removed).filter((link) => !this.#added.get(link.key)?.has(placeOf(link)));
    const written = linksIn(this.#added).filter((link) => {
      const place = placeOf(link);
      const known = this.#stored.get(link.key)?.get(place) ?? this.#removed.get(link.key)?.get(place);
      return known?.role !== link.role;
    });
    return { gone, written };
  }
}

function linksIn(table: ReadonlyMap<string, LinksByPlace>): readonly RecordLink[] {
  return [...table.values()].flatMap((places) => [...places.values()]);
}

function placeOf(link: RecordLink): string {
  return `${link.at} ${link.kind} ${link.crmId}`;
}

function placesOf(table: Map<string, LinksByPlace>, key: string): LinksByPlace {
  const known = table.get(key);
  if (known) return known;
  const made: LinksByPlace = new Map();
  table.set(key, made);
  return made;
}

function inOrder(entries: readonly (readonly [string, RecordLink])[]): readonly RecordLink[] {
  return entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, link]) => link);
}

import type { ObjectType } from "./object-types.ts";

/** Which record hangs on which; both directions are kept. */
export interface AssociationTable {
  link(one: Place, other: Place): void;
  unlinkAll(place: Place): void;
  /** Ids in the order they were linked. */
  of(place: Place, to: ObjectType): readonly string[];
}

export interface Place {
  readonly type: ObjectType;
  readonly id: string;
}

export function createAssociationTable(): AssociationTable {
  const links = new Map<string, Map<string, Place>>();
  const keyOf = ({ type, id }: Place) => `${type}/${id}`;

  function put(from: Place, to: Place): void {
    const known = links.get(keyOf(from)) ?? new Map<string, Place>();
    known.set(keyOf(to), to);
    links.set(keyOf(from), known);
  }

  return {
    link(one, other) {
      put(one, other);
      put(other, one);
    },
    unlinkAll(place) {
      for (const other of links.get(keyOf(place))?.values() ?? [])
        links.get(keyOf(other))?.delete(keyOf(place));
      links.delete(keyOf(place));
    },
    of: (place, to) =>
      [...(links.get(keyOf(place))?.values() ?? [])].filter(({ type }) => type === to).map(({ id }) => id),
  };
}

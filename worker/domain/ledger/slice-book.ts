import type { Slice } from "../credits.ts";
import { ALL_SLICES } from "./cell-deltas.ts";

/** Cells keep so many combinations of pipeline and deal type apart; further ones share one slice. */
export const SLICES_MAX = 200;
/** The slice that those beyond the limit share. */
export const OTHER_SLICE = "other";

/** A slice with the short id that cells carry. */
export interface InternedSlice extends Slice {
  readonly id: string;
}

/** The tenant's slices. A combination keeps its id for ever, so cells never have to be moved. */
export class SliceBook {
  readonly #ids = new Map<string, string>();
  readonly #known: InternedSlice[] = [];
  readonly #fresh: InternedSlice[] = [];

  constructor(known: readonly InternedSlice[]) {
    for (const slice of known) this.#take(slice);
  }

  /** The id of a combination; a new one gets an id as long as there is room. */
  intern(slice: Slice): string {
    if (slice.pipelineId === "" && slice.dealType === "") return ALL_SLICES;
    const known = this.#ids.get(textOf(slice));
    if (known !== undefined) return known;
    if (this.#known.length >= SLICES_MAX) return OTHER_SLICE;
    const made = {
      id: String(this.#known.length + 1),
      pipelineId: slice.pipelineId,
      dealType: slice.dealType,
    };
    this.#take(made);
    this.#fresh.push(made);
    return made.id;
  }

  /** Slices that were given an id here and have to be stored. */
  fresh(): readonly InternedSlice[] {
    return this.#fresh;
  }

  /**
   * The slices that a filter selects; null when cells cannot tell them: some combinations share a slice, or
   * the filter also asks for records without these dimensions.
   */
  select(matches: (slice: Slice) => boolean): readonly string[] | null {
    if (this.#known.length >= SLICES_MAX || matches({ pipelineId: "", dealType: "" })) return null;
    return this.#known.filter(matches).map((slice) => slice.id);
  }

  #take(slice: InternedSlice): void {
    this.#ids.set(textOf(slice), slice.id);
    this.#known.push(slice);
  }
}

function textOf(slice: Slice): string {
  return JSON.stringify([slice.pipelineId, slice.dealType]);
}

/** What is typed and not saved: a text per cell, and every step back. */

/** Texts by cell. A cell without one shows what is saved. */
export type Texts = ReadonlyMap<string, string>;

/** Changes of cells; null goes back to what is saved. */
export type Edits = ReadonlyMap<string, string | null>;

export interface Draft {
  readonly texts: Texts;
  /** The texts before each step, oldest first. */
  readonly past: readonly Texts[];
  /** The cell that is being typed into: one step, however many keys. */
  readonly typing: string | null;
}

export const EMPTY_DRAFT: Draft = { texts: new Map(), past: [], typing: null };

const STEPS_MAX = 100;

/** Types into one cell. Typing on in the same cell makes no new step. */
export function typeInto(draft: Draft, key: string, text: string | null): Draft {
  const texts = edited(draft.texts, new Map([[key, text]]));
  if (isSame(texts, draft.texts)) return draft;
  const past = draft.typing === key ? draft.past : pushed(draft);
  return { texts, past, typing: key };
}

/** The cell is left: typing into it again is another step. */
export function leaveCell(draft: Draft): Draft {
  return draft.typing === null ? draft : { ...draft, typing: null };
}

/** Changes many cells in one step: pasted, applied to a selection, copied, discarded. */
export function applyEdits(draft: Draft, edits: Edits): Draft {
  const texts = edited(draft.texts, edits);
  return isSame(texts, draft.texts) ? draft : { texts, past: pushed(draft), typing: null };
}

/** One step back. Without any, nothing changes. */
export function undo(draft: Draft): Draft {
  const texts = draft.past.at(-1);
  return texts === undefined ? draft : { texts, past: draft.past.slice(0, -1), typing: null };
}

/** Everything as it is saved, which is a step as well: it can be taken back. */
export function discard(draft: Draft): Draft {
  return applyEdits(draft, new Map([...draft.texts.keys()].map((key) => [key, null])));
}

function edited(texts: Texts, edits: Edits): Texts {
  const next = new Map(texts);
  for (const [key, text] of edits) {
    if (text === null) next.delete(key);
    else next.set(key, text);
  }
  return next;
}

function isSame(left: Texts, right: Texts): boolean {
  return left.size === right.size && [...left].every(([key, text]) => right.get(key) === text);
}

function pushed({ past, texts }: Draft): readonly Texts[] {
  return [...past, texts].slice(-STEPS_MAX);
}

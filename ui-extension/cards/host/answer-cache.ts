/** Answers kept at most; the one that was put in first goes first. */
const ANSWERS_MAX = 60;

interface KeptAnswer {
  readonly value: unknown;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

/** The last answer to each question, in memory alone, so that going back paints at once. */
export class AnswerCache {
  readonly #kept = new Map<string, KeptAnswer>();

  get(key: string): KeptAnswer | null {
    return this.#kept.get(key) ?? null;
  }

  put(key: string, answer: KeptAnswer): void {
    this.#kept.delete(key);
    this.#kept.set(key, answer);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > ANSWERS_MAX && !oldest.done) this.#kept.delete(oldest.value);
  }

  drop(key: string): void {
    this.#kept.delete(key);
  }

  /** When the rights of the viewer changed, what was answered before may say too much. */
  clear(): void {
    this.#kept.clear();
  }
}

/** Runs work one after another, in the order it was asked for. Work that throws does not hold up the next. */
export interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for the work under way; whatever would come after it is refused. */
  close(): Promise<void>;
}

/** Turns in memory: one lane lives in one place. */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  let closed = false;
  return {
    take(work) {
      const result = last.then(() => {
        if (closed) throw new Error("The lane is closed");
        return work();
      });
      last = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
    close() {
      closed = true;
      return last;
    },
  };
}

import { useCallback, useEffect, useState } from "preact/hooks";
import { usePage } from "./page-context.ts";

/** A way out that waits for an answer. */
export interface Leaving {
  /** What would be done; null while nobody wants to leave. */
  readonly pending: (() => void) | null;
  /** Does it at once, or asks first where something is not saved. */
  readonly ask: (go: () => void) => void;
  readonly stay: () => void;
  readonly leave: () => void;
}

/** Asks once before changes that are not saved are left: within the app here, and beyond it by the browser. */
export function useUnsavedGuard(hasChanges: boolean): Leaving {
  const { page, guardLeaving } = usePage();
  const [pending, setPending] = useState<(() => void) | null>(null);
  const ask = useCallback(
    (go: () => void) => {
      if (hasChanges) setPending(() => go);
      else go();
    },
    [hasChanges],
  );
  useEffect(() => {
    if (!hasChanges) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    page.addEventListener("beforeunload", warn);
    const release = guardLeaving((go) => setPending(() => go));
    return () => {
      page.removeEventListener("beforeunload", warn);
      release();
    };
  }, [hasChanges, page, guardLeaving]);
  return {
    pending,
    ask,
    stay: () => setPending(null),
    leave: () => {
      setPending(null);
      pending?.();
    },
  };
}

import { useEffect, useState } from "preact/hooks";

/**
 * A part of the page that comes when it is first opened, so that the first paint is not heavier for it. `onFail`
 * closes it again when it could not be loaded.
 */
export function useLoaded<Part extends object>(
  open: boolean,
  load: () => Promise<Part>,
  onFail: () => void,
): Part | null {
  const [part, setPart] = useState<Part | null>(null);
  useEffect(() => {
    if (!open || part) return;
    let wanted = true;
    load().then(
      (loaded) => wanted && setPart(loaded),
      () => wanted && onFail(),
    );
    return () => {
      wanted = false;
    };
  }, [open, part]);
  return open ? part : null;
}

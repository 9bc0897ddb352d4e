import { useEffect } from "preact/hooks";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import { withExplained } from "./explain-address.ts";

/** While the drawer is open the address names its figure, so that a shared link opens the same view. */
export function useExplainedAddress(page: Window, figure: ExplainTarget): void {
  useEffect(() => {
    show(page, figure);
    return () => show(page, null);
  }, [page, figure]);
}

function show(page: Window, figure: ExplainTarget | null): void {
  const { pathname, search, hash } = page.location;
  const next = withExplained(search, figure);
  if (next !== search) page.history.replaceState(page.history.state, "", `${pathname}${next}${hash}`);
}

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Role } from "../../../shared/contracts/ids.ts";
import { type PageTarget, pageOf, searchOf } from "./address.ts";
import type { PageContext } from "./page-context.ts";
import type { PageId } from "./pages.ts";

/** What the address says, and how to change it. */
export interface UsedAddress {
  /** Null for a name that is no page. */
  readonly id: PageId | null;
  readonly search: string;
  readonly navigate: PageContext["navigate"];
  readonly hrefOf: PageContext["hrefOf"];
  readonly guardLeaving: PageContext["guardLeaving"];
}

/** The page in the address: pushed by `navigate`, taken back by Back. `onPage` hears of another page, not of filters. */
export function useAddress(
  page: Window & typeof globalThis,
  role: Role,
  onPage: (id: PageId | null) => void,
): UsedAddress {
  const [search, setSearch] = useState(page.location.search);

  const show = useCallback(
    (before: string) => {
      const now = page.location.search;
      setSearch(now);
      const id = pageOf(now, role);
      if (id !== pageOf(before, role)) onPage(id);
    },
    [page, role, onPage],
  );

  const guard = useRef<((go: () => void) => void) | null>(null);
  const guardLeaving = useCallback<PageContext["guardLeaving"]>((ask) => {
    guard.current = ask;
    return () => {
      if (guard.current === ask) guard.current = null;
    };
  }, []);

  useEffect(() => {
    const onBack = () => {
      const wanted = page.location.search;
      if (!guard.current || wanted === search) return show(search);
      // Until it is allowed, the address says what is shown.
      page.history.pushState(null, "", search);
      guard.current(() => {
        page.history.replaceState(null, "", wanted);
        show(search);
      });
    };
    page.addEventListener("popstate", onBack);
    return () => page.removeEventListener("popstate", onBack);
  }, [page, search, show]);

  const hrefOf = useCallback((target: PageTarget) => searchOf(target, page.location.search), [page]);

  const navigate = useCallback<PageContext["navigate"]>(
    (target, options) => {
      const before = page.location.search;
      const next = searchOf(target, before);
      if (next === before) return;
      const go = () => {
        if (options?.replace) page.history.replaceState(null, "", next);
        else page.history.pushState(null, "", next);
        show(before);
      };
      const leaves = pageOf(next, role) !== pageOf(before, role);
      if (leaves && guard.current) guard.current(go);
      else go();
    },
    [page, role, show],
  );

  return { id: pageOf(search, role), search, navigate, hrefOf, guardLeaving };
}

import { useEffect } from "preact/hooks";

/** While a drawer is open the address names what it shows, so that a shared link opens the same view. */
export function useDrawerAddress(page: Window, parameter: string, text: string): void {
  useEffect(() => {
    const show = (shown: string | null) => {
      const { pathname, search, hash } = page.location;
      const next = withParameter(search, parameter, shown);
      if (next !== search) page.history.replaceState(page.history.state, "", `${pathname}${next}${hash}`);
    };
    show(text);
    return () => show(null);
  }, [page, parameter, text]);
}

/** The query of an address with a parameter; without it for null. */
export function withParameter(search: string, parameter: string, text: string | null): string {
  const params = new URLSearchParams(search);
  if (text === null) params.delete(parameter);
  else params.set(parameter, text);
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}

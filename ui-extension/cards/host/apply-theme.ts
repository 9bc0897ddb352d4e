/**
 * Puts the host's look on `<html>`: from the address where the host tells (`?host=salesforce&mode=dark`), else HubSpot
 * and the page's own mode (`data-default-mode`), or the system's, which is followed. `?dir=rtl` turns the page round, to
 * try it. Paper is light, whatever the page wears.
 *
 * Runs before anything is painted, as a script of its own: it imports nothing, so that it can be a classic script.
 */
export function applyTheme(page: Window): void {
  const asked = new URLSearchParams(page.location.search);
  const root = page.document.documentElement;
  const system = page.matchMedia("(prefers-color-scheme: dark)");
  const mode = asked.get("mode") ?? root.dataset.defaultMode;
  const wear = (): void => {
    root.dataset.mode = mode === "dark" || (mode !== "light" && system.matches) ? "dark" : "light";
  };
  root.dataset.host = asked.get("host") === "salesforce" ? "salesforce" : "hubspot";
  if (asked.get("dir") === "rtl") root.dir = "rtl";
  wear();
  system.addEventListener("change", wear);
  // Before the sheet is laid out, so that charts are drawn again too.
  page.addEventListener("beforeprint", () => {
    root.dataset.mode = "light";
  });
  page.addEventListener("afterprint", wear);
}

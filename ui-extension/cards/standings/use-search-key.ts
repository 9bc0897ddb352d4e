import { useEffect } from "preact/hooks";

/** "/" goes to the search field of the page, where it has one, unless somebody is typing. */
export function useSearchKey(page: Window & typeof globalThis): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      const field = page.document.querySelector<HTMLElement>("[data-search]");
      if (!field) return;
      event.preventDefault();
      field.focus();
    };
    page.document.addEventListener("keydown", onKeyDown);
    return () => page.document.removeEventListener("keydown", onKeyDown);
  }, [page]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input, textarea, select, [contenteditable], [role=listbox], dialog *")
  );
}

import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { usePage } from "./page-context.ts";

/** The head of a page: its title, a line under it, and what can be done. */
export function PageHead(props: {
  readonly title: string;
  readonly subtitle?: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const head = usePageTitle(props.title);
  return (
    <header class="page-head">
      <div>
        <h1 ref={head} tabIndex={-1}>
          {props.title}
        </h1>
        {props.subtitle && <p>{props.subtitle}</p>}
      </div>
      {props.children && <div class="row row-wrap">{props.children}</div>}
    </header>
  );
}

/**
 * For a page that draws its own head: put the result on its `<h1 tabIndex={-1}>`. The title goes to the window, and
 * the focus to the head of a page that was just opened, unless somebody has moved it on meanwhile.
 */
export function usePageTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const { page } = usePage();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    page.document.title = `${title} · Standings`;
  }, [page, title]);
  useEffect(() => {
    const frame = head.current?.closest("main");
    if (frame && frame === page.document.activeElement) head.current?.focus();
  }, [page]);
  return head;
}

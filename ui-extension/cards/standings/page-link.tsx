import type { ComponentChildren } from "preact";
import { Icon } from "../design/icon.tsx";
import type { PageTarget } from "./address.ts";
import { usePage } from "./page-context.ts";

/** A link to a page of the app: its address can be copied, and a plain click goes there without loading anew. */
export function PageLink(props: {
  readonly to: PageTarget;
  readonly children: ComponentChildren;
  readonly class?: string | undefined;
  readonly label?: string | undefined;
  /** Whether it is the page that is open. */
  readonly current?: boolean | undefined;
}) {
  const { navigate, hrefOf } = usePage();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(props.to);
  };
  return (
    <a
      class={props.class}
      href={hrefOf(props.to)}
      aria-label={props.label}
      aria-current={props.current ? "page" : undefined}
      onClick={follow}
    >
      {props.children}
    </a>
  );
}

/** A link to a record of the CRM. It opens beside the host's page, never inside this frame. */
export function RecordLink(props: { readonly url: string; readonly children: ComponentChildren }) {
  return (
    <a class="record-link" href={props.url} target="_blank" rel="noopener noreferrer">
      {props.children}
      <Icon name="external" size={13} />
    </a>
  );
}

/** The head of an app page. */
import type { ComponentChildren } from "preact";

export function PageTitle({ children }: { readonly children?: ComponentChildren }) {
  return <h1>{children}</h1>;
}

/** HubSpot's table, as plain HTML. */
import type { ComponentChildren } from "preact";

interface Children {
  readonly children?: ComponentChildren;
}

interface Cell extends Children {
  readonly align?: "left" | "center" | "right";
}

export function Table({ children }: Children) {
  return (
    <div class="hs-scroll">
      <table class="hs-table">{children}</table>
    </div>
  );
}

export function TableHead({ children }: Children) {
  return <thead>{children}</thead>;
}

export function TableBody({ children }: Children) {
  return <tbody>{children}</tbody>;
}

export function TableRow({ children }: Children) {
  return <tr>{children}</tr>;
}

export function TableHeader({ align = "left", children }: Cell) {
  return (
    <th scope="col" class={`hs-${align}`}>
      {children}
    </th>
  );
}

export function TableCell({ align = "left", children }: Cell) {
  return <td class={`hs-${align}`}>{children}</td>;
}

/**
 * HubSpot's components as plain HTML, as far as the extensions use them: the same names and properties, and about
 * the look that HubSpot gives them.
 */
import type { ComponentChildren } from "preact";

export { hubspot } from "./extend.tsx";
export { LineChart } from "./line-chart.tsx";
export * from "./tables.tsx";

interface Children {
  readonly children?: ComponentChildren;
}

function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => typeof name === "string").join(" ");
}

export function Flex(
  props: Children & {
    readonly direction?: string;
    readonly gap?: string;
    readonly justify?: string;
    readonly align?: string;
    readonly wrap?: string;
  },
) {
  const { direction = "row", gap = "flush", justify, align, wrap, children } = props;
  return (
    <div
      class={classes(
        "hs-flex",
        `hs-${direction}`,
        `hs-gap-${gap}`,
        justify && `hs-justify-${justify}`,
        align && `hs-align-${align}`,
        wrap && "hs-wrap",
      )}
    >
      {children}
    </div>
  );
}

export function Text({
  variant,
  format,
  children,
}: Children & { readonly variant?: string; readonly format?: { readonly fontWeight?: string } }) {
  return <span class={classes("hs-text", variant, format?.fontWeight)}>{children}</span>;
}

export function Heading({ children }: Children) {
  return <h3 class="hs-heading">{children}</h3>;
}

export function Divider() {
  return <hr class="hs-divider" />;
}

export function Tile({ children }: Children) {
  return <div class="hs-tile">{children}</div>;
}

export function Alert({ title, variant = "info", children }: Children & { title: string; variant?: string }) {
  return (
    <div class={`hs-note hs-${variant}`} role={variant === "danger" ? "alert" : "status"}>
      <strong>{title}</strong>
      {children && <div>{children}</div>}
    </div>
  );
}

export function EmptyState({ title, children }: Children & { readonly title: string }) {
  return (
    <div class="hs-state">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function ErrorState({ title, children }: Children & { readonly title: string }) {
  return (
    <div class="hs-state" role="alert">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function LoadingSpinner({
  label,
  showLabel,
}: {
  readonly label: string;
  readonly showLabel?: boolean;
}) {
  return (
    <span class="hs-text microcopy" role="status" aria-label={label}>
      {showLabel ? label : ""}
    </span>
  );
}

export function Button(
  props: Children & { readonly onClick?: () => void; readonly variant?: string; readonly size?: string },
) {
  const { onClick, variant = "secondary", size = "medium", children } = props;
  return (
    <button type="button" class={`hs-button hs-${variant} hs-${size}`} onClick={onClick}>
      {children}
    </button>
  );
}

export function Select(props: {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}) {
  const { label, name, value, options, onChange } = props;
  return (
    <label class="hs-select">
      {label}
      <select name={name} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

const TAG_SHAPES: Readonly<Record<string, string>> = {
  success: "●",
  warning: "▲",
  danger: "■",
  info: "◆",
  default: "○",
};

export function StatusTag({ variant = "default", children }: Children & { readonly variant?: string }) {
  return (
    <span class={`hs-tag hs-${variant}`}>
      <span aria-hidden="true">{TAG_SHAPES[variant]}</span> {children}
    </span>
  );
}

export function ProgressBar(props: {
  readonly value: number;
  readonly maxValue: number;
  readonly variant?: string;
  readonly "aria-label"?: string;
}) {
  const { value, maxValue, variant = "default" } = props;
  return (
    <div class="hs-bar" role="img" aria-label={props["aria-label"]}>
      <i class={`hs-${variant}`} style={{ width: `${Math.min(100, (value * 100) / maxValue)}%` }} />
    </div>
  );
}

export function Statistics({ children }: Children) {
  return <dl class="hs-statistics">{children}</dl>;
}

export function StatisticsItem({
  label,
  number,
  children,
}: Children & { readonly label: string; readonly number: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {number} {children}
      </dd>
    </div>
  );
}

export function StatisticsTrend({
  value,
  direction,
}: {
  readonly value: string;
  readonly direction: string;
}) {
  return (
    <span class="hs-trend">
      {direction === "increase" ? "▲" : "▼"} {value}
    </span>
  );
}

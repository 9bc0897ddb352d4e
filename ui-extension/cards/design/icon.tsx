import { ICON_PATHS, type IconName } from "./icon-paths.ts";
import "./icon.css";

export type { IconName } from "./icon-paths.ts";

/** A line icon in the colour of the text around it. Without a label it is decoration, and says nothing. */
export function Icon(props: {
  readonly name: IconName;
  readonly label?: string | undefined;
  /** Pixels; 14 without. */
  readonly size?: number | undefined;
}) {
  const { name, label, size = 14 } = props;
  const spoken =
    label === undefined ? { "aria-hidden": true as const } : { role: "img" as const, "aria-label": label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would be a tooltip; its name is the label
    <svg class={`icon icon-${name}`} width={size} height={size} viewBox="0 0 16 16" {...spoken}>
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}

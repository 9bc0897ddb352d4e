import type { ChartConfiguration } from "chart.js";

/** What a canvas takes from the sheet around it, since it follows neither theme nor direction by itself. */
export interface ChartLook {
  /** The value of a token of the design, by its name without the prefix: `accent`, `c1`. */
  readonly token: (name: string) => string;
  readonly font: { readonly family: string; readonly size: number };
  readonly rightToLeft: boolean;
}

const FONT_PIXELS = 11;

/** Reads the look that an element has now. */
export function lookOf(element: HTMLElement): ChartLook {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    token,
    font: { family: token("font"), size: Number.parseFloat(token("fs-xs")) || FONT_PIXELS },
    rightToLeft: style.direction === "rtl",
  };
}

/** A colour let through to so many percent. */
export function faded(colour: string, percent: number): string {
  return `color-mix(in srgb, ${colour} ${percent}%, transparent)`;
}

/** The kinds of charts that there are. */
export type ChartPicture =
  | ChartConfiguration<"bar", number[]>
  | ChartConfiguration<"line", (number | null)[]>;

/** Figures as a chart: the same figures and the same look give the same picture. */
export type ChartPainter<Figures> = (figures: Figures, look: ChartLook) => ChartPicture;

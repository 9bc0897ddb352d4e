/** The value below which a share of the list lies, by nearest rank. NaN for an empty list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 12,345 */
export function wholeNumber(value: number): string {
  return whole.format(value);
}

/** With so many decimals as tell something: 0.031, 1.24, 31.4, 1,240. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return "none";
  if (value === 0 || Math.abs(value) >= 100) return wholeNumber(value);
  return String(Number(value.toPrecision(3)));
}

/** 31.4 KB, in thousands of bytes. */
export function kilobytes(bytes: number): string {
  return `${shortNumber(bytes / 1000)} KB`;
}

/** 312 ms */
export function milliseconds(duration: number): string {
  return `${shortNumber(duration)} ms`;
}

/** 4.2× */
export function times(value: number): string {
  return `${shortNumber(value)}×`;
}

import * as v from "valibot";
import type { CloseDate, Deal, Money } from "../../domain/records.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { readMinorUnits } from "./read-money.ts";
import { Text } from "./read-values.ts";

/** A field that cannot be read. Only `unlessUnreadable` catches it. */
export class UnreadableField extends Error {
  readonly path: string;
  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/** What was built, or the path of the field for which it could not be: a deal is never half filled. */
export function unlessUnreadable(build: () => Deal): Result<Deal, string> {
  try {
    return ok(build());
  } catch (cause) {
    if (cause instanceof UnreadableField) return err(cause.path);
    throw cause;
  }
}

/** An amount as its CRM writes it, in minor units. The path is for whoever cannot read it. */
export function moneyOf(path: string, text: string | null, currency: string): Money | null {
  if (text === null) return null;
  const minor = readMinorUnits(text, currency);
  if (minor === null) throw new UnreadableField(path);
  return { minor, currency };
}

/** An amount of the past in minor units; undefined where it cannot be read. */
export function pastMinorOf(text: string | null, currency: string): number | null | undefined {
  return text === null ? null : (readMinorUnits(text, currency) ?? undefined);
}

/** A field of the tenant's own choice, of whatever type. */
export function textOf(path: string, value: unknown): string | null {
  const parsed = v.safeParse(Text, value);
  if (!parsed.success) throw new UnreadableField(path);
  return parsed.output;
}

/** Whether two dates of a history are one. */
export function isSameClose(left: CloseDate | null, right: CloseDate | null): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

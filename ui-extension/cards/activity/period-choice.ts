import { PERIOD_NAMES, type PeriodName } from "../../../shared/contracts/ids.ts";

/** The period that an address asks for: by name, or both days of a chosen one. */
export type PeriodQuery =
  | { readonly period: PeriodName; readonly from?: undefined; readonly to?: undefined }
  | { readonly period?: undefined; readonly from: string; readonly to: string };

/** This month where the address says nothing that is a period. */
export function periodOf(route: URLSearchParams): PeriodQuery {
  const [from, to] = [route.get("from"), route.get("to")];
  if (from && to) return { from, to };
  return { period: PERIOD_NAMES.find((name) => name === route.get("period")) ?? "this_month" };
}

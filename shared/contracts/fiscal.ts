/** How a period of the fiscal calendar is named. */
import * as v from "valibot";
import { FISCAL_GRAINS } from "./ids.ts";
import { Count } from "./values.ts";

/** Which month, quarter or year of the account's fiscal calendar a period is. */
export const FiscalLabel = v.object({
  grain: v.picklist(FISCAL_GRAINS),
  /** Of the months or quarters of its year, from 1; a year is 1. */
  number: Count,
  /** The calendar year in which the fiscal year ends, or begins where the account names it so. */
  year: Count,
});
export type FiscalLabel = v.InferOutput<typeof FiscalLabel>;

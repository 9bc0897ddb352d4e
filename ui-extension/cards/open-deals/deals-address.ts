import { decodePart } from "../host/decode-part.ts";

/** Whose open deals are shown, and which of them. */
export interface OpenDealsTarget {
  /** '' for the viewer's own. */
  readonly memberId: string;
  /** The first and the last close date; any without. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** One stage of a pipeline; all of them without. */
  readonly stage?: { readonly pipelineId: string; readonly stageId: string } | undefined;
  /** Shown while the answer is on its way. */
  readonly memberName?: string | undefined;
}

/** Names the deals whose drawer is open. */
export const DEALS_PARAMETER = "deals";
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a shared link opens the drawer of: `?deals=member,from,to,pipeline,stage`; null where it names none. */
export function readOpenDeals(search: string): OpenDealsTarget | null {
  const text = new URLSearchParams(search).get(DEALS_PARAMETER);
  if (text === null) return null;
  const [memberId, from = "", to = "", pipelineId = "", stageId = ""] = text
    .split(",")
    // What was cut is taken as nothing.
    .map((part) => decodePart(part) ?? "");
  if (memberId === undefined || [from, to].some((day) => day !== "" && !DAY.test(day))) return null;
  return {
    memberId,
    ...(from === "" ? {} : { from }),
    ...(to === "" ? {} : { to }),
    ...(pipelineId === "" || stageId === "" ? {} : { stage: { pipelineId, stageId } }),
  };
}

import type { CrmFailure } from "../../ports/crm.ts";

/** What a CRM answered, before anybody interpreted it. Header names are lower case. */
export interface CrmReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Whether the CRM did what it was asked for. */
export function isSuccess({ status }: Pick<CrmReply, "status">): boolean {
  return status >= 200 && status <= 299;
}

/** Undefined when the text is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why there is no answer. `unsent` is certain: the CRM never saw the request. */
export type Silence = "unsent" | "too_late" | "cut";

/** No answer at all. What was thrown may name the address or hold the request: it is not passed on. */
export function failureOfSilence(silence: Silence): CrmFailure {
  return {
    reason: "unavailable",
    detail: silence === "too_late" ? "no answer in time" : "the connection failed",
  };
}

import type { OpenDealsTarget } from "./deals-address.ts";

/** The deals as the address names them, behind `deals=`. */
export function writeOpenDeals({ memberId, from = "", to = "", stage }: OpenDealsTarget): string {
  const parts = [memberId, from, to, stage?.pipelineId ?? "", stage?.stageId ?? ""].map(encodeURIComponent);
  while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  return parts.join(",");
}

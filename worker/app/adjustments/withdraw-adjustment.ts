import type { MadeAdjustment } from "../../../shared/contracts/adjustments.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { AdjustmentWriter } from "../../ports/adjustments.ts";
import type { QueryContext } from "../queries.ts";
import { mayAdminister, type Viewer } from "../viewer.ts";
import { describeAdjustment } from "./describe-adjustment.ts";

/** What withdrawing needs. Made for a tenant. */
export interface WithdrawAdjustmentParts {
  readonly context: QueryContext;
  readonly writer: AdjustmentWriter;
  readonly requestId: string;
}

/** Takes an adjustment back, and answers with it; once more changes nothing. */
export async function withdrawAdjustment(
  { context, writer, requestId }: WithdrawAdjustmentParts,
  id: string,
  viewer: Viewer,
): Promise<Result<MadeAdjustment, { readonly reason: "not_permitted" | "unknown_adjustment" }>> {
  if (!mayAdminister(viewer)) return err({ reason: "not_permitted" });
  const withdrawn = await writer.withdrawAdjustment(id, { actor: viewer.memberId, requestId });
  if (!withdrawn) return err({ reason: "unknown_adjustment" });
  return ok(describeAdjustment(withdrawn, await context.store.loadMembers()));
}

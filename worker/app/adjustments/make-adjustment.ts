import type { AdjustmentRequest, MadeAdjustment } from "../../../shared/contracts/adjustments.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { AdjustmentDraft, AdjustmentReader, AdjustmentWriter } from "../../ports/adjustments.ts";
import type { InputFault } from "../input-fault.ts";
import type { QueryContext } from "../queries.ts";
import { isSameAdjustment } from "../sync/adjust.ts";
import { mayAdminister, type Viewer } from "../viewer.ts";
import { findFaults, UNKNOWN_RECORD } from "./adjustment-faults.ts";
import { describeAdjustment } from "./describe-adjustment.ts";

/** Why nothing was adjusted. */
export type MakeAdjustmentRefusal =
  | { readonly reason: "not_permitted" }
  | { readonly reason: "adjustment_invalid"; readonly faults: readonly InputFault[] }
  /** Something else was made before under the id. */
  | { readonly reason: "adjustment_differs" };

/** What adjusting needs. Made for a tenant. */
export interface MakeAdjustmentParts {
  readonly context: QueryContext;
  readonly reader: AdjustmentReader;
  readonly writer: AdjustmentWriter;
  readonly newId: () => string;
  readonly requestId: string;
}

/** An adjustment, and whether it was made just now. */
export interface Adjusted {
  readonly adjustment: MadeAdjustment;
  readonly isNew: boolean;
}

const NO_APPROVER: InputFault = {
  path: "approvedBy",
  message: "must be given: an API key has no person behind it who could approve",
};

/** Adjusts credit as an admin says. The same again, under the same id, is answered with what there is. */
export async function makeAdjustment(
  parts: MakeAdjustmentParts,
  request: AdjustmentRequest,
  viewer: Viewer,
): Promise<Result<Adjusted, MakeAdjustmentRefusal>> {
  if (!mayAdminister(viewer)) return err({ reason: "not_permitted" });
  const approvedBy = request.approvedBy ?? viewer.memberId;
  if (approvedBy === null) return err({ reason: "adjustment_invalid", faults: [NO_APPROVER] });
  const draft = draftOf(request, { id: request.id ?? parts.newId(), approvedBy });
  // First, because what was good when it was made need not be good any more.
  const held = request.id === undefined ? null : await parts.reader.find(request.id);
  if (held === "erased") return err({ reason: "adjustment_differs" });
  if (!held) {
    const faults = await findFaults(parts.context, parts.reader, draft);
    if (faults.length > 0) return err({ reason: "adjustment_invalid", faults });
  } else if (!isSameAdjustment(held, draft)) {
    return err({ reason: "adjustment_differs" });
  }
  const outcome = await parts.writer.makeAdjustment(draft, {
    actor: viewer.memberId,
    requestId: parts.requestId,
  });
  if (outcome.kind === "differs") return err({ reason: "adjustment_differs" });
  if (outcome.kind === "gone") return err({ reason: "adjustment_invalid", faults: [UNKNOWN_RECORD] });
  const adjustment = describeAdjustment(outcome.adjustment, await parts.context.store.loadMembers());
  return ok({ adjustment, isNew: outcome.kind === "made" });
}

function draftOf(
  request: AdjustmentRequest,
  { id, approvedBy }: { readonly id: string; readonly approvedBy: string },
): AdjustmentDraft {
  const { event, reason } = request;
  const said = { kind: "adjustment", crmId: id, event, reason, approvedBy } as const;
  const nothing = { target: null, memberId: null, day: null, amount: null } as const;
  switch (request.action) {
    case "add": {
      const { memberId, day, amount = null } = request;
      return { ...said, ...nothing, action: "add", memberId, day, amount };
    }
    case "move":
      return { ...said, ...nothing, action: "move", target: request.record, memberId: request.memberId };
    case "exclude":
      return { ...said, ...nothing, action: "exclude", target: request.record };
  }
}

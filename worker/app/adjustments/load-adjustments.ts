import type { MadeAdjustments } from "../../../shared/contracts/adjustments.ts";
import type { AdjustmentReader } from "../../ports/adjustments.ts";
import type { QueryContext } from "../queries.ts";
import { describeAdjustment } from "./describe-adjustment.ts";

const PER_PAGE = 50;

/** The adjustments there are, newest first, withdrawn ones included. For owners and admins. */
export async function loadAdjustments(
  context: QueryContext,
  reader: AdjustmentReader,
  page: { readonly limit?: number | undefined; readonly after?: string | undefined },
): Promise<MadeAdjustments> {
  const [{ adjustments, next }, members] = await Promise.all([
    reader.list({ limit: page.limit ?? PER_PAGE, after: page.after }),
    context.store.loadMembers(),
  ]);
  return { adjustments: adjustments.map((each) => describeAdjustment(each, members)), next };
}

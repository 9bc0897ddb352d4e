import { useEffect } from "preact/hooks";
import type { TenantSettings } from "../../../shared/contracts/settings.ts";
import { type UsedAnswer, useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";

/** While figures are counted again, it is asked this often whether they are. */
const PENDING_MILLISECONDS = 2000;

/** The settings of the account, asked again while the page is in view and figures are counted again. */
export function useSettings(): UsedAnswer<TenantSettings> {
  const { api, page } = usePage();
  const answer = useAnswer<TenantSettings>("settings", () => api.get("settings"));
  const { value, asOf, retry } = answer;
  const isPending = value?.counting.pending === true;
  // `asOf` moves with every answer, so each one plans the next: none piles up behind a slow one.
  useEffect(() => {
    if (!isPending) return;
    const ask = () => page.document.visibilityState === "visible" && retry();
    const timer = page.setInterval(ask, PENDING_MILLISECONDS);
    return () => page.clearInterval(timer);
  }, [page, isPending, asOf, retry]);
  return answer;
}

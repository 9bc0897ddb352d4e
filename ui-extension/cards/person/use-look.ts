import { useEffect } from "preact/hooks";
import type { ApiClient } from "../host/api-client.ts";

/**
 * Remembers the look when somebody leaves the page: until then "since you last looked" tells of the time before it
 * was opened. A look that is lost makes the next one tell of a little more.
 */
export function useLook(api: ApiClient, memberId: string | null): void {
  useEffect(() => {
    if (memberId === null) return;
    const save = () => void api.put(`members/${encodeURIComponent(memberId)}/look`, { body: undefined });
    const whenHidden = () => {
      if (document.visibilityState === "hidden") save();
    };
    document.addEventListener("visibilitychange", whenHidden);
    return () => {
      document.removeEventListener("visibilitychange", whenHidden);
      save();
    };
  }, [api, memberId]);
}

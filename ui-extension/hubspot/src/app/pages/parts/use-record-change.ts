import { useEffect, useRef } from "react";

/**
 * Calls `follow` when the record was changed in the page. HubSpot cannot take a listener back, so it is given
 * one for good, which calls the newest `follow`, and nothing once the card is gone.
 */
export function useRecordChange(
  onRecordChange: ((listener: () => void) => void) | null,
  follow: () => void,
): void {
  const newest = useRef<(() => void) | null>(follow);
  const subscribed = useRef(false);
  useEffect(() => {
    newest.current = follow;
    return () => {
      newest.current = null;
    };
  }, [follow]);
  useEffect(() => {
    if (onRecordChange === null || subscribed.current) return;
    subscribed.current = true;
    onRecordChange(() => newest.current?.());
  }, [onRecordChange]);
}

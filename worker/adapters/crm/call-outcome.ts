/** "Connected", "Connected - interested"; not "Not connected" or "Disconnected". */
export function meansConnected(label: string): boolean {
  return /\bconnected\b/i.test(label) && !/\b(not|never|no|could ?n.?t|did ?n.?t)\b/i.test(label);
}

const NOT_REACHED =
  /\b(no answer|unanswered|not answered|voice ?mail|busy|wrong number|left .*message|failed|cancell?ed|no connect|not connected|disconnected)\b/i;

/** Whether an outcome in free words says that somebody was reached; null when it says neither. */
export function connectedBy(outcome: string | null): boolean | null {
  if (outcome === null) return null;
  if (meansConnected(outcome)) return true;
  return NOT_REACHED.test(outcome) ? false : null;
}

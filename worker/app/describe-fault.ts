const STACK_LINES_MAX = 12;
/** What the platform, the database and our own configuration say quotes nobody. */
const QUOTES_NOBODY =
  /^(D1_|Durable Object |Network connection lost|internal error; reference|Not configured: )/;

/** What the log learns of a fault: where it happened. Messages may quote what somebody sent, so most stay out. */
export function describeFault(fault: unknown): Readonly<Record<string, string | readonly string[]>> {
  if (!(fault instanceof Error)) return { error: typeof fault };
  const stack = (fault.stack ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, STACK_LINES_MAX);
  const message = QUOTES_NOBODY.test(fault.message) ? { message: fault.message } : {};
  return { error: fault.name, ...message, stack };
}

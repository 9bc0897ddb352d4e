import type { Log } from "./ports/logging.ts";

/** The log of the Worker: one line of JSON for each entry. */
export const writeLog: Log = (entry) => console.log(JSON.stringify(entry));

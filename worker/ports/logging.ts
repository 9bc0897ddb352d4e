/** One line of the log. Ids and figures only: no names, tokens, texts of people, or query values. */
export interface LogEntry {
  readonly event: string;
  /** The request that all of it began with; an id of the run's own where a clock began it. */
  readonly requestId: string;
  readonly [detail: string]: string | number | boolean | null | readonly string[];
}

/** Writes one line of the log. */
export type Log = (entry: LogEntry) => void;

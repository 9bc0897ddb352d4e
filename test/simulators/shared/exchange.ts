import type { IncomingHttpHeaders } from "node:http";

/** A request as a simulator's pages and endpoints see it. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** What stood in the places of the route. */
  readonly params: Readonly<Record<string, string>>;
}

/** What is sent back: JSON unless a text of another type is given, nothing when neither is. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** The media type of `text`; `text/html` where none is named. */
  readonly type?: string;
}

/** The media type of a script. */
export const SCRIPT_TYPE = "text/javascript; charset=utf-8";

/** Says no. Thrown on purpose, and caught in one place, so that checks can stand at the head of a handler. */
export class Refused extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** JSON with status 200. */
export function ok(json: unknown): Answer {
  return { status: 200, json };
}

/** Whether a value is a JSON object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The body as the fields of a form. */
export function readForm(incoming: Incoming): URLSearchParams {
  return new URLSearchParams(incoming.body.toString("utf8"));
}

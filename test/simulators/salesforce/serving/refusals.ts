import { type Incoming, isObject, Refused } from "../../shared/exchange.ts";

/** The REST API's refusal: a list of errors. */
export function refusal(
  status: number,
  errorCode: string,
  message: string,
  fields?: readonly string[],
): Refused {
  return new Refused({ status, json: [{ message, errorCode, ...(fields ? { fields } : {}) }] });
}

/** There is no such thing. */
export function notFound(message = "The requested resource does not exist"): Refused {
  return refusal(404, "NOT_FOUND", message);
}

/** The refusal of the addresses under `/services/oauth2`, which is no list. */
export function oauthRefusal(error: string, description: string, status = 400): Refused {
  return new Refused({ status, json: { error, error_description: description } });
}

/** The body as a JSON object; a refusal where it is none. */
export function readJsonObject(incoming: Incoming): Readonly<Record<string, unknown>> {
  const unreadable = refusal(
    400,
    "JSON_PARSER_ERROR",
    "Unexpected end-of-input or no object at [line:1, column:1]",
  );
  let parsed: unknown;
  try {
    parsed = JSON.parse(incoming.body.toString("utf8"));
  } catch {
    throw unreadable;
  }
  if (!isObject(parsed)) throw unreadable;
  return parsed;
}

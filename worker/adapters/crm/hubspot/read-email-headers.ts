import * as v from "valibot";
import type { PersonKey } from "../../../domain/records.ts";
import { readPersons } from "../read-persons.ts";
import { readJson } from "../reply.ts";

const Addressee = v.object({ email: v.nullish(v.string()) });

/** The JSON text of `hs_email_headers`: people, and in some accounts the raw header fields beside them. */
const EmailHeaders = v.looseObject({
  from: v.nullish(Addressee),
  to: v.nullish(v.array(Addressee)),
});

/** What the headers add to the properties of an e-mail. */
export interface ReadHeaders {
  readonly from: PersonKey | null;
  readonly to: readonly PersonKey[];
  readonly automatic: boolean;
}

const NO_HEADERS: ReadHeaders = { from: null, to: [], automatic: false };

/** Headers that are no JSON, or shaped otherwise, add nothing: the properties stand for themselves. */
export function readEmailHeaders(
  text: string | null,
  personKey: (address: string) => PersonKey,
): ReadHeaders {
  const parsed = v.safeParse(EmailHeaders, text === null ? null : readJson(text));
  if (!parsed.success) return NO_HEADERS;
  const { from, to } = parsed.output;
  const recipients = (to ?? []).flatMap(({ email }) => readPersons(email ?? null, personKey));
  return {
    from: readPersons(from?.email ?? null, personKey)[0] ?? null,
    to: [...new Set(recipients)],
    automatic: Object.entries(parsed.output).some(([name, value]) => tellsAutomatic(name, value)),
  };
}

/** RFC 3834's field, and the ones that mail servers used before it. */
function tellsAutomatic(name: string, value: unknown): boolean {
  if (typeof value !== "string") return false;
  const told = value.trim().toLowerCase();
  switch (name.toLowerCase()) {
    case "auto-submitted":
      return told !== "" && told !== "no";
    case "x-autoreply":
    case "x-autorespond":
      return told !== "" && told !== "no" && told !== "false";
    case "precedence":
      return told === "auto_reply";
    default:
      return false;
  }
}

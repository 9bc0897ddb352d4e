import * as v from "valibot";
import type { Email } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { RecordRejection } from "../../../../ports/crm.ts";
import { readPersons } from "../../read-persons.ts";
import { OtherId, Text, When } from "../../read-values.ts";
import type { WantedFields } from "../api/object-fields.ts";
import { Flag, headOf, rejectionOf, rowEntries } from "../api/read-values.ts";
import type { ActivityContext } from "./activity-context.ts";

/** Bodies are never asked for. The subject is looked at for automatic answers, and forgotten. */
export const EMAIL_FIELDS: WantedFields = {
  object: "EmailMessage",
  required: ["Id", "Incoming", "MessageDate", "IsDeleted"],
  optional: [
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "Status",
    "Subject",
    "FromAddress",
    "ToAddress",
    "ThreadIdentifier",
    "MessageIdentifier",
    "ActivityId",
    "IsBounced",
  ],
};

const ORIGIN = { kind: "email", object: EMAIL_FIELDS.object } as const;

const DRAFT = "5";

const AUTOMATIC_SUBJECT =
  /^\s*(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|automatische antwort|abwesend|abwesenheits|respuesta autom[aá]tica|fuera de (la )?oficina|r[eé]ponse automatique|undeliverable|delivery status notification|mail delivery failed)/i;

const EmailMessage = v.object({
  ...rowEntries,
  Incoming: Flag,
  MessageDate: When,
  Status: Text,
  Subject: Text,
  FromAddress: Text,
  ToAddress: Text,
  ThreadIdentifier: Text,
  MessageIdentifier: Text,
  ActivityId: OtherId,
  IsBounced: Flag,
});

/** One raw e-mail to one of ours. Addresses become keys here and are gone afterwards. */
export function readEmailMessage(raw: unknown, context: ActivityContext): Result<Email, RecordRejection> {
  const parsed = v.safeParse(EmailMessage, raw);
  if (!parsed.success) return err(rejectionOf(ORIGIN, raw, parsed.issues[0].path));
  const row = parsed.output;
  const head = headOf(row);
  if (head === null) return err(rejectionOf(ORIGIN, raw, "SystemModstamp"));
  return ok({
    kind: "email",
    ...head,
    title: null,
    // An e-mail has no owner: whoever sent it from Salesforce created it, and one that came in is its receiver's.
    ownerId: row.Incoming ? null : row.CreatedById,
    at: row.MessageDate,
    direction: row.Incoming ? "inbound" : "outbound",
    status: statusOf(row),
    threadId: row.ThreadIdentifier === null ? null : context.activityKey(row.ThreadIdentifier),
    from: readPersons(row.FromAddress, context.personKey)[0] ?? null,
    to: readPersons(row.ToAddress, context.personKey),
    automatic: AUTOMATIC_SUBJECT.test(row.Subject ?? ""),
    // The task beside it says the same, and so does a copy in somebody else's mailbox, with a task of its own.
    duplicateKey: keyOf(row.ActivityId, context),
    copyKey: keyOf(row.MessageIdentifier, context),
  });
}

function statusOf(row: { readonly Status: string | null; readonly IsBounced: boolean }): Email["status"] {
  if (row.IsBounced) return "bounced";
  if (row.Status === null) return null;
  return row.Status === DRAFT ? "pending" : "sent";
}

function keyOf(id: string | null, context: ActivityContext): string | null {
  return id === null ? null : context.activityKey(id);
}

import { Connection } from "jsforce/lib/connection.js";
import * as v from "valibot";
import { API_VERSION } from "../../worker/adapters/crm/salesforce/api/transport.ts";
import { EMAIL_FIELDS } from "../../worker/adapters/crm/salesforce/reading/read-email-message.ts";
import { EVENT_FIELDS } from "../../worker/adapters/crm/salesforce/reading/read-event.ts";
import { OPPORTUNITY_FIELDS } from "../../worker/adapters/crm/salesforce/reading/read-opportunity.ts";
import { TASK_FIELDS } from "../../worker/adapters/crm/salesforce/reading/read-task.ts";
import { VOICE_CALL_FIELDS } from "../../worker/adapters/crm/salesforce/reading/read-voice-call.ts";

/** jsforce stops at 10,000 rows of a query unless it is told otherwise. */
const ROWS_MAX = 10_000_000;

/** The objects that the backfill reads, with the fields that it asks for. */
const OBJECTS = [
  OPPORTUNITY_FIELDS,
  ...["OpportunityHistory", "OpportunityFieldHistory", "OpportunitySplit"].map((object) => ({
    object,
    required: ["Id", "OpportunityId", "CreatedDate"],
    optional: [
      "StageName",
      "Amount",
      "CloseDate",
      "Field",
      "OldValue",
      "NewValue",
      "SplitOwnerId",
      "SplitPercentage",
    ],
  })),
  TASK_FIELDS,
  EVENT_FIELDS,
  EMAIL_FIELDS,
  VOICE_CALL_FIELDS,
  ...["Contact", "Lead"].map((object) => ({ object, required: ["Id", "Email"], optional: [] })),
];

const Described = v.object({ fields: v.array(v.object({ name: v.string() })) });

/** Fetches the same rows as the backfill by jsforce's plain `query` with `autoFetch`, and throws them away. */
export async function walkByJsforce(org: {
  readonly url: string;
  readonly accessToken: string;
}): Promise<number> {
  const connection = new Connection({
    instanceUrl: org.url,
    accessToken: org.accessToken,
    version: API_VERSION,
  });
  let rows = 0;
  for (const { object, required, optional } of OBJECTS) {
    const { fields } = v.parse(Described, await connection.describe(object));
    const known = new Set(fields.map(({ name }) => name));
    const names = [...new Set([...required, ...optional])].filter((name) => known.has(name));
    const walk = connection.query(`SELECT ${names.join(", ")} FROM ${object}`, {
      autoFetch: true,
      maxFetch: ROWS_MAX,
      scanAll: true,
    });
    rows += (await walk).records.length;
  }
  return rows;
}

import type { LeftOutReason } from "./ids.ts";

/** Why something does not count, as a short label and as what can be done about it. */
export interface LeftOutWords {
  readonly label: string;
  readonly remedy: string;
}

export const LEFT_OUT_WORDS: Readonly<Record<LeftOutReason, LeftOutWords>> = {
  owner_not_mapped: {
    label: "Owner is not a member",
    remedy: "Check that the owner still exists in the CRM, or assign the record to a member.",
  },
  no_owner: { label: "No owner", remedy: "Give the record an owner in the CRM." },
  owner_is_queue: { label: "Owned by a queue", remedy: "Assign the record to a person in the CRM." },
  pipeline_not_included: {
    label: "Pipeline is not included",
    remedy: "An admin can include the pipeline in the rules.",
  },
  stage_unknown: { label: "Stage is unknown", remedy: "Put the deal into a stage of its pipeline." },
  no_amount: { label: "No amount", remedy: "Fill in the amount of the deal." },
  negative_amount: {
    label: "Negative amount",
    remedy: "Nothing to do: it lowers revenue and counts as no deal.",
  },
  no_currency_rate: {
    label: "No currency rate",
    remedy: "Add an exchange rate in the CRM that is in force on the deal's date.",
  },
  no_date: { label: "No date", remedy: "Fill in the date that decides the period." },
  closed_before_created: {
    label: "Closed before it was created",
    remedy: "Check the close date; deals that were imported late often have it.",
  },
  deleted_in_crm: { label: "Deleted in the CRM", remedy: "Restore the record if it should count." },
  merged_into_another: { label: "Merged into another", remedy: "Nothing to do: the other record counts." },
  duplicate_of_another: {
    label: "Duplicate of another",
    remedy: "Nothing to do: the other record counts.",
  },
  internal_only: {
    label: "Nobody from outside",
    remedy: "Add the people from outside the company to the record.",
  },
  not_delivered: { label: "Not delivered", remedy: "Check the address: the e-mail bounced or failed." },
  automatic_reply: { label: "Automatic answer", remedy: "Nothing to do: nobody wrote it." },
  meeting_cancelled: { label: "Meeting was cancelled", remedy: "Change the outcome if it took place." },
  meeting_no_show: { label: "Nobody came", remedy: "Change the outcome if it took place." },
  outcome_unknown: { label: "No outcome", remedy: "Set the outcome of the meeting in the CRM." },
  rescheduled: { label: "Moved to another time", remedy: "Set the outcome once it has taken place." },
  excluded_by_adjustment: {
    label: "Excluded by an admin",
    remedy: "Ask the admin who is named beside it.",
  },
  private: { label: "Private", remedy: "The person chose not to be shown." },
};

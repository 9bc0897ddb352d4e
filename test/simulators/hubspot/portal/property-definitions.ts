import type { Organisation } from "../../../organisation/organisation.ts";
import type { ObjectType } from "./object-types.ts";
import { dateNamesOf, OBJECT_TYPES } from "./object-types.ts";

export type PropertyType = "string" | "number" | "datetime" | "date" | "enumeration" | "bool";

export interface PropertyOption {
  readonly label: string;
  readonly value: string;
}

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly options: readonly PropertyOption[];
  readonly readOnly: boolean;
  /** A number that is money, in the currency of the record. */
  readonly isMoney: boolean;
  /** Holds the id of an owner. */
  readonly isOwner: boolean;
}

type Extra = {
  readonly options?: readonly PropertyOption[];
  readonly readOnly?: boolean;
  readonly label?: string;
  readonly isMoney?: boolean;
  readonly isOwner?: boolean;
};

function define(type: PropertyType, name: string, extra: Extra = {}): PropertyDefinition {
  const label = extra.label ?? name.replace(/^hs_/, "").replaceAll("_", " ");
  const { options = [], readOnly = false, isMoney = false, isOwner = false } = extra;
  return { name, type, label, options, readOnly, isMoney, isOwner };
}

function defineAll(type: PropertyType, names: string, extra: Extra = {}): PropertyDefinition[] {
  return names.split(" ").map((name) => define(type, name, extra));
}

function oneOf(name: string, values: string): PropertyDefinition {
  return define("enumeration", name, {
    options: values.split(" ").map((value) => ({ value, label: value })),
  });
}

const READ_ONLY: Extra = { readOnly: true };

function dealDefinitions(organisation: Organisation): PropertyDefinition[] {
  const stages = organisation.pipelines.flatMap((pipeline) => pipeline.stages);
  const currencies = [organisation.homeCurrency, ...organisation.otherCurrencies].join(" ");
  return [
    ...defineAll("string", "dealname description closed_won_reason closed_lost_reason"),
    define("number", "amount", { isMoney: true }),
    define("number", "hs_acv", { label: "Annual contract value", isMoney: true }),
    define("number", "hs_arr", { label: "Annual recurring revenue", isMoney: true }),
    define("number", "hs_mrr", { label: "Monthly recurring revenue", isMoney: true }),
    define("number", "hs_tcv", { label: "Total contract value", isMoney: true }),
    ...defineAll("datetime", "closedate"),
    oneOf("deal_currency_code", currencies),
    oneOf("dealtype", "newbusiness existingbusiness"),
    oneOf("hs_manual_forecast_category", "OMIT PIPELINE BEST_CASE COMMIT CLOSED"),
    define("enumeration", "dealstage", { options: stages.map(({ id, label }) => ({ value: id, label })) }),
    define("enumeration", "pipeline", {
      options: organisation.pipelines.map(({ id, label }) => ({ value: id, label })),
    }),
    ...defineAll(
      "number",
      "amount_in_home_currency hs_forecast_amount hs_closed_amount hs_closed_amount_in_home_currency hs_projected_amount hs_projected_amount_in_home_currency",
      { readOnly: true, isMoney: true },
    ),
    ...defineAll("number", "hs_deal_stage_probability days_to_close", READ_ONLY),
    ...defineAll("bool", "hs_is_closed hs_is_closed_won hs_is_closed_lost", READ_ONLY),
    ...defineAll("datetime", "hs_closed_won_date hs_v2_date_entered_current_stage", READ_ONLY),
    ...defineAll("string", "hs_merged_object_ids hs_all_collaborator_owner_ids", READ_ONLY),
    ...stageDefinitions(organisation),
    ...extraNames(organisation).map((name) => define("string", name)),
  ];
}

/** The names carry whatever suffix the portal gave them. */
function stageDefinitions(organisation: Organisation): PropertyDefinition[] {
  return organisation.pipelines.flatMap(({ label, stages, stagePropertySuffix }) =>
    stages.flatMap((stage) => {
      const named = (words: string): Extra => ({
        readOnly: true,
        label: `${words} "${stage.label} (${label})"`,
      });
      const end = `${stage.id}${stagePropertySuffix}`;
      return [
        define("datetime", `hs_v2_date_entered_${end}`, named("Date entered")),
        define("datetime", `hs_v2_date_exited_${end}`, named("Date exited")),
        define("number", `hs_v2_latest_time_in_${end}`, named("Latest time in")),
        define("number", `hs_v2_cumulative_time_in_${end}`, named("Cumulative time in")),
      ];
    }),
  );
}

function extraNames(organisation: Organisation): string[] {
  return [...new Set(organisation.deals.flatMap((deal) => Object.keys(deal.extra)))];
}

function callDefinitions(organisation: Organisation): PropertyDefinition[] {
  return [
    ...defineAll(
      "string",
      "hs_call_title hs_call_body hs_call_summary hs_call_from_number hs_call_to_number hs_call_recording_url hs_activity_type",
    ),
    oneOf("hs_call_direction", "INBOUND OUTBOUND"),
    ...defineAll("number", "hs_call_duration"),
    define("enumeration", "hs_call_disposition", {
      label: "Call outcome",
      options: organisation.dispositions.map(({ id, label }) => ({ value: id, label })),
    }),
    oneOf(
      "hs_call_status",
      "BUSY CALLING_CRM_USER CANCELED COMPLETED CONNECTING FAILED IN_PROGRESS MISSED NO_ANSWER QUEUED RINGING",
    ),
  ];
}

function kindDefinitions(type: ObjectType, organisation: Organisation): PropertyDefinition[] {
  switch (type) {
    case "deals":
      return dealDefinitions(organisation);
    case "calls":
      return callDefinitions(organisation);
    case "emails":
      return [
        oneOf("hs_email_direction", "EMAIL INCOMING_EMAIL FORWARDED_EMAIL"),
        oneOf("hs_email_status", "BOUNCED FAILED SCHEDULED SENDING SENT"),
        ...defineAll(
          "string",
          "hs_email_subject hs_email_text hs_email_html hs_body_preview hs_email_thread_id hs_email_from_email hs_email_to_email hs_email_cc_email hs_email_headers",
        ),
        ...defineAll("number", "hs_email_open_count hs_email_click_count hs_email_reply_count"),
      ];
    case "meetings":
      return [
        ...defineAll("string", "hs_meeting_title hs_meeting_body hs_meeting_location hs_activity_type"),
        ...defineAll("datetime", "hs_meeting_start_time hs_meeting_end_time"),
        oneOf("hs_meeting_outcome", "SCHEDULED COMPLETED RESCHEDULED NO_SHOW CANCELED"),
      ];
    case "tasks":
      return [
        ...defineAll("string", "hs_task_subject hs_task_body"),
        oneOf("hs_task_status", "NOT_STARTED IN_PROGRESS WAITING COMPLETED DEFERRED"),
        oneOf("hs_task_priority", "NONE LOW MEDIUM HIGH"),
        oneOf("hs_task_type", "TODO CALL EMAIL"),
        ...defineAll("datetime", "hs_task_completion_date"),
      ];
    case "communications":
      return [
        oneOf("hs_communication_channel_type", "SMS WHATS_APP LINKEDIN_MESSAGE"),
        oneOf("hs_communication_logged_from", "CRM"),
        ...defineAll("string", "hs_communication_body"),
      ];
    case "contacts":
      return [
        ...defineAll("string", "firstname lastname email phone associatedcompanyid hs_additional_emails"),
        ...defineAll("string", "hs_merged_object_ids", READ_ONLY),
      ];
    case "companies":
      return defineAll(
        "string",
        "name domain sector year_established revenue employees office_location subsidiary_of",
      );
    case "goal_targets":
      return [
        ...defineAll(
          "string",
          "hs_goal_name hs_group_correlation_uuid hs_goal_target_group_id hs_milestone hs_goal_type hs_pipeline_ids hs_assignee_team_id hs_assignee_user_id hs_kpi_metric_type hs_kpi_object_type_id hs_kpi_property_name hs_kpi_filter_groups hs_kpi_time_period_property hs_kpi_unit_type hs_kpi_tracking_method hs_goal_target_currency_code hs_template_id",
        ),
        ...defineAll("number", "hs_target_amount hs_kpi_value"),
        ...defineAll("datetime", "hs_start_datetime hs_end_datetime"),
      ];
  }
}

function commonDefinitions(type: ObjectType): PropertyDefinition[] {
  const { created, modified } = dateNamesOf(type);
  return [
    define("datetime", created, { readOnly: type !== "deals" }),
    define("datetime", modified, READ_ONLY),
    define("number", "hs_object_id", READ_ONLY),
    ...defineAll("string", "hs_created_by_user_id hs_updated_by_user_id hs_object_source_user_id", READ_ONLY),
    ...defineAll(
      "string",
      "hs_object_source hs_object_source_id hs_all_owner_ids hubspot_team_id",
      READ_ONLY,
    ),
    define("datetime", "hubspot_owner_assigneddate", READ_ONLY),
    define("enumeration", "hubspot_owner_id", { label: "Owner", isOwner: true }),
    ...(type === "deals" || type === "contacts" || type === "companies"
      ? []
      : [define("datetime", "hs_timestamp")]),
  ];
}

/** Every property of every kind of record that a portal of this organisation has. */
export function defineProperties(
  organisation: Organisation,
): ReadonlyMap<ObjectType, ReadonlyMap<string, PropertyDefinition>> {
  return new Map(
    OBJECT_TYPES.map((type) => {
      const definitions = [...commonDefinitions(type), ...kindDefinitions(type, organisation)];
      return [type, new Map(definitions.map((definition) => [definition.name, definition]))];
    }),
  );
}

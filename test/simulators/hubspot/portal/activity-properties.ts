import type { Activity, Contact, Goal, Person } from "../../../organisation/organisation.ts";
import { MESSAGE_TEXT_MARK } from "../../../organisation/organisation.ts";
import { iso } from "./deal-properties.ts";
import { minorToText } from "./decimal.ts";
import type { Properties } from "./portal.ts";

/** What every activity carries, whoever made it. */
function commonProperties(activity: Activity, person: Person | undefined): Properties {
  return {
    hs_object_id: activity.id,
    hs_createdate: iso(activity.createdAt),
    hs_lastmodifieddate: iso(activity.modifiedAt),
    hs_created_by_user_id: activity.creatorUserId,
    hs_object_source: "CRM_UI",
    hs_object_source_id: activity.creatorUserId ? `userId:${activity.creatorUserId}` : null,
    hs_object_source_user_id: activity.creatorUserId,
    hubspot_owner_id: activity.ownerId,
    hs_all_owner_ids: activity.ownerId,
    hubspot_owner_assigneddate: activity.ownerId ? iso(activity.createdAt) : null,
    hubspot_team_id: person?.teamId ?? null,
  };
}

function addressesOf(emails: readonly string[]): readonly { readonly email: string }[] {
  return emails.map((email) => ({ email }));
}

function ownProperties(activity: Activity): Properties {
  switch (activity.kind) {
    case "calls":
      return {
        hs_timestamp: iso(activity.at),
        hs_call_title: "Call",
        hs_call_body: MESSAGE_TEXT_MARK,
        hs_call_direction: activity.direction,
        hs_call_duration:
          activity.durationMilliseconds === null ? null : String(activity.durationMilliseconds),
        hs_call_disposition: activity.disposition,
        hs_call_status: activity.status,
      };
    case "emails":
      return {
        hs_timestamp: iso(activity.at),
        hs_email_direction: activity.direction,
        hs_email_status: activity.status,
        hs_email_subject: activity.subject,
        hs_email_text: `${activity.subject}. ${MESSAGE_TEXT_MARK}`,
        hs_email_html: `<p>${activity.subject}. ${MESSAGE_TEXT_MARK}</p>`,
        hs_email_thread_id: activity.threadId,
        hs_email_from_email: activity.fromEmail,
        hs_email_to_email: activity.toEmails.join(";"),
        hs_email_headers: JSON.stringify({
          from: { email: activity.fromEmail },
          to: addressesOf(activity.toEmails),
        }),
        hs_email_open_count: String(activity.openCount),
        hs_email_click_count: "0",
        hs_email_reply_count: String(activity.replyCount),
      };
    case "meetings":
      return {
        hs_timestamp: iso(activity.startsAt),
        hs_meeting_title: activity.title,
        hs_meeting_body: MESSAGE_TEXT_MARK,
        hs_meeting_start_time: iso(activity.startsAt),
        hs_meeting_end_time: iso(activity.endsAt),
        hs_meeting_outcome: activity.outcome,
      };
    case "tasks":
      return {
        hs_timestamp: iso(activity.dueAt),
        hs_task_subject: activity.subject,
        hs_task_body: MESSAGE_TEXT_MARK,
        hs_task_status: activity.status,
        hs_task_priority: "NONE",
        hs_task_type: activity.type,
        hs_task_completion_date: activity.completedAt === null ? null : iso(activity.completedAt),
      };
    case "communications":
      return {
        hs_timestamp: iso(activity.at),
        hs_communication_channel_type: activity.channel,
        hs_communication_logged_from: "CRM",
        hs_communication_body: MESSAGE_TEXT_MARK,
      };
  }
}

export function activityProperties(activity: Activity, person: Person | undefined): Properties {
  return { ...commonProperties(activity, person), ...ownProperties(activity) };
}

export function contactProperties(contact: Contact): Properties {
  return {
    hs_object_id: contact.id,
    firstname: contact.firstName,
    lastname: contact.lastName,
    email: contact.email,
    associatedcompanyid: contact.companyId,
    createdate: iso(contact.createdAt),
    lastmodifieddate: iso(contact.createdAt),
  };
}

/** One slice of a goal; its meaning stands in the kpi properties. */
export function goalProperties(goal: Goal, at: number, person: Person | undefined): Properties {
  return {
    hs_object_id: goal.id,
    hs_createdate: iso(at),
    hs_lastmodifieddate: iso(at),
    hs_goal_name: goal.name,
    hs_target_amount: minorToText(goal.targetMinor),
    hs_start_datetime: iso(goal.startsAt),
    hs_end_datetime: iso(goal.endsAt),
    hs_milestone: goal.milestone,
    hs_goal_type: "sales_quota",
    hs_group_correlation_uuid: goal.familyId,
    hs_goal_target_group_id: goal.scheduleId,
    hubspot_owner_id: goal.ownerId,
    hubspot_team_id: goal.teamId,
    hs_assignee_team_id: goal.teamId,
    hs_assignee_user_id: person?.userId ?? null,
    hs_kpi_metric_type: "SUM",
    hs_kpi_object_type_id: "0-3",
    hs_kpi_property_name: "amount_in_home_currency",
    hs_kpi_filter_groups: JSON.stringify([
      { filters: [{ property: "hs_is_closed_won", operator: "EQ", value: "true" }] },
    ]),
    hs_kpi_time_period_property: "closedate",
    hs_kpi_unit_type: "currency",
    hs_kpi_tracking_method: "LOWER_BOUND",
    hs_goal_target_currency_code: "USD",
  };
}

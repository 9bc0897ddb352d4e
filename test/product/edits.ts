import {
  type Act,
  archiveRecord,
  createRecord,
  mergeRecords,
  restoreRecord,
  updateRecord,
} from "../simulators/hubspot/portal/changes.ts";
import type { ObjectType } from "../simulators/hubspot/portal/object-types.ts";
import { type Portal, type PortalRecord, tableOf } from "../simulators/hubspot/portal/portal.ts";

/** Something people do in their CRM. It can be done to each of two portals of one seed alike. */
export interface Edit {
  readonly name: string;
  apply(portal: Portal, act: Act): void;
}

/** Who and what a sequence of edits is about: ids, because two portals share those. */
interface Cast {
  readonly open: readonly string[];
  readonly won: readonly string[];
  readonly owners: readonly string[];
  readonly pipelineId: string;
  readonly stages: { readonly open: string; readonly later: string; readonly won: string };
  readonly meetingId: string;
  readonly taskId: string;
  readonly twoMonthsAgo: string;
}

/** Every kind of change that moves a figure, on deals and activities that are there. */
export function planEdits(portal: Portal, now: number): readonly Edit[] {
  const cast = castOf(portal, now);
  return [...dealEdits(cast), ...activityEdits(cast)];
}

function dealEdits({ open, won, owners, pipelineId, stages, twoMonthsAgo }: Cast): readonly Edit[] {
  const set = (name: string, id: string | undefined, properties: Record<string, string | null>): Edit => ({
    name,
    apply: (portal, act) => void updateRecord(portal, recordOf(portal, "deals", id), properties, act),
  });
  return [
    set("a deal is won", open[0], { dealstage: stages.won, amount: "64000.55" }),
    set("a won deal's amount changes", won[0], { amount: "1234.56" }),
    set("a won deal is reopened", won[1], { dealstage: stages.open }),
    set("an open deal is reassigned", open[1], { hubspot_owner_id: owners[0] ?? null }),
    set("a won deal is reassigned", won[2], { hubspot_owner_id: owners[1] ?? null }),
    {
      name: "a won deal is archived",
      apply: (portal, act) => archiveRecord(portal, recordOf(portal, "deals", won[3]), act),
    },
    {
      name: "another is archived by mistake",
      apply: (portal, act) => archiveRecord(portal, recordOf(portal, "deals", won[4]), act),
    },
    {
      name: "and restored",
      apply: (portal, act) => restoreRecord(portal, recordOf(portal, "deals", won[4]), act),
    },
    {
      name: "two won deals turn out to be one",
      apply: (portal, act) => {
        mergeRecords(portal, recordOf(portal, "deals", won[5]), recordOf(portal, "deals", won[6]), act);
      },
    },
    set("a deal is closed with a date of long ago", open[2], {
      dealstage: stages.won,
      closedate: twoMonthsAgo,
    }),
    set("a deal advances", open[3], { dealstage: stages.later }),
    set("a deal is won and changed back", open[4], { dealstage: stages.won }),
    set("the day after", open[4], { dealstage: stages.open, amount: "1.01" }),
    {
      name: "a deal is created",
      apply: (portal, act) => {
        const properties = { dealname: "New", pipeline: pipelineId, dealstage: stages.won, amount: "777.70" };
        createRecord(portal, "deals", { ...properties, hubspot_owner_id: owners[0] ?? null }, act);
      },
    },
  ];
}

function activityEdits({ owners, meetingId, taskId }: Cast): readonly Edit[] {
  const make = (type: ObjectType, properties: Record<string, string | null>): Edit => ({
    name: `one of the ${type} is logged`,
    apply(portal, act) {
      const common = { hs_timestamp: new Date(act.now).toISOString(), hubspot_owner_id: owners[0] ?? null };
      createRecord(portal, type, { ...common, ...properties }, act);
    },
  });
  return [
    make("calls", { hs_call_direction: "OUTBOUND", hs_call_status: "COMPLETED", hs_call_duration: "95000" }),
    make("emails", {
      hs_email_direction: "EMAIL",
      hs_email_status: "SENT",
      hs_email_to_email: "somebody.new@customer.example",
    }),
    make("communications", { hs_communication_channel_type: "SMS" }),
    {
      name: "a meeting was held after all",
      apply: (portal, act) => {
        const held = { hs_meeting_outcome: "COMPLETED" };
        updateRecord(portal, recordOf(portal, "meetings", meetingId), held, act);
      },
    },
    {
      name: "a task is done",
      apply: (portal, act) => {
        const done = {
          hs_task_status: "COMPLETED",
          hs_task_completion_date: new Date(act.now).toISOString(),
        };
        updateRecord(portal, recordOf(portal, "tasks", taskId), done, act);
      },
    },
  ];
}

function recordOf(portal: Portal, type: ObjectType, id: string | undefined): PortalRecord {
  const record = id === undefined ? undefined : tableOf(portal, type).get(id);
  if (!record) throw new Error(`The portal has too few ${type}`);
  return record;
}

function castOf(portal: Portal, now: number): Cast {
  const pipeline = portal.pipelines[0];
  const openStages = pipeline?.stages.filter(({ closed }) => !closed) ?? [];
  const [first, ...others] = openStages;
  const wonStage = pipeline?.stages.find(({ closed, probability }) => closed && probability === 1);
  const later = others.at(-1);
  if (!pipeline || !first || !later || !wonStage) throw new Error("The portal has no pipeline");
  const inPipeline = tableOf(portal, "deals")
    .all()
    .filter(({ archivedAt, properties }) => archivedAt === null && properties.pipeline === pipeline.id)
    .filter(({ properties }) => Number(properties.amount) > 0 && properties.hubspot_owner_id);
  const recent = inPipeline.toReversed();
  const meeting = tableOf(portal, "meetings")
    .all()
    .find(({ properties }) => properties.hs_meeting_outcome === "NO_SHOW");
  const task = tableOf(portal, "tasks")
    .all()
    .find(({ properties }) => properties.hs_task_status === "NOT_STARTED");
  return {
    // Those of the first stage come first: the others stand in for them where a small account has too few.
    open: openStages.flatMap(({ id: stage }) =>
      recent.filter(({ properties }) => properties.dealstage === stage).map(({ id }) => id),
    ),
    won: recent.filter(({ properties }) => properties.dealstage === wonStage.id).map(({ id }) => id),
    owners: portal.people
      .filter(({ role, leftAt }) => role === "rep" && leftAt === null)
      .map(({ ownerId }) => ownerId),
    pipelineId: pipeline.id,
    stages: { open: first.id, later: later.id, won: wonStage.id },
    meetingId: meeting?.id ?? "",
    taskId: task?.id ?? "",
    twoMonthsAgo: new Date(now - 61 * 86_400_000).toISOString(),
  };
}

/**
 * Records as a sales organisation leaves them, made from their number alone: the same number gives the same
 * record in every run. A higher version is the same record after somebody changed it.
 */
import type {
  Call,
  CrmRecord,
  Deal,
  Email,
  HistoryEntry,
  Meeting,
  Task,
} from "../../../worker/domain/records.ts";
import type { SampleKind } from "../commands.ts";
import { PIPELINE_ID, STAGE_IDS } from "./sample-people.ts";

const FIRST_INSTANT = Date.parse("2025-05-01T12:00:00.000Z");
const DAYS = 560;
const DAY = 86_400_000;
const MINUTE = 60_000;
/** Who owns the records. */
export const SAMPLE_MEMBERS = 40;
const CONTACTS_PER_MEMBER = 25;
const MESSAGES_PER_THREAD = 3;

/** Which record: its number, and how often it was changed since. */
export interface Sample {
  readonly index: number;
  readonly version: number;
}

export function sampleRecord(kind: SampleKind, sample: Sample): CrmRecord {
  return MADE[kind](sample);
}

const MADE: Readonly<Record<SampleKind, (sample: Sample) => CrmRecord>> = {
  deal: sampleDeal,
  call: sampleCall,
  email: sampleEmail,
  meeting: sampleMeeting,
  task: sampleTask,
  communication: (sample) => ({
    ...baseOf("communication", sample),
    kind: "communication",
    at: instant(startOf(sample)),
    channel: sample.version > 0 ? "sms" : "linkedin",
    duplicateKey: null,
  }),
};

/** A number from 0 up to the limit that looks drawn by lot. */
function lot(index: number, salt: number, limit: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 13)) >>> 0) % limit;
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

function startOf({ index }: Sample): number {
  return FIRST_INSTANT + lot(index, 1, DAYS) * DAY + lot(index, 2, 480) * MINUTE;
}

function ownerOf(index: number): number {
  return lot(index, 3, SAMPLE_MEMBERS);
}

function baseOf(kind: string, sample: Sample) {
  const { index, version } = sample;
  const start = startOf(sample);
  const owner = ownerOf(index);
  return {
    crmId: `${kind}-${index}`,
    modifiedAt: instant(start + 40 * DAY + version * MINUTE),
    createdAt: instant(start),
    archived: false,
    title: `A ${kind} with customer ${lot(index, 4, 900)}`,
    creatorUserId: `user-${owner}`,
    ownerId: `owner-${owner}`,
  };
}

/** Through its stages to won, lost, or so far. A change is another amount. */
function sampleDeal(sample: Sample): Deal {
  const { index, version } = sample;
  const start = startOf(sample);
  const ending = lot(index, 5, 20);
  const closed = ending < 7 ? ["won"] : ending < 15 ? ["lost"] : [];
  const path = [...STAGE_IDS.slice(0, 1 + lot(index, 6, 4)), ...closed];
  const stageHistory = path.map(
    (value, step): HistoryEntry<string> => ({ at: instant(start + step * 6 * DAY), value }),
  );
  const last = stageHistory.at(-1);
  const amountMinor = (10 + lot(index, 7, 900)) * 10_000 + version * 100;
  const closesAt = last?.at ?? instant(start);
  return {
    ...baseOf("deal", sample),
    kind: "deal",
    pipelineId: PIPELINE_ID,
    stageId: last?.value ?? null,
    dealType: lot(index, 8, 3) === 0 ? "existingbusiness" : "newbusiness",
    close: { kind: "instant", at: closesAt },
    wonAt: last?.value === "won" ? last.at : null,
    amount: { minor: amountMinor, currency: "USD" },
    amountHome: { minor: amountMinor, currency: "USD" },
    otherAmounts: {},
    otherOwners: {},
    stageHistory,
    ownerHistory: [{ at: instant(start), value: `owner-${ownerOf(index)}` }],
    amountHistory: [{ at: instant(start), value: amountMinor }],
    closeHistory: [{ at: instant(start), value: { kind: "instant", at: closesAt } }],
    splits: [],
    mergedIds: [],
  };
}

/** A change sets the outcome. */
function sampleCall(sample: Sample): Call {
  const { index, version } = sample;
  return {
    ...baseOf("call", sample),
    kind: "call",
    at: instant(startOf(sample)),
    direction: lot(index, 5, 8) === 0 ? "inbound" : "outbound",
    durationSeconds: lot(index, 6, 900),
    connected: (lot(index, 7, 3) + version) % 3 === 0,
    completed: true,
    duplicateKey: null,
  };
}

/** Threads of three: out, the customer's answer, and out again. A change is a bounce, or its end. */
function sampleEmail(sample: Sample): Email {
  const { index, version } = sample;
  const thread = Math.floor(index / MESSAGES_PER_THREAD);
  const place = index % MESSAGES_PER_THREAD;
  const owner = ownerOf(thread);
  const at = instant(startOf({ index: thread, version }) + place * 300 * MINUTE);
  const contact = `contact-${owner}-${lot(thread, 5, CONTACTS_PER_MEMBER)}`;
  const fromMember = place !== 1;
  return {
    ...baseOf("email", sample),
    creatorUserId: `user-${owner}`,
    ownerId: `owner-${owner}`,
    kind: "email",
    at,
    direction: fromMember ? "outbound" : "inbound",
    status: version % 2 === 1 ? "bounced" : "sent",
    threadId: `thread-${thread}`,
    from: fromMember ? `person-${owner}` : contact,
    to: [fromMember ? contact : `person-${owner}`],
    automatic: false,
    duplicateKey: null,
  };
}

/** A change holds it, or calls it off. */
function sampleMeeting(sample: Sample): Meeting {
  const start = startOf(sample) + 3 * DAY;
  return {
    ...baseOf("meeting", sample),
    kind: "meeting",
    startsAt: instant(start),
    endsAt: instant(start + 45 * MINUTE),
    outcome: sample.version % 2 === 1 ? "canceled" : "completed",
    outsideAttendees: 1 + lot(sample.index, 5, 4),
    duplicateKey: null,
  };
}

/** A change completes it, or takes that back. */
function sampleTask(sample: Sample): Task {
  const { index, version } = sample;
  const completed = (lot(index, 5, 4) + version) % 4 !== 0;
  const dueAt = instant(startOf(sample) + 2 * DAY);
  return {
    ...baseOf("task", sample),
    kind: "task",
    dueAt,
    completed,
    completedAt: completed ? dueAt : null,
  };
}

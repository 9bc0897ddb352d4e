import { writeChange, writeNew } from "../simulators/salesforce/api/writing.ts";
import {
  commitLate,
  deleteRecord,
  insertRecord,
  restoreRecord,
} from "../simulators/salesforce/org/changes.ts";
import { type FieldValue, type Org, type OrgRecord, tableOf } from "../simulators/salesforce/org/org.ts";
import { dateTimeText } from "../simulators/salesforce/org/wire-time.ts";
import type { Simulation } from "../simulators/salesforce/simulation.ts";

const HOUR = 3_600_000;
const LATE_MILLISECONDS = 5 * 60_000;

type Fields = Readonly<Record<string, FieldValue>>;

/** Something people do in their org. It can be done to each of two orgs of one organisation alike. */
export interface OrgEdit {
  readonly name: string;
  apply(simulation: Simulation, org: Org): void;
}

/** A deal, and the stages of its record type. */
interface CastDeal {
  readonly id: string;
  readonly stages: {
    readonly open: string;
    readonly later: string;
    readonly won: string;
    readonly lost: string;
  };
}

/** Who and what a sequence of edits is about: ids, because two orgs of one organisation share those. */
interface Cast {
  readonly open: readonly CastDeal[];
  readonly won: readonly CastDeal[];
  readonly owners: readonly string[];
  readonly day: string;
  readonly now: number;
}

/** Every kind of change that moves a figure, on deals and activities. `day` is today by the org's clock. */
export function planOrgEdits(org: Org, now: number, day: string): readonly OrgEdit[] {
  const cast = castOf(org, now, day);
  return [...dealEdits(cast), ...activityEdits(cast)];
}

/** As somebody does it on a page: under the fault of late commits it may be seen only later. */
function change(name: string, object: string, id: string | undefined, fields: Fields): OrgEdit {
  return {
    name,
    apply: (simulation, org) => {
      if (id === undefined) throw new Error(`Nothing to edit: ${name}`);
      writeChange(simulation, { org, table: tableOf(org, object), fields, userId: null }, id);
    },
  };
}

function create(name: string, object: string, fields: Fields): OrgEdit {
  return {
    name,
    apply: (simulation, org) => {
      writeNew(simulation, { org, table: tableOf(org, object), fields, userId: null });
    },
  };
}

function dealEdits({ open, won, owners, day, now }: Cast): readonly OrgEdit[] {
  const set = (name: string, deal: CastDeal | undefined, fields: Fields) =>
    change(name, "Opportunity", deal?.id, fields);
  const act = (name: string, apply: (org: Org) => void): OrgEdit => ({ name, apply: (_, org) => apply(org) });
  const stampedAt = now - LATE_MILLISECONDS;
  return [
    set("a deal is won", open[0], {
      StageName: open[0]?.stages.won ?? null,
      Amount: 64_000.55,
      CloseDate: day,
    }),
    set("a won deal's amount changes", won[0], { Amount: 1234.56 }),
    set("a won deal is reopened", won[1], { StageName: won[1]?.stages.open ?? null }),
    set("a deal is lost", open[1], { StageName: open[1]?.stages.lost ?? null, CloseDate: day }),
    set("an open deal gets another owner", open[2], { OwnerId: owners[0] ?? null }),
    set("a won deal gets another owner", won[2], { OwnerId: owners[1] ?? null }),
    set("a deal advances", open[3], { StageName: open[3]?.stages.later ?? null }),
    set("a won deal's day moves", won[6], { CloseDate: day }),
    act("a won deal is deleted", (org) =>
      deleteRecord(org, "Opportunity", won[3]?.id ?? "", { userId: null }),
    ),
    act("another by mistake", (org) => deleteRecord(org, "Opportunity", won[4]?.id ?? "", { userId: null })),
    act("and is restored", (org) => restoreRecord(org, "Opportunity", won[4]?.id ?? "", { userId: null })),
    act("a won deal is divided", (org) => divide(org, won[7], owners)),
    create("a deal is created as won", "Opportunity", {
      Name: "New",
      StageName: won[0]?.stages.won ?? null,
      CloseDate: day,
      Amount: 777.7,
      OwnerId: owners[0] ?? null,
    }),
    act("a long transaction changes an amount", (org) => {
      commitLate(org, "Opportunity", won[5]?.id ?? "", { Amount: 4242.42 }, { stampedAt });
    }),
    act("and another logs a task", (org) => {
      const fields = { OwnerId: owners[1] ?? null, Status: "Completed", Subject: "Late" };
      commitLate(org, "Task", null, fields, { stampedAt });
    }),
  ];
}

/** Without a touch of the deal itself, as when somebody divides it on its page. */
function divide(org: Org, deal: CastDeal | undefined, owners: readonly string[]): void {
  const [type] = tableOf(org, "OpportunitySplitType").having("IsTotalValidated", true);
  for (const [place, percentage] of [60, 40].entries()) {
    const split = { SplitOwnerId: owners[place] ?? null, SplitPercentage: percentage };
    const fields = { OpportunityId: deal?.id ?? null, SplitTypeId: type?.id ?? null, ...split };
    insertRecord(org, "OpportunitySplit", fields, { userId: null });
  }
}

function activityEdits({ owners, day, now }: Cast): readonly OrgEdit[] {
  const [first = null, second = null] = owners;
  return [
    create("a task is done", "Task", { OwnerId: first, Status: "Completed", ActivityDate: day }),
    create("a call is made", "Task", {
      OwnerId: second,
      Status: "Completed",
      TaskSubtype: "Call",
      CallType: "Outbound",
      CallDurationInSeconds: 95,
      ActivityDate: day,
    }),
    create("a meeting was held", "Event", {
      OwnerId: first,
      StartDateTime: dateTimeText(now - 2 * HOUR),
      EndDateTime: dateTimeText(now - HOUR),
      Meeting_Outcome__c: "Completed",
    }),
  ];
}

/** E-mails are logged by whoever sent them, and nobody edits them: this is how one comes to be. */
export function logEmail(simulation: Simulation, org: Org, now: number): void {
  const [sender] = activeReps(org);
  const fields = {
    Incoming: false,
    Status: "3",
    MessageDate: dateTimeText(now),
    FromAddress: String(sender?.fields.Email),
    ToAddress: "somebody.new@customer.example",
    ThreadIdentifier: "<new@mail.example>",
  };
  const table = tableOf(org, "EmailMessage");
  writeNew(simulation, { org, table, fields, userId: sender?.id ?? null });
}

function activeReps(org: Org): readonly OrgRecord[] {
  const users = tableOf(org, "User");
  const owners = new Set(
    tableOf(org, "Opportunity")
      .byCursor()
      .map(({ fields }) => fields.OwnerId),
  );
  return users
    .byCursor()
    .filter(({ id, fields }) => fields.IsActive === true && owners.has(id) && fields.ManagerId !== null)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function castOf(org: Org, now: number, day: string): Cast {
  const deals = tableOf(org, "Opportunity")
    .byCursor()
    .filter(({ fields }) => fields.IsDeleted !== true && Number(fields.Amount) > 0)
    .filter(({ fields }) => fields.CurrencyIsoCode === org.currency)
    .toReversed();
  const divided = tableOf(org, "OpportunitySplit");
  const whole = deals.filter(({ id }) => [...divided.having("OpportunityId", id)].length === 0);
  const cast = whole.map((deal) => ({ id: deal.id, deal, stages: stagesBeside(deal, deals) }));
  const open = cast.filter(({ deal }) => deal.fields.IsClosed !== true);
  const won = cast.filter(({ deal }) => deal.fields.IsWon === true);
  if (open.length < 4 || won.length < 8) throw new Error("The org has too few deals");
  return { open, won, owners: activeReps(org).map(({ id }) => id), day, now };
}

/** The stages in which deals of the same record type stand, or any where none of it does. */
function stagesBeside({ fields }: OrgRecord, deals: readonly OrgRecord[]): CastDeal["stages"] {
  const ofType = deals.filter((deal) => deal.fields.RecordTypeId === fields.RecordTypeId);
  const stageOf = (wanted: (deal: OrgRecord) => boolean) =>
    String((ofType.find(wanted) ?? deals.find(wanted))?.fields.StageName);
  const open = stageOf((deal) => deal.fields.IsClosed !== true);
  return {
    open,
    later: stageOf((deal) => deal.fields.IsClosed !== true && deal.fields.StageName !== open),
    won: stageOf((deal) => deal.fields.IsWon === true),
    lost: stageOf((deal) => deal.fields.IsClosed === true && deal.fields.IsWon !== true),
  };
}

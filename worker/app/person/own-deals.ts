import type { NotCountingReason, PersonStanding } from "../../../shared/contracts/person.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { ALL_DAYS } from "../../domain/calendar/periods.ts";
import type { Pipeline } from "../../domain/facts.ts";
import type { CreditFilter, ExplainedCredit } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { recordUrl } from "../explain/record-url.ts";
import { inStage, openDealsFilter, readLines, sumOf } from "../open-deals/open-lines.ts";
import { filterFor, type Scene } from "../scene/scene.ts";

/** How many deals that will not count are listed; all of them are counted. */
const LISTED_MAX = 20;

/** A won deal has revenue or is refunded. */
const REVENUE_EVENTS = ["revenue_closed", "deal_refunded"] as const;

/** The deals of a person as the ledger has them now. */
export interface OwnDeals {
  /** Open deals with an amount and a date, in pipelines that count. */
  readonly open: readonly ExplainedCredit[];
  readonly openLeftOut: readonly ExplainedCredit[];
  /** Won in the period, but without revenue. */
  readonly wonLeftOut: readonly ExplainedCredit[];
  /** Won or lost without a date, and so in no period. */
  readonly closedUndated: readonly ExplainedCredit[];
}

/** What the pipeline, the deals due and those that will not count are made of. */
export async function loadOwnDeals(scene: Scene, member: Member): Promise<OwnDeals> {
  const due = openDealsFilter(scene, member.id, ALL_DAYS);
  const closed = { ...due, events: [...REVENUE_EVENTS, "deal_lost" as const] };
  const [open, dated, undated, wonLeftOut, closedUndated] = await Promise.all([
    readLines(scene, due, false),
    readLines(scene, due, true),
    readLines(scene, { ...due, undated: true }, true),
    readLines(scene, wonFilter(scene, member), true),
    readLines(scene, { ...closed, undated: true }, true),
  ]);
  // A ledger may tell of lines without a date among the others as well.
  const leftOut = new Map([...dated, ...undated].map((line) => [`${line.crmId} ${line.line}`, line]));
  return { open, openLeftOut: [...leftOut.values()], wonLeftOut, closedUndated };
}

function wonFilter(scene: Scene, { id }: Member): CreditFilter {
  const { from, to } = scene.period;
  return filterFor(scene, {
    events: ["revenue_closed"],
    span: { from, to },
    memberIds: [id],
    teamIds: null,
  });
}

/** Open deals by stage, every open stage of the pipelines that the person has deals in. */
export function pipelineOf({ open }: OwnDeals, pipelines: readonly Pipeline[]): PersonStanding["pipeline"] {
  const used = new Set(open.map(({ slice }) => slice.pipelineId));
  const stages = pipelines
    .filter(({ id }) => used.has(id))
    .flatMap((pipeline) =>
      pipeline.stages
        .filter(({ outcome }) => outcome === "open")
        .toSorted((one, other) => one.order - other.order)
        .map((stage) => {
          return {
            pipelineId: pipeline.id,
            pipeline: pipeline.label,
            stageId: stage.id,
            label: stage.label,
            order: stage.order,
            ...sumOf(inStage(open, { pipelineId: pipeline.id, stageId: stage.id })),
          };
        }),
    );
  return { ...sumOf(open), stages };
}

type NotCounting = PersonStanding["willNotCount"];

/** Own deals that miss something: won ones first, then lost ones, then those that were due longest ago. */
export function willNotCount(scene: Scene, deals: OwnDeals): NotCounting {
  const closed = [...deals.wonLeftOut, ...deals.closedUndated]
    .toSorted((one, other) => Number(isWon(other)) - Number(isWon(one)))
    .flatMap((line) => describe(scene, line, reasonOf(line, null)));
  const open = [...deals.open, ...deals.openLeftOut]
    .toSorted((one, other) => ((one.day ?? "") < (other.day ?? "") ? -1 : 1))
    .flatMap((line) => describe(scene, line, reasonOf(line, scene.today)));
  const all = [...closed, ...open];
  return { total: all.length, deals: all.slice(0, LISTED_MAX) };
}

function isWon({ event }: ExplainedCredit): boolean {
  return REVENUE_EVENTS.some((each) => each === event);
}

/** A past close date is remarked on only while the deal is open: `today` is null for a closed one. */
function reasonOf({ leftOut, day }: ExplainedCredit, today: LocalDay | null): NotCountingReason | null {
  switch (leftOut) {
    case "no_amount":
    case "pipeline_not_included":
    case "no_currency_rate":
      return leftOut;
    case "no_date":
      return "no_close_date";
    case null:
      return today !== null && day !== null && day < today ? "close_date_past" : null;
    default:
      return null;
  }
}

function describe(
  { context }: Scene,
  line: ExplainedCredit,
  reason: NotCountingReason | null,
): NotCounting["deals"] {
  const { kind, crmId, title, day, amountMinor, original } = line;
  if (reason === null) return [];
  const unknownAmount = original === null || reason === "no_currency_rate";
  return [
    {
      reason,
      crmId,
      title,
      url: recordUrl(context.tenant, { kind, crmId }),
      won: isWon(line),
      amountMinor: unknownAmount ? null : amountMinor,
      closeDay: day,
    },
  ];
}

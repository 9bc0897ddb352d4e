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

/** The deals of a person as the ledger has them now. */
export interface OwnDeals {
  /** Open deals with an amount and a date, in pipelines that count. */
  readonly open: readonly ExplainedCredit[];
  readonly openLeftOut: readonly ExplainedCredit[];
  /** Won in the period, but without revenue. */
  readonly wonLeftOut: readonly ExplainedCredit[];
}

/** What the pipeline, the deals due and those that will not count are made of. */
export async function loadOwnDeals(scene: Scene, member: Member): Promise<OwnDeals> {
  const due = openDealsFilter(scene, member.id, ALL_DAYS);
  const [open, dated, undated, wonLeftOut] = await Promise.all([
    readLines(scene, due, false),
    readLines(scene, due, true),
    readLines(scene, { ...due, undated: true }, true),
    readLines(scene, wonFilter(scene, member), true),
  ]);
  // A ledger may tell of lines without a date among the others as well.
  const leftOut = new Map([...dated, ...undated].map((line) => [`${line.crmId} ${line.line}`, line]));
  return { open, openLeftOut: [...leftOut.values()], wonLeftOut };
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

/** Own deals that miss something: won ones first, then those that were due longest ago. */
export function willNotCount(scene: Scene, deals: OwnDeals): NotCounting {
  const won = deals.wonLeftOut.flatMap((line) => describe(scene, line, reasonOf(line, null)));
  const open = [...deals.open, ...deals.openLeftOut]
    .toSorted((one, other) => ((one.day ?? "") < (other.day ?? "") ? -1 : 1))
    .flatMap((line) => describe(scene, line, reasonOf(line, scene.today)));
  const all = [...won, ...open];
  return { total: all.length, deals: all.slice(0, LISTED_MAX) };
}

/** A past close date is remarked on only while the deal is open: `today` is null for a won one. */
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
  const { kind, crmId, title, day, event, amountMinor, original } = line;
  if (reason === null) return [];
  const unknownAmount = original === null || reason === "no_currency_rate";
  return [
    {
      reason,
      crmId,
      title,
      url: recordUrl(context.tenant, { kind, crmId }),
      won: event === "revenue_closed",
      amountMinor: unknownAmount ? null : amountMinor,
      closeDay: day,
    },
  ];
}

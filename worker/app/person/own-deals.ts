import type { NotCountingReason, PersonStanding } from "../../../shared/contracts/person.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { FIRST_DAY, LAST_DAY } from "../../domain/calendar/periods.ts";
import type { Pipeline } from "../../domain/facts.ts";
import type { ExplainedCredit } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { filterFor, type Scene } from "../boards/scene.ts";
import { recordUrl } from "../explain/record-url.ts";

const LINES_PER_PAGE = 500;
const PAGES_MAX = 10;
/** How many deals that will not count are listed; all of them are counted. */
const LISTED_MAX = 20;

const ALL_DAYS: DaySpan = { from: FIRST_DAY, to: LAST_DAY };

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
  const { from, to } = scene.period;
  const asked = { memberId: member.id, span: ALL_DAYS, undated: false };
  const [open, dated, undated, wonLeftOut] = await Promise.all([
    loadLines(scene, "deal_due", { ...asked, leftOut: false }),
    loadLines(scene, "deal_due", { ...asked, leftOut: true }),
    loadLines(scene, "deal_due", { ...asked, leftOut: true, undated: true }),
    loadLines(scene, "revenue_closed", { ...asked, leftOut: true, span: { from, to } }),
  ]);
  // A ledger may tell of lines without a date among the others as well.
  const leftOut = new Map([...dated, ...undated].map((line) => [`${line.crmId} ${line.line}`, line]));
  return { open, openLeftOut: [...leftOut.values()], wonLeftOut };
}

async function loadLines(
  scene: Scene,
  event: "deal_due" | "revenue_closed",
  asked: {
    readonly memberId: string;
    readonly span: DaySpan;
    readonly undated: boolean;
    readonly leftOut: boolean;
  },
): Promise<readonly ExplainedCredit[]> {
  const { memberId, span, undated, leftOut } = asked;
  const bare = filterFor(scene, { events: [event], span, memberIds: [memberId], teamIds: null });
  const filter = undated ? { ...bare, undated } : bare;
  const lines: ExplainedCredit[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const place = after === undefined ? {} : { after };
    const listed = await scene.context.ledger.listCredits(filter, {
      limit: LINES_PER_PAGE,
      leftOut,
      ...place,
    });
    lines.push(...listed.credits.filter(({ kind }) => kind === "deal"));
    if (listed.next === null) break;
    after = listed.next;
  }
  return lines;
}

/** Open deals by stage, every open stage of the pipelines that the person has deals in. */
export function pipelineOf({ open }: OwnDeals, pipelines: readonly Pipeline[]): PersonStanding["pipeline"] {
  const byStage = Map.groupBy(open, (line) => stageKey(line.slice.pipelineId, line.stageId ?? ""));
  const used = new Set(open.map(({ slice }) => slice.pipelineId));
  const stages = pipelines
    .filter(({ id }) => used.has(id))
    .flatMap((pipeline) =>
      pipeline.stages
        .filter(({ outcome }) => outcome === "open")
        .toSorted((one, other) => one.order - other.order)
        .map((stage) => {
          const lines = byStage.get(stageKey(pipeline.id, stage.id)) ?? [];
          return {
            pipelineId: pipeline.id,
            pipeline: pipeline.label,
            stageId: stage.id,
            label: stage.label,
            order: stage.order,
            ...sumOf(lines),
          };
        }),
    );
  return { ...sumOf(open), stages };
}

function stageKey(pipelineId: string, stageId: string): string {
  return `${pipelineId}\n${stageId}`;
}

/** Open deals from today to the last day, counted once for the person. */
export function dueBetween({ open }: OwnDeals, span: DaySpan): { count: number; amountMinor: number } {
  return sumOf(open.filter(({ day }) => day !== null && day >= span.from && day <= span.to));
}

function sumOf(lines: readonly ExplainedCredit[]): { count: number; amountMinor: number } {
  return {
    count: lines.reduce((sum, { count }) => sum + count, 0),
    amountMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  };
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

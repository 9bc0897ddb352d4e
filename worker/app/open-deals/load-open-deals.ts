import type { OpenDeal, OpenDeals } from "../../../shared/contracts/open-deals.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { ALL_DAYS } from "../../domain/calendar/periods.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import type { Pipeline } from "../../domain/facts.ts";
import { readOffset } from "../../domain/list-places.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ExplainedCredit } from "../../ports/ledger.ts";
import { recordUrl } from "../explain/record-url.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { personInFull } from "../scene/person-in-full.ts";
import { loadScene, memberHead, type Scene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";
import {
  inStage,
  type OpenSum,
  openDealsFilter,
  readLines,
  type StageKey,
  sumOf,
  sumOpenDeals,
} from "./open-lines.ts";

const DEALS_PER_PAGE = 50;

/** Whose open deals are asked for, and which of them. */
export interface OpenDealsQuery {
  /** The viewer when undefined. */
  readonly memberId?: string | undefined;
  /** The first and the last close date; any when undefined. */
  readonly from?: LocalDay | undefined;
  readonly to?: LocalDay | undefined;
  /** One stage of a pipeline; all of them when undefined. */
  readonly stage?: StageKey | undefined;
  /** The last key of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** A person's open deals as they are now: for themselves, those who lead them, admins and owners. */
export async function loadOpenDeals(
  context: QueryContext,
  query: OpenDealsQuery,
  viewer: Viewer,
): Promise<Result<OpenDeals, QueryRefusal>> {
  const { from = ALL_DAYS.from, to = ALL_DAYS.to } = query;
  if (from > to) return err({ reason: "period_invalid", detail: "it ends before it begins" });
  const loaded = await loadScene(context, {}, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const person = personInFull(scene, query.memberId ?? viewer.memberId ?? "");
  if (!person.ok) return person;
  const [pipelines, page] = await Promise.all([
    context.store.loadPipelines(),
    loadPage(scene, { ...query, memberId: person.value.id, span: { from, to } }),
  ]);
  const refusal = page.sum.count === 0 ? refuseStage(pipelines, query.stage) : null;
  if (refusal) return err(refusal);
  return ok({
    member: memberHead(scene, person.value),
    from: query.from ?? null,
    to: query.to ?? null,
    asOf: scene.asOf,
    today: scene.today,
    timeZone: scene.rules.calendar.timeZone,
    currency: scene.rules.homeCurrency,
    ...page.sum,
    deals: page.lines.map((line) => describe(scene, pipelines, line)),
    next: page.next,
  });
}

/** A pipeline or stage that nothing is open in and that the CRM does not have; null where it has it. */
function refuseStage(pipelines: readonly Pipeline[], asked: StageKey | undefined): QueryRefusal | null {
  if (asked === undefined) return null;
  const pipeline = pipelines.find(({ id }) => id === asked.pipelineId);
  const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).toSorted(compareTexts);
  if (!pipeline) return { reason: "unknown_filter", filter: "pipeline", known: idsOf(pipelines) };
  if (pipeline.stages.some(({ id }) => id === asked.stageId)) return null;
  return { reason: "unknown_filter", filter: "stage", known: idsOf(pipeline.stages) };
}

interface Page {
  readonly sum: OpenSum;
  readonly lines: readonly ExplainedCredit[];
  readonly next: string | null;
}

type Asked = OpenDealsQuery & { readonly memberId: string; readonly span: DaySpan };

async function loadPage(scene: Scene, asked: Asked): Promise<Page> {
  const { memberId, span, stage, after, limit = DEALS_PER_PAGE } = asked;
  const filter = openDealsFilter(scene, memberId, span);
  // The ledger knows of no stages, so its lines are read whole for one.
  if (stage) return cut(inStage(await readLines(scene, filter, false), stage), { after, limit });
  const [sum, listed] = await Promise.all([
    sumOpenDeals(scene, memberId, span),
    scene.context.ledger.listCredits(filter, {
      limit,
      leftOut: false,
      ...(after === undefined ? {} : { after }),
    }),
  ]);
  return { sum, lines: listed.credits, next: listed.next };
}

/** The list is made anew for each page: a deal that went meanwhile moves those after it up by one. */
function cut(
  lines: readonly ExplainedCredit[],
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Page {
  const start = after === undefined ? 0 : (readOffset(after) ?? lines.length);
  const end = start + limit;
  return {
    sum: sumOf(lines),
    lines: lines.slice(start, end),
    next: end < lines.length ? String(end) : null,
  };
}

function describe(scene: Scene, pipelines: readonly Pipeline[], line: ExplainedCredit): OpenDeal {
  const { kind, crmId, title, amountMinor, original, day, slice, stageId } = line;
  const pipeline = pipelines.find(({ id }) => id === slice.pipelineId);
  return {
    crmId,
    title,
    url: recordUrl(scene.context.tenant, { kind, crmId }),
    amountMinor,
    original,
    closeDay: day,
    stageLabel: pipeline?.stages.find(({ id }) => id === stageId)?.label ?? null,
    pipelineLabel: pipeline?.label ?? null,
    pastDue: day !== null && day < scene.today,
  };
}

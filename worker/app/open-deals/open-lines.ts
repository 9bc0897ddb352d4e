/** The open deals of a person as the ledger has them: one question, whatever asks it. */
import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { CreditFilter, ExplainedCredit } from "../../ports/ledger.ts";
import { filterFor, type Scene } from "../scene/scene.ts";

const LINES_PER_PAGE = 500;
const PAGES_MAX = 10;

/** Open deals by their number and amount in minor units. */
export interface OpenSum {
  readonly count: number;
  readonly amountMinor: number;
}

/** The open deals of a person with a close date of the span: in pipelines that count, and with an amount. */
export function openDealsFilter(scene: Scene, memberId: string, span: DaySpan): CreditFilter {
  return filterFor(scene, { events: ["deal_due"], span, memberIds: [memberId], teamIds: null });
}

/** How many they are, and what they are worth to the person. */
export async function sumOpenDeals(scene: Scene, memberId: string, span: DaySpan): Promise<OpenSum> {
  return sumOf(await scene.context.ledger.sumCredits(openDealsFilter(scene, memberId, span)));
}

/** Lines or sums added up. */
export function sumOf(lines: readonly OpenSum[]): OpenSum {
  return {
    count: lines.reduce((sum, { count }) => sum + count, 0),
    amountMinor: lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  };
}

/** Which deals stand in a stage. */
export interface StageKey {
  readonly pipelineId: string;
  readonly stageId: string;
}

/** Those of the lines that stand in a stage. */
export function inStage(lines: readonly ExplainedCredit[], { pipelineId, stageId }: StageKey) {
  return lines.filter((line) => line.slice.pipelineId === pipelineId && line.stageId === stageId);
}

/** All lines of a filter: a person has far fewer open deals than are read here. The latest day first. */
export async function readLines(
  scene: Scene,
  filter: CreditFilter,
  leftOut: boolean,
): Promise<readonly ExplainedCredit[]> {
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

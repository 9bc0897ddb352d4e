import type { BoardChoices } from "../../../shared/contracts/board-details.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import { segmentText } from "../../domain/segment.ts";
import { isMadeOfDeals } from "../scene/coverage.ts";
import type { Scene } from "../scene/scene.ts";
import { showsName } from "../scene/visibility.ts";

/** One of something is nothing to choose from. */
const CHOICES_MIN = 2;

/** What the filters of a board offer this viewer. Attributes are those of the people shown by name. */
export async function loadChoices(scene: Scene, metric: Metric): Promise<BoardChoices> {
  const shown = scene.members.filter(({ id }) => showsName(scene.sightOf(id)));
  return {
    regions: differentOf(shown.map(({ region }) => region)),
    departments: differentOf(shown.map(({ department }) => department)),
    segments: isMadeOfDeals(metric) && metric.formula.kind !== "attainment" ? await loadSegments(scene) : [],
  };
}

function differentOf(values: readonly (string | null)[]): string[] {
  const found = [...new Set(values.filter((value) => value !== null))].sort(compareTexts);
  return found.length < CHOICES_MIN ? [] : found;
}

async function loadSegments({ context, rules }: Scene): Promise<BoardChoices["segments"]> {
  const [pipelines, slices] = await Promise.all([context.store.loadPipelines(), context.ledger.listSlices()]);
  const included = pipelines.filter(({ id }) => rules.pipelines === null || rules.pipelines.includes(id));
  const types = differentOf(slices.map(({ dealType }) => (dealType === "" ? null : dealType)));
  return [
    ...(included.length < CHOICES_MIN ? [] : included).map(({ id, label }) => ({
      kind: "pipeline" as const,
      value: segmentText({ kind: "pipeline", id }),
      label,
    })),
    ...types.map((id) => ({ kind: "type" as const, value: segmentText({ kind: "type", id }), label: id })),
  ];
}

import * as v from "valibot";
import type { Pipeline, Stage, StageOutcome } from "../../../domain/facts.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { RecordId, Text } from "../read-values.ts";
import type { HubSpotGateway } from "./gateway.ts";
import { readPage } from "./read-page.ts";

const Order = v.nullish(v.number(), null);

const HubSpotPipeline = v.object({
  id: RecordId,
  label: Text,
  stages: v.nullish(
    v.array(
      v.object({
        id: RecordId,
        label: Text,
        displayOrder: Order,
        metadata: v.nullish(v.object({ isClosed: Text, probability: Text }), {}),
      }),
    ),
    [],
  ),
});

type HubSpotStage = v.InferOutput<typeof HubSpotPipeline>["stages"][number];

/** All deal pipelines. One that cannot be read is a fault: its deals would lose their stages. */
export async function fetchPipelines(
  gateway: HubSpotGateway,
): Promise<Result<readonly Pipeline[], CrmFailure>> {
  const page = readPage(await gateway.listPipelines("deals"));
  if (!page.ok) return page;
  const pipelines = v.safeParse(v.array(HubSpotPipeline), page.value.results);
  if (!pipelines.success) return err({ reason: "unavailable", detail: "the pipelines cannot be read" });
  return ok(
    pipelines.output.map(({ id, label, stages }) => ({
      id,
      label: label ?? id,
      stages: stages.map(readStage).toSorted((left, right) => left.order - right.order),
    })),
  );
}

function readStage({ id, label, displayOrder, metadata }: HubSpotStage, index: number): Stage {
  const probability = readProbability(metadata.probability);
  return {
    id,
    label: label ?? id,
    order: displayOrder ?? index,
    outcome: outcomeOf(metadata.isClosed, probability),
    probability,
  };
}

/** A closed stage is won at probability 1 and lost at 0. HubSpot writes both as text. */
function outcomeOf(isClosed: string | null, probability: number | null): StageOutcome {
  const closed =
    isClosed === null ? probability === 0 || probability === 1 : isClosed.toLowerCase() === "true";
  if (!closed) return "open";
  return probability === 1 ? "won" : "lost";
}

function readProbability(text: string | null): number | null {
  const probability = text === null ? Number.NaN : Number(text);
  return probability >= 0 && probability <= 1 ? probability : null;
}

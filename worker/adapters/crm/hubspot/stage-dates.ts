import * as v from "valibot";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import type { ClientContext } from "./client-context.ts";
import { isNotToBeHad } from "./failures.ts";
import { fetchPipelines } from "./pipelines.ts";
import { readPage } from "./read-page.ts";

const PREFIX = "hs_v2_date_entered_";

const PropertyName = v.object({ name: v.string() });

/**
 * The properties that say when a deal entered each stage. HubSpot writes stage ids into their names in its
 * own way, and some carry a number behind, so the account's real names are listed and matched.
 */
export async function learnStageDates(
  { gateway, insist, memory }: ClientContext,
  stages: readonly string[],
): Promise<Result<readonly string[], CrmFailure>> {
  if (stages.every((stage) => memory.stagesSeen.has(stage)))
    return ok([...memory.stageOfDateProperty.keys()]);
  const pipelines = await insist(() => fetchPipelines(gateway));
  if (!pipelines.ok) return pipelines;
  const properties = await insist(async () => readPage(await gateway.listProperties("deals")));
  // Without the names only what lies before the kept history is lost.
  if (!properties.ok && !isNotToBeHad(properties.error)) return properties;
  const listed = properties.ok ? properties.value.results : [];
  const names = listed.flatMap((raw) => {
    const parsed = v.safeParse(PropertyName, raw);
    return parsed.success ? [parsed.output.name] : [];
  });
  const stageIds = pipelines.value.flatMap((pipeline) => pipeline.stages.map((stage) => stage.id));
  for (const [name, stage] of matchStageDates(names, stageIds)) memory.stageOfDateProperty.set(name, stage);
  for (const stage of [...stages, ...stageIds]) memory.stagesSeen.add(stage);
  return ok([...memory.stageOfDateProperty.keys()]);
}

/** Which property is about which stage. A name that fits exactly goes before one with a number behind. */
export function matchStageDates(
  propertyNames: readonly string[],
  stageIds: readonly string[],
): ReadonlyMap<string, string> {
  const stageOfEnding = new Map(stageIds.map((id) => [endingOf(id), id]));
  const matches = new Map<string, string>();
  for (const name of propertyNames) {
    if (!name.startsWith(PREFIX)) continue;
    const ending = name.slice(PREFIX.length).toLowerCase();
    const stage = stageOfEnding.get(ending) ?? stageOfEnding.get(ending.replace(/_\d+$/, ""));
    if (stage !== undefined) matches.set(name, stage);
  }
  return matches;
}

function endingOf(stageId: string): string {
  return stageId.toLowerCase().replaceAll(/[^a-z0-9]/g, "_");
}

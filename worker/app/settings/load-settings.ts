import type { TenantSettings } from "../../../shared/contracts/settings.ts";
import { countingOf, rulesFollowing, wantsCrmFiscal } from "../../domain/counting.ts";
import type { VersionedSettings } from "../../ports/settings.ts";
import type { QueryContext } from "../queries.ts";
import { loadDefaultView } from "./load-default-view.ts";

/** The settings as everybody of the tenant may read them: nothing in them is about anybody. */
export async function loadSettings(context: QueryContext): Promise<TenantSettings> {
  return describeSettings(context, await context.settings.load());
}

/** Settings in the words of the API. A choice of pipelines is told at once, before the boards follow it. */
export async function describeSettings(
  context: QueryContext,
  { version, settings }: VersionedSettings,
): Promise<TenantSettings> {
  const { pipelines, counting, ...choices } = settings;
  const [known, { rules }, defaults] = await Promise.all([
    context.store.loadPipelines(),
    context.store.loadLiveGeneration(),
    loadDefaultView(context, settings),
  ]);
  const included = pipelines ? pipelines.included : rules.pipelines;
  return {
    version,
    ...choices,
    pipelines: known.map(({ id, label }) => ({
      id,
      label,
      included: included === null || included.includes(id),
    })),
    counting: {
      ...(counting ?? countingOf(rules)),
      pending: rulesFollowing(rules, settings) !== null || wantsCrmFiscal(rules, counting),
    },
    defaults,
  };
}

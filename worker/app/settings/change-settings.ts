import type { SettingsChange, TenantSettings } from "../../../shared/contracts/settings.ts";
import { countingOf } from "../../domain/counting.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { Settings } from "../../domain/settings.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { InputFault } from "../input-fault.ts";
import type { QueryContext } from "../queries.ts";
import { mayAdminister, signatureOf, type Viewer } from "../viewer.ts";
import { countingAfter, faultsOfCounting, type ReadDealFields } from "./change-counting.ts";
import { describeSettings } from "./load-settings.ts";

/** Why settings were not changed. Nothing of the change was saved. */
export type ChangeSettingsRefusal =
  | { readonly reason: "not_permitted" }
  | { readonly reason: "settings_invalid"; readonly faults: readonly InputFault[] }
  /** The CRM could not be asked whether it has what the change names. */
  | { readonly reason: "crm"; readonly failure: CrmFailure }
  /** Somebody else changed them since: read them again. */
  | { readonly reason: "version_conflict" };

/** What a change of settings needs. Made for a tenant. */
export interface ChangeSettingsParts {
  readonly context: QueryContext;
  /** Tells the tenant's open pages to fetch again. */
  readonly announce: () => Promise<void>;
  /** Lets the lane bring the rules to the settings. */
  readonly wakeLane: () => Promise<void>;
  readonly readFields: ReadDealFields;
}

/**
 * Changes what is given as one new version, and answers with all settings. What is judged and shown follows at
 * once; other pipelines and another way of counting are a change of rules, which the boards follow when the lane has
 * built them.
 */
export async function changeSettings(
  { context, announce, wakeLane, readFields }: ChangeSettingsParts,
  asked: {
    readonly change: SettingsChange;
    readonly expectedVersion: number;
    readonly viewer: Viewer;
  },
): Promise<Result<TenantSettings, ChangeSettingsRefusal>> {
  const { change, expectedVersion, viewer } = asked;
  if (!mayAdminister(viewer)) return err({ reason: "not_permitted" });
  const knownIds = (await context.store.loadPipelines()).map(({ id }) => id);
  const present = await context.settings.load();
  const before = present.settings.counting ?? countingOf((await context.store.loadLiveGeneration()).rules);
  const found = await faultsOfCounting(change.counting ?? {}, { before, pipelines: knownIds, readFields });
  if (!found.ok) return err({ reason: "crm", failure: found.error });
  const faults = [...pipelineFaults(change, knownIds), ...found.value];
  if (faults.length > 0) return err({ reason: "settings_invalid", faults });
  const settings = {
    ...changed(present.settings, change, knownIds),
    counting: change.counting ? countingAfter(before, change.counting) : present.settings.counting,
  };
  const by = { setBy: signatureOf(viewer), expectedVersion, now: context.now };
  // Of a version that is not the present one nothing may be kept, so `save` compares it once more.
  const version = present.version === expectedVersion ? await context.settings.save(settings, by) : null;
  if (version === null) return err({ reason: "version_conflict" });
  if (change.pipelines !== undefined || change.counting) await wakeLane();
  await announce();
  return ok(await describeSettings(context, { version, settings }));
}

function pipelineFaults({ pipelines }: SettingsChange, knownIds: readonly string[]) {
  return (pipelines ?? []).flatMap((id, index) =>
    knownIds.includes(id) ? [] : [{ path: `pipelines.${index}`, message: "is no pipeline" }],
  );
}

/** Whoever says what counts also decided on all that is there and does not. */
function changed(
  before: Settings,
  change: SettingsChange,
  knownIds: readonly string[],
): Omit<Settings, "counting"> {
  const { pipelines, statusLimits, clubLine, inlineFrame, period, metric } = change;
  return {
    statusLimits: statusLimits ?? before.statusLimits,
    clubLine: clubLine === undefined ? before.clubLine : clubLine,
    inlineFrame: inlineFrame ?? before.inlineFrame,
    period: period === undefined ? before.period : period,
    metric: metric === undefined ? before.metric : metric,
    pipelines:
      pipelines === undefined
        ? before.pipelines
        : {
            included: pipelines && [...new Set(pipelines)].toSorted(),
            leftOutByHand: pipelines === null ? [] : knownIds.filter((id) => !pipelines.includes(id)),
          },
  };
}

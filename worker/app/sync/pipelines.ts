/** Which pipelines count: chosen once by what was won, followed by the rules, and named when one is forgotten. */
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { addDays, localDayOf } from "../../domain/calendar/local-time.ts";
import { DEFAULTS_DAYS } from "../../domain/default-view.ts";
import type { Rules } from "../../domain/rules.ts";
import { forgottenPipelines, winningPipelines } from "../../domain/winning-pipelines.ts";
import { SINCE_EVER } from "./backfill-plan.ts";
import type { LaneCore } from "./lane-core.ts";
import { buildRules, followSettings } from "./rules.ts";

/** Who set what nobody set. */
const SET_BY_STANDINGS = "standings";
const FAULT = "pipeline_not_counted";

/**
 * Chooses the pipelines that deals were won in lately, once: when all deals were read for the first time, by the
 * list, because a search may pass a win over. An admin who chose before is not overruled: whoever saves meanwhile
 * makes this save nothing, and the next stretch asks again.
 */
export async function choosePipelines(core: LaneCore): Promise<void> {
  const { settings, state, store, pipelineWins, clock } = core.parts;
  const present = await settings.load();
  const rules = await core.loadRules();
  if (present.settings.pipelines !== null || !rules) return;
  const deals = (await state.loadKinds()).find(({ kind }) => kind === "deal");
  if (!deals?.granted || deals.completeFrom !== SINCE_EVER) return;
  const [wins, known] = await Promise.all([
    pipelineWins.countWins(lately(core, rules)),
    store.loadPipelines(),
  ]);
  const included = winningPipelines(
    wins,
    known.map(({ id }) => id),
  );
  await settings.save(
    { ...present.settings, pipelines: { included, leftOutByHand: [] } },
    { setBy: SET_BY_STANDINGS, expectedVersion: present.version, now: clock.now() },
  );
}

/** Brings the rules to the pipelines that were chosen, and goes on with rules that are being built. */
export async function followPipelines(core: LaneCore): Promise<void> {
  const changed = await followSettings(core);
  await buildRules(core);
  if (changed) await notePipelines(core);
}

/** Names the pipelines that deals are won in and that nobody decided to leave out, until they are included. */
export async function notePipelines(core: LaneCore): Promise<void> {
  const { settings, state, pipelineWins, clock } = core.parts;
  const rules = await core.loadRules();
  if (!rules) return;
  const choice = (await settings.load()).settings.pipelines;
  const wins = rules.pipelines === null ? [] : await pipelineWins.countWins(lately(core, rules));
  const forgotten = new Set(
    forgottenPipelines(wins, choice?.leftOutByHand ?? []).map((id) => `pipeline:${id}`),
  );
  const named = new Set(
    (await state.loadFaults()).filter(({ type }) => type === FAULT).map(({ subject }) => subject),
  );
  const over = [...named.difference(forgotten)];
  if (over.length > 0) await state.clearFaults(FAULT, over);
  const found = [...forgotten.difference(named)].map(
    (subject) => ({ type: FAULT, subject, detail: "" }) as const,
  );
  if (found.length > 0) await state.recordFaults(found, clock.now());
}

function lately({ parts }: LaneCore, { calendar }: Rules): DaySpan {
  const today = localDayOf(parts.clock.now(), calendar.timeZone);
  return { from: addDays(today, 1 - DEFAULTS_DAYS), to: today };
}

/** What is typed into the settings of the account, what is wrong with it, and what is sent of it. Pure. */
import type { MetricId, PeriodName } from "../../../shared/contracts/ids.ts";
import type { SettingsChange, TenantSettings } from "../../../shared/contracts/settings.ts";
import {
  type CountingDraft,
  countingChange,
  countingDiffers,
  countingDraft,
  countingOver,
  listOver,
} from "./counting-view.ts";

/** The settings as fields hold them. */
export interface SettingsDraft {
  /** Ids of the pipelines that are ticked. */
  readonly pipelines: readonly string[];
  /** In percent, as typed. */
  readonly onTrackFrom: string;
  readonly atRiskFrom: string;
  /** '' leaves it to the rule, here and for the metric. */
  readonly period: PeriodName | "";
  readonly metric: MetricId | "";
  readonly line: boolean;
  readonly places: string;
  readonly inlineFrame: boolean;
  readonly counting: CountingDraft;
}

/** What can be wrong with a field: the limits of the API. */
export type SettingsFault =
  | "none_ticked"
  | "not_a_number"
  | "too_high"
  | "not_above_zero"
  | "not_below"
  | "places";

/** What is wrong, by field. */
export type SettingsFaults = Readonly<Partial<Record<keyof SettingsDraft, SettingsFault>>>;

const PERCENT_MAX = 200;
const PLACES_MAX = 100;
/** Offered to whoever turns the line on. */
const PLACES_AT_FIRST = 10;

/** The fields as they are saved, with numbers as the viewer's region writes them. */
export function draftOf(settings: TenantSettings, language: string): SettingsDraft {
  const { pipelines, statusLimits, clubLine, inlineFrame, period, metric } = settings;
  return {
    pipelines: pipelines.filter(({ included }) => included).map(({ id }) => id),
    onTrackFrom: percentText(statusLimits.onTrackFrom, language),
    atRiskFrom: percentText(statusLimits.atRiskFrom, language),
    period: period ?? "",
    metric: metric ?? "",
    line: clubLine !== null,
    places: String(clubLine?.places ?? PLACES_AT_FIRST),
    inlineFrame,
    counting: countingDraft(settings.counting),
  };
}

function percentText(part: number, language: string): string {
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false });
  return format.format(part * 100);
}

/** A percentage as somebody types it, with comma or point; null for what is no number. */
export function readPercent(text: string): number | null {
  const digits = /^(\d{1,9}(?:[.,]\d{1,9})?)\s*%?$/.exec(text.trim())?.[1];
  return digits === undefined ? null : Number(digits.replace(",", "."));
}

function readPlaces(text: string): number | null {
  const places = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return places >= 1 && places <= PLACES_MAX ? places : null;
}

/** What keeps the draft from being saved. A field that is as it was saved is never wrong. */
export function faultsOf(draft: SettingsDraft, settings: TenantSettings, language: string): SettingsFaults {
  const saved = draftOf(settings, language);
  const limitsTouched = draft.onTrackFrom !== saved.onTrackFrom || draft.atRiskFrom !== saved.atRiskFrom;
  return {
    ...(settings.pipelines.length > 0 && draft.pipelines.length === 0 && saved.pipelines.length > 0
      ? { pipelines: "none_ticked" as const }
      : {}),
    ...(limitsTouched ? limitFaults(draft) : {}),
    ...(draft.line && readPlaces(draft.places) === null ? { places: "places" as const } : {}),
  };
}

function limitFaults(draft: SettingsDraft): SettingsFaults {
  const onTrack = readPercent(draft.onTrackFrom);
  const atRisk = readPercent(draft.atRiskFrom);
  const upper = onTrack === null ? "not_a_number" : onTrack > PERCENT_MAX ? "too_high" : null;
  const lower =
    atRisk === null
      ? "not_a_number"
      : atRisk <= 0
        ? "not_above_zero"
        : onTrack !== null && atRisk >= onTrack
          ? "not_below"
          : null;
  return { ...(upper && { onTrackFrom: upper }), ...(lower && { atRiskFrom: lower }) };
}

/** What is sent of a draft without faults: only what differs from what is saved; null when nothing does. */
export function changeOf(
  draft: SettingsDraft,
  settings: TenantSettings,
  language: string,
): SettingsChange | null {
  const saved = draftOf(settings, language);
  const counting = countingChange(draft.counting, settings.counting);
  const change: SettingsChange = {
    ...(isSame(draft.pipelines, saved.pipelines)
      ? {}
      : { pipelines: pipelinesOf(draft.pipelines, settings) }),
    ...limitsOf(draft, saved, settings),
    ...(draft.period === saved.period ? {} : { period: draft.period || null }),
    ...(draft.metric === saved.metric ? {} : { metric: draft.metric || null }),
    ...clubLineOf(draft, saved),
    ...(draft.inlineFrame === saved.inlineFrame ? {} : { inlineFrame: draft.inlineFrame }),
    ...(counting && { counting }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** Null with all ticked: then those to come count too. */
function pipelinesOf(ticked: readonly string[], { pipelines }: TenantSettings): string[] | null {
  const chosen = pipelines.map(({ id }) => id).filter((id) => ticked.includes(id));
  return chosen.length === pipelines.length ? null : chosen;
}

/** A limit that nobody touched goes back as it came, not as it was rounded for the field. */
function limitsOf(
  draft: SettingsDraft,
  saved: SettingsDraft,
  { statusLimits }: TenantSettings,
): Pick<SettingsChange, "statusLimits"> {
  const partOf = (field: "onTrackFrom" | "atRiskFrom") => {
    const percent = draft[field] === saved[field] ? null : readPercent(draft[field]);
    return percent === null ? statusLimits[field] : percent / 100;
  };
  const limits = { onTrackFrom: partOf("onTrackFrom"), atRiskFrom: partOf("atRiskFrom") };
  const isAsBefore =
    limits.onTrackFrom === statusLimits.onTrackFrom && limits.atRiskFrom === statusLimits.atRiskFrom;
  return isAsBefore ? {} : { statusLimits: limits };
}

function clubLineOf(draft: SettingsDraft, saved: SettingsDraft): Pick<SettingsChange, "clubLine"> {
  if (!draft.line) return saved.line ? { clubLine: null } : {};
  const places = readPlaces(draft.places);
  const isAsBefore = saved.line && places === readPlaces(saved.places);
  return places === null || isAsBefore ? {} : { clubLine: { kind: "top", places } };
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id) => right.includes(id));
}

/** Whether two drafts say the same. The places of a line that is off say nothing. */
export function differs(draft: SettingsDraft, saved: SettingsDraft): boolean {
  return (
    !isSame(draft.pipelines, saved.pipelines) ||
    draft.onTrackFrom !== saved.onTrackFrom ||
    draft.atRiskFrom !== saved.atRiskFrom ||
    draft.period !== saved.period ||
    draft.metric !== saved.metric ||
    draft.line !== saved.line ||
    (draft.line && draft.places !== saved.places) ||
    draft.inlineFrame !== saved.inlineFrame ||
    countingDiffers(draft.counting, saved.counting)
  );
}

/**
 * What was edited from settings, put over newer ones of somebody else: what they changed elsewhere stays, and pipelines
 * that are no more are left out.
 */
export function editsOver(
  { pipelines, counting, ...edits }: Partial<SettingsDraft>,
  settings: { readonly before: TenantSettings; readonly now: TenantSettings },
  language: string,
): Partial<SettingsDraft> {
  const [before, now] = [draftOf(settings.before, language), draftOf(settings.now, language)];
  const known = settings.now.pipelines.map(({ id }) => id);
  return {
    ...edits,
    ...(pipelines && {
      pipelines: listOver(pipelines, { before: before.pipelines, now: now.pipelines }).filter((id) =>
        known.includes(id),
      ),
    }),
    ...(counting && { counting: countingOver(counting, { before: before.counting, now: now.counting }) }),
  };
}

/** The limits in percent for the sentence that they mean; null while one of them is no limit. */
export function limitsText(
  draft: SettingsDraft,
  language: string,
): { readonly atRisk: string; readonly behind: string } | null {
  if (Object.keys(limitFaults(draft)).length > 0) return null;
  const [onTrack, atRisk] = [readPercent(draft.onTrackFrom), readPercent(draft.atRiskFrom)];
  if (onTrack === null || atRisk === null) return null;
  const format = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  return { atRisk: format.format(onTrack / 100), behind: format.format(atRisk / 100) };
}

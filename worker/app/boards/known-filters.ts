import { localDayOf } from "../../domain/calendar/local-time.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import { SLICES_MAX } from "../../domain/ledger/slice-book.ts";
import { err, type Result } from "../../domain/result.ts";
import { segmentText } from "../../domain/segment.ts";
import type { Member } from "../../ports/tenants.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { loadTeamTrees } from "../scene/team-tree.ts";
import { decideSights, showsName } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import type { LeaderboardQuery } from "./leaderboard-query.ts";

/** What narrows a board beside its team. */
type Filters = Pick<LeaderboardQuery, "region" | "department" | "segment">;

/**
 * An answer, unless it was narrowed by something that there is not for whoever asks: then what there is. A region of
 * none but people who are private to somebody is the same to them as one that does not exist.
 */
export async function answerNarrowed<T>(
  load: () => Promise<Result<T, QueryRefusal>>,
  {
    context,
    asked,
    asker,
  }: { readonly context: QueryContext; readonly asked: Filters; readonly asker: Viewer },
): Promise<Result<T, QueryRefusal>> {
  const [answer, refusal] = await Promise.all([load(), findUnknown(context, asked, asker)]);
  return answer.ok && refusal ? err(refusal) : answer;
}

async function findUnknown(
  context: QueryContext,
  { region, department, segment }: Filters,
  asker: Viewer,
): Promise<QueryRefusal | null> {
  const byPeople = region !== undefined || department !== undefined;
  const [people, segments] = await Promise.all([
    byPeople ? loadShownPeople(context, asker) : [],
    segment === undefined ? [] : loadSegments(context),
  ]);
  return (
    refuseUnknown("region", region, () => people.map((person) => person.region)) ??
    refuseUnknown("department", department, () => people.map((person) => person.department)) ??
    (segments && refuseUnknown("segment", segment, () => segments))
  );
}

function refuseUnknown(
  filter: keyof Filters,
  value: string | undefined,
  valuesThereAre: () => readonly (string | null)[],
): QueryRefusal | null {
  if (value === undefined) return null;
  const known = new Set(valuesThereAre().filter((each) => each !== null));
  return known.has(value)
    ? null
    : { reason: "unknown_filter", filter, known: [...known].toSorted(compareTexts) };
}

/** Whom the asker is shown by name, today as on every board. */
async function loadShownPeople({ store, now }: QueryContext, asker: Viewer): Promise<readonly Member[]> {
  const [members, trees, { rules }] = await Promise.all([
    store.loadMembers(),
    loadTeamTrees(store, undefined),
    store.loadLiveGeneration(),
  ]);
  const today = localDayOf(now, rules.calendar.timeZone);
  const sights = decideSights({ viewer: asker, members, tree: trees.present, today });
  return members.filter(({ id }) => showsName(sights.get(id) ?? "absent"));
}

/**
 * The pipelines of the CRM, and those and the types that deals were ever credited in; null where there are so many that
 * not all are listed.
 */
async function loadSegments({ store, ledger }: QueryContext): Promise<readonly string[] | null> {
  const [pipelines, slices] = await Promise.all([store.loadPipelines(), ledger.listSlices()]);
  if (slices.length >= SLICES_MAX) return null;
  const ofPipelines = [...pipelines.map(({ id }) => id), ...slices.map(({ pipelineId }) => pipelineId)];
  return [
    ...ofPipelines.filter(Boolean).map((id) => segmentText({ kind: "pipeline", id })),
    ...slices.flatMap(({ dealType }) => (dealType ? [segmentText({ kind: "type", id: dealType })] : [])),
  ];
}

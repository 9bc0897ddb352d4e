import type { Explanation, Problem } from "../../../shared/contracts/api.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import type { Answer, ApiClient, Query } from "../host/api-client.ts";
import type { PageSource } from "../host/use-pages.ts";

/** The most that the server gives at once; a file reads as many as it can. */
const FILE_PAGE_LINES = 200;
/** 200,000 records: more than a spreadsheet is of use for. */
const FILE_PAGES_MAX = 1000;

/** The lists of an explanation, each with where it goes on, and how the address says so. */
const LISTS = {
  counted: { next: "nextCounted", after: "after_counted" },
  leftOut: { next: "nextLeftOut", after: "after_left_out" },
  undated: { next: "nextUndated", after: "after_undated" },
} as const;

/** Which of the lists is read on. */
export type ListName = keyof typeof LISTS;
const LIST_NAMES: readonly ListName[] = ["counted", "leftOut", "undated"];

/** What is asked of `/explain` for a figure; `at` keeps all pages to one knowledge. */
export function explainQuery(figure: ExplainTarget, at: string | undefined = figure.at): Query {
  return {
    metric: figure.metric,
    member: figure.memberId === "" ? undefined : figure.memberId,
    from: figure.from,
    to: figure.to,
    quota_metric: figure.quotaMetric,
    // The same answer tells both.
    board: figure.board === "on_track" ? "team_quota" : figure.board,
    also: figure.also?.join(","),
    first_day: figure.days?.from,
    last_day: figure.days?.to,
    team: figure.team,
    segment: figure.segment,
    region: figure.region,
    department: figure.department,
    of_team: figure.ofTeam,
    weekday: figure.clock && String(figure.clock.weekday),
    hour: figure.clock && String(figure.clock.hour),
    at,
  };
}

/** The cursor of a list, as the address has it. */
export function cursorOf(list: ListName, after: string | null): Query {
  return after === null ? {} : { [LISTS[list].after]: after };
}

/** The first answer with one more page of a list. The head stays that of the first. */
export function withPage(held: Explanation, page: Explanation, list: ListName): Explanation {
  const { next } = LISTS[list];
  return { ...held, [list]: [...held[list], ...page[list]], [next]: page[next] };
}

/** A figure's records page by page: later ones are asked as of the first one's instant, so that they belong to it. */
export function explanationPages(api: ApiClient, figure: ExplainTarget): PageSource<Explanation, ListName> {
  return {
    first: () => api.get<Explanation>("explain", explainQuery(figure)),
    next: (held, list) => {
      const after = held[LISTS[list].next];
      if (after === null) return null;
      return api.get<Explanation>("explain", {
        ...explainQuery(figure, held.asOf),
        ...cursorOf(list, after),
      });
    },
    join: withPage,
  };
}

/** Every record of a figure, as it was known at the instant of the answer that is shown. */
export async function loadEveryRecord(
  api: ApiClient,
  figure: ExplainTarget,
  shown: Explanation,
): Promise<Answer<Explanation>> {
  const { asOf } = shown;
  if (isWhole(shown)) return { kind: "ok", value: shown };
  const first = await loadPage(api, figure, { asOf, held: null });
  let answer = first;
  for (let page = 1; page < FILE_PAGES_MAX && answer.kind === "ok"; page += 1) {
    const held = answer.value;
    if (isWhole(held)) return answer;
    answer = await loadPage(api, figure, { asOf, held });
  }
  return answer.kind === "ok" ? { kind: "problem", problem: TOO_MANY } : answer;
}

function isWhole(explanation: Explanation): boolean {
  return LIST_NAMES.every((list) => explanation[LISTS[list].next] === null);
}

const TOO_MANY: Problem = { type: "too-many-records", title: "Too many records", status: 422, requestId: "" };

async function loadPage(
  api: ApiClient,
  figure: ExplainTarget,
  { asOf, held }: { readonly asOf: string; readonly held: Explanation | null },
): Promise<Answer<Explanation>> {
  const answer = await api.get<Explanation>("explain", {
    ...explainQuery(figure, asOf),
    limit: String(FILE_PAGE_LINES),
    ...cursorOf("counted", held?.nextCounted ?? null),
    ...cursorOf("leftOut", held?.nextLeftOut ?? null),
    ...cursorOf("undated", held?.nextUndated ?? null),
  });
  if (answer.kind !== "ok" || held === null) return answer;
  // A list that has ended begins anew in the answer, so only what goes on is taken.
  const goesOn = LIST_NAMES.filter((list) => held[LISTS[list].next] !== null);
  return { kind: "ok", value: goesOn.reduce((whole, list) => withPage(whole, answer.value, list), held) };
}

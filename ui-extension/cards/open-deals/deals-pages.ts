import type { Problem } from "../../../shared/contracts/api.ts";
import type { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import type { Answer, ApiClient, Query } from "../host/api-client.ts";
import type { PageSource } from "../host/use-pages.ts";
import type { OpenDealsTarget } from "./deals-address.ts";

/** The most that the server gives at once, for a file. */
const FILE_PAGE_DEALS = 200;
/** 20,000 deals: more than anybody has open. */
const FILE_PAGES_MAX = 100;

/** A person's open deals page by page. */
export function dealsPages(api: ApiClient, target: OpenDealsTarget): PageSource<OpenDeals> {
  const query = queryOf(target);
  return {
    first: () => api.get<OpenDeals>("deals/open", query),
    next: ({ next }) => (next === null ? null : api.get<OpenDeals>("deals/open", { ...query, after: next })),
    join: withPage,
  };
}

/** Every deal, for a file; a problem where they are too many for one, rather than a part of them. */
export async function loadEveryDeal(
  api: ApiClient,
  target: OpenDealsTarget,
  shown: OpenDeals,
): Promise<Answer<OpenDeals>> {
  if (shown.next === null) return { kind: "ok", value: shown };
  const query = { ...queryOf(target), limit: String(FILE_PAGE_DEALS) };
  let answer = await api.get<OpenDeals>("deals/open", query);
  for (let page = 1; page < FILE_PAGES_MAX && answer.kind === "ok"; page += 1) {
    const held = answer.value;
    if (held.next === null) return answer;
    const more = await api.get<OpenDeals>("deals/open", { ...query, after: held.next });
    answer = more.kind === "ok" ? { kind: "ok", value: withPage(held, more.value) } : more;
  }
  if (answer.kind !== "ok" || answer.value.next === null) return answer;
  return { kind: "problem", problem: TOO_MANY };
}

const TOO_MANY: Problem = { type: "too-many-records", title: "Too many deals", status: 422, requestId: "" };

/** The figures are those of the later page: they are of everything that is open. */
function withPage(held: OpenDeals, page: OpenDeals): OpenDeals {
  return { ...page, deals: [...held.deals, ...page.deals] };
}

function queryOf({ memberId, from, to, stage }: OpenDealsTarget): Query {
  return {
    member: memberId === "" ? undefined : memberId,
    from,
    to,
    pipeline: stage?.pipelineId,
    stage: stage?.stageId,
  };
}

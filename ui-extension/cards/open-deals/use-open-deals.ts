import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import type { Answer, ApiClient, Query } from "../host/api-client.ts";
import type { OpenDealsTarget } from "./deals-address.ts";

/** The most that the server gives at once, for a file. */
const FILE_PAGE_DEALS = 200;
/** 20,000 deals: more than anybody has open. */
const FILE_PAGES_MAX = 100;

/** Where the answer stands. */
export type OpenDealsState =
  | { readonly state: "loading" }
  /** A null problem is that nobody answered. */
  | { readonly state: "failed"; readonly problem: Problem | null }
  | {
      readonly state: "ready";
      readonly deals: OpenDeals;
      /** Whether the next page is being read, and whether it could not be. */
      readonly reading: boolean;
      readonly failed: boolean;
    };

/** An answer, and what the drawer can do with it. */
export interface UsedOpenDeals {
  readonly answer: OpenDealsState;
  readonly retry: () => void;
  readonly readOn: () => void;
}

/** Asks for a person's open deals, page by page. */
export function useOpenDeals(api: ApiClient, target: OpenDealsTarget): UsedOpenDeals {
  const [answer, setAnswer] = useState<OpenDealsState>({ state: "loading" });
  const turn = useRef(0);

  const load = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setAnswer({ state: "loading" });
    const reply = await api.get<OpenDeals>("deals/open", queryOf(target));
    if (mine !== turn.current) return;
    if (reply.kind === "ok") {
      setAnswer({ state: "ready", deals: reply.value, reading: false, failed: false });
    } else setAnswer({ state: "failed", problem: reply.kind === "problem" ? reply.problem : null });
  }, [api, target]);

  useEffect(() => {
    void load();
    return () => {
      turn.current += 1;
    };
  }, [load]);

  const readOn = useCallback(async () => {
    if (answer.state !== "ready" || answer.reading || answer.deals.next === null) return;
    const mine = turn.current;
    setAnswer({ ...answer, reading: true, failed: false });
    const reply = await api.get<OpenDeals>("deals/open", { ...queryOf(target), after: answer.deals.next });
    if (mine !== turn.current) return;
    if (reply.kind !== "ok") setAnswer({ ...answer, reading: false, failed: true });
    else {
      const deals = withPage(answer.deals, reply.value);
      setAnswer({ state: "ready", deals, reading: false, failed: false });
    }
  }, [answer, api, target]);

  return { answer, retry: () => void load(), readOn: () => void readOn() };
}

/** Every deal, for a file; a problem where they are too many for one, rather than a part of them. */
export async function loadEveryDeal(api: ApiClient, target: OpenDealsTarget): Promise<Answer<OpenDeals>> {
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

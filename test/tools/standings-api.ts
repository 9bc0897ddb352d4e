/** `/api/v1` as a machine with a key calls it. */
export interface StandingsApi {
  get<T>(path: string): Promise<T>;
  /** The whole answer, whatever its status. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

export interface BoardAnswer {
  readonly rows: readonly {
    readonly rank: number | null;
    readonly tied: boolean;
    readonly member?: { readonly id: string; readonly crmId: string; readonly name: string };
    readonly team?: { readonly crmId: string; readonly name: string };
    readonly value: number | null;
    readonly basis: { readonly numerator: number | null; readonly denominator: number | null };
  }[];
  readonly total: number | null;
  readonly soFar: boolean;
  readonly revision: number;
  readonly period: { readonly from: string; readonly to: string; readonly timeZone: string };
  readonly leftOut: {
    readonly count: number;
    readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  };
}

export interface ConnectionAnswer {
  readonly state: string;
  readonly faults: readonly { readonly type: string; readonly subject: string; readonly remedy: string }[];
}

interface SettingsAnswer {
  readonly pipelines: readonly { readonly id: string; readonly included: boolean }[];
}

export function openApi(workerUrl: () => string, key: string): StandingsApi {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${workerUrl()}/api/v1/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
    });
  return {
    ask,
    async get<T>(path: string) {
      const answer = await ask(path);
      if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
}

/** The pipelines whose deals count: some may have been left out at the first reading, for want of wins. */
export async function countedPipelines(api: StandingsApi): Promise<readonly string[]> {
  const { pipelines } = await api.get<SettingsAnswer>("settings");
  return pipelines.filter(({ included }) => included).map(({ id }) => id);
}

/** Each person's value on a board, by their id in the CRM; nobody without a value. */
export function valuesOf(board: BoardAnswer): Record<string, number> {
  return Object.fromEntries(
    board.rows.flatMap(({ member, value }) => (member && value ? [[member.crmId, value] as const] : [])),
  );
}

import { NOT_ANSWERED } from "../../../shared/contracts/fault-details.ts";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import { HUBSPOT_LIMITS } from "../../../worker/adapters/crm/hubspot/limits.ts";
import type { ExtraFields } from "../../../worker/domain/counting.ts";
import type { CrmRecord } from "../../../worker/domain/records.ts";
import { err, ok, type Result } from "../../../worker/domain/result.ts";
import type { FiscalCalendar } from "../../../worker/domain/rules.ts";
import type {
  ChangesWanted,
  CrmClient,
  CrmFailure,
  CrmGap,
  CrmPage,
  CrmPort,
  CrmWonDeal,
  Grant,
} from "../../../worker/ports/crm.ts";
import { buildGrant } from "./builders.ts";

type ClientOptions = Parameters<CrmPort["client"]>[0];

/** What a call of the fake CRM looks like in its log. */
export interface CrmCall {
  readonly method: string;
  readonly subject: string;
}

/** A CRM in memory. `failures` are answered first, one per call whose method and subject match. */
export class FakeCrm {
  readonly records = new Map<string, CrmRecord>();
  readonly merges = new Map<string, string>();
  /** The keys of each contact, and when it changed. */
  readonly contacts = new Map<string, { readonly persons: readonly string[]; readonly modifiedAt: string }>();
  readonly calls: CrmCall[] = [];
  readonly failures: { readonly on: string; readonly failure: CrmFailure }[] = [];
  readonly tokensUsed: string[] = [];
  /** Ids in its log of deletions. */
  gone: readonly string[] = [];
  /** What its walks of changes say is of another kind now. */
  changedKinds: readonly { readonly kind: CrmRecordKind; readonly crmId: string }[] = [];
  /** The deals that its reads by id say are something else. */
  noDeals: readonly string[] = [];
  /** Ids that it fails to answer for in its reads by id. */
  unanswered: readonly string[] = [];
  /** What it does not let us read. */
  gaps: readonly CrmGap[] = [];
  /** What the CRM's own report of won deals says. */
  wonDeals: readonly CrmWonDeal[] = [];
  pageSize = 2;
  accessToken = "access-1";
  timeZone = "US/Eastern";
  appUrl = "https://crm.test";
  /** What the account says of its year. */
  fiscal: FiscalCalendar | null = null;
  /** The fields of deals beyond the usual ones that each stretch was read with. */
  readonly readWith: { readonly subject: string; readonly fields: ExtraFields }[] = [];
  refreshes = 0;
  refreshAnswer: () => Promise<Result<Grant, CrmFailure>> = async () => {
    this.accessToken = `access-${this.refreshes + 1}`;
    return ok(
      buildGrant({
        accessToken: this.accessToken,
        refreshToken: `refresh-${this.refreshes + 1}`,
        expiresAt: "2026-11-19T12:00:00.000Z",
      }),
    );
  };
  /** Runs before each answer, so that a test can let the world change meanwhile. */
  onCall: (call: CrmCall) => void = () => undefined;

  put(...records: readonly CrmRecord[]): void {
    for (const record of records) this.records.set(`${record.kind}:${record.crmId}`, record);
  }

  failOn(on: string, ...failures: readonly CrmFailure[]): void {
    for (const failure of failures) this.failures.push({ on, failure });
  }

  readonly port: CrmPort = {
    limits: HUBSPOT_LIMITS,
    pollOverlapSeconds: 300,
    contactsEverySeconds: 0,
    authorizeUrl: ({ state }) => `https://crm.test/authorize?state=${state}`,
    exchangeCode: async ({ code }) =>
      code === "good" ? ok(buildGrant()) : err({ reason: "rejected", status: 400, detail: "BAD_AUTH_CODE" }),
    refresh: async () => {
      this.refreshes += 1;
      return this.refreshAnswer();
    },
    readNotice: async () => err("unreadable"),
    client: (options) => this.clientWith(options),
  };

  /** Which kinds a CRM that counts calls says have changes; all of them unless a test says otherwise. */
  changedOf: (wanted: readonly ChangesWanted[]) => readonly CrmRecordKind[] = (wanted) =>
    wanted.map(({ kind }) => kind);

  private clientWith({
    accessToken: token,
    throttle,
    onRateLimited,
    extraProperties: fields,
  }: ClientOptions): CrmClient {
    const answer = async <T>(
      method: string,
      subject: string,
      value: () => T,
    ): Promise<Result<T, CrmFailure>> => {
      const held = await throttle("general");
      if (held) return err(held);
      const call = { method, subject };
      this.calls.push(call);
      this.tokensUsed.push(token);
      this.onCall(call);
      if (token !== this.accessToken) return err({ reason: "token_expired" });
      const at = this.failures.findIndex(({ on }) => `${method}:${subject}`.startsWith(on));
      const failing = at < 0 ? undefined : this.failures.splice(at, 1)[0];
      if (failing?.failure.reason === "rate_limited") onRateLimited?.(failing.failure);
      return failing ? err(failing.failure) : ok(value());
    };
    const list = (keep: (record: CrmRecord) => boolean, cursor: string | null): CrmPage => {
      const all = [...this.records.values()].filter(keep);
      const from = Number(cursor ?? 0);
      const to = from + this.pageSize;
      return {
        records: all.slice(from, to),
        rejections: [],
        next: to < all.length ? String(to) : null,
        total: all.length,
      };
    };
    return {
      fetchAccount: () =>
        answer("fetchAccount", "", () => ({
          crmId: "42",
          name: "Example account",
          timeZone: this.timeZone,
          homeCurrency: "USD",
          currencies: ["USD"],
          fiscal: this.fiscal,
          appUrl: this.appUrl,
        })),
      fetchPeople: () => answer("fetchPeople", "", () => ({ people: [], teams: [], gaps: this.gaps })),
      fetchPipelines: () => answer("fetchPipelines", "", () => []),
      fetchRates: () => answer("fetchRates", "", () => []),
      fetchByIds: (kind, asked) =>
        answer("fetchByIds", `${kind}:${asked.join(",")}`, () => {
          const live = (id: string) => this.records.get(`${kind}:${this.merges.get(id) ?? id}`);
          const others = kind === "deal" ? this.noDeals : [];
          const unread = asked.filter((id) => this.unanswered.includes(id));
          const ids = asked.filter((id) => !unread.includes(id));
          return {
            records: ids.flatMap((id) => live(id) ?? []).filter((record) => !record.archived),
            rejections: unread.map((crmId) => ({ kind, crmId, path: NOT_ANSWERED })),
            missing: ids.filter((id) => !others.includes(id) && (live(id)?.archived ?? true)),
            others: others.filter((id) => ids.includes(id)),
            merged: ids.flatMap((from) => {
              const into = this.merges.get(from);
              return into === undefined ? [] : [{ from, into }];
            }),
          };
        }),
      fetchStretch: (stretch, cursor) => {
        const kind = "of" in stretch ? stretch.of : "deal";
        this.readWith.push({ subject: `${kind}:${stretch.kind}`, fields });
        return answer("fetchStretch", `${kind}:${stretch.kind}`, () =>
          list((record) => record.kind === kind && !record.archived, cursor),
        );
      },
      findChangedKinds: (wanted) => answer("findChangedKinds", "", () => this.changedOf(wanted)),
      fetchChanged: (kind, since, cursor) =>
        answer("fetchChanged", kind, () => ({
          ...list((record) => record.kind === kind && !record.archived && record.modifiedAt >= since, cursor),
          gone: this.changedKinds,
        })),
      fetchArchived: (kind, cursor) =>
        answer("fetchArchived", kind, () => ({
          ...list((record) => record.kind === kind && record.archived, cursor),
          gone: this.gone,
        })),
      fetchContacts: (since, cursor) =>
        answer("fetchContacts", since === null ? "all" : "changed", () => {
          const found = [...this.contacts].filter(([, { modifiedAt }]) => modifiedAt >= (since ?? ""));
          const from = Number(cursor ?? 0);
          const to = from + this.pageSize;
          const contacts = found.slice(from, to).map(([contactId, { persons }]) => ({ contactId, persons }));
          return { contacts, next: to < found.length ? String(to) : null };
        }),
      fetchQuotas: () => answer("fetchQuotas", "", () => []),
      fetchDealFields: () => answer("fetchDealFields", "", () => []),
      fetchWonDeals: () => answer("fetchWonDeals", "", () => this.wonDeals),
      allowance: () => ({ limit: 110, remaining: 100, windowSeconds: 10 }),
    };
  }
}

/**
 * What the Worker tells, as far as these extensions draw it. HubSpot bundles this folder alone, so nothing can be
 * imported from the contracts: a test holds these types and the contract together.
 */
import { hubspot } from "@hubspot/ui-extensions";

const TIMEOUT_MILLISECONDS = 15_000;

export type Tone = "good" | "warn" | "bad" | "quiet";

/** What "Why this number?" opens. */
export interface ExplainTarget {
  readonly metric: string;
  readonly memberId: string;
  readonly from: string;
  readonly to: string;
  /** Of attainment: which quota. */
  readonly quotaMetric?: string | undefined;
}

export interface StatusView {
  readonly state: string;
  readonly tone: Tone;
  readonly label: string;
}

/** Percentages of the quota; `label` is the bar in a sentence. */
export interface BarView {
  readonly percent: number;
  readonly added: number | null;
  readonly paceLabel: string | null;
  readonly scale: number;
  readonly tone: Tone;
  readonly label: string;
}

export interface FactView {
  readonly label: string;
  readonly value: string;
  readonly hint: string | null;
  readonly explain: ExplainTarget | null;
}

export interface QuotaLine {
  readonly metric: string;
  /** The quota that the card itself is about. */
  readonly main: boolean;
  readonly label: string;
  readonly status: StatusView;
  readonly bar: BarView | null;
  readonly percent: string;
  readonly result: string;
  readonly quota: string;
  readonly toGo: string;
  readonly perWorkingDay: string;
  readonly projected: string;
  readonly hint: string;
  readonly explain: ExplainTarget | null;
  /** Of what follows from the quota: null where there is no figure; absent in answers of an older Standings. */
  readonly explainEach?:
    | Readonly<Record<"toGo" | "perWorkingDay" | "projected", ExplainTarget | null>>
    | undefined;
}

/** The way through the period, a point for each working day. */
export interface PaceView {
  readonly title: string;
  readonly days: readonly {
    readonly day: string;
    readonly label: string;
    readonly result: number | null;
    readonly pace: number;
  }[];
  readonly quota: number;
  readonly labels: {
    readonly result: string;
    readonly pace: string;
    readonly quota: string;
    readonly range: string;
    readonly day: string;
  };
  readonly projectedRange: string | null;
  readonly label: string;
}

export interface DealEffect {
  readonly title: string;
  readonly amount: string | null;
  readonly steps: readonly { readonly label: string; readonly from: string; readonly to: string }[];
  readonly bar: BarView | null;
  readonly sentences: readonly string[];
}

/** The quota card, every text already in the viewer's words. */
export interface QuotaView {
  readonly title: string;
  readonly period: {
    readonly grain: string;
    readonly label: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  };
  readonly status: StatusView;
  readonly hero: {
    readonly text: string;
    readonly hint: string;
    /** Null where there is no figure yet; absent in answers of an older Standings. */
    readonly explain?: ExplainTarget | null | undefined;
  };
  readonly result: { readonly text: string; readonly of: string; readonly explain: ExplainTarget } | null;
  readonly bar: BarView | null;
  readonly facts: readonly FactView[];
  readonly workingDays: string;
  readonly notes: readonly string[];
  readonly openDeals: {
    readonly label: string;
    readonly value: string;
    /** Whose deals they are, and with which close dates; absent in answers of an older Standings. */
    readonly opens?: OpenedDeals | null | undefined;
  } | null;
  readonly rank: {
    readonly text: string;
    readonly movement: { readonly direction: string; readonly label: string } | null;
    readonly hint: string;
  } | null;
  readonly quotas: readonly QuotaLine[];
  readonly chart: PaceView | null;
  readonly footnote: string | null;
  readonly deal: DealEffect | null;
  readonly sync: { readonly state: string; readonly label: string };
  readonly words: {
    readonly openStandings: string;
    readonly whyThisNumber: string;
    readonly period: string;
    readonly quota: string;
    readonly progress: string;
    readonly result: string;
    readonly toGo: string;
    readonly perDay: string;
    readonly projected: string;
    readonly status: string;
    readonly retry: string;
  };
}

/** What asking for the card came to. */
export type CardAnswer =
  | { readonly kind: "ok"; readonly view: QuotaView }
  | {
      readonly kind: "problem";
      readonly title: string;
      readonly detail: string;
      readonly action: string | null;
      /** Words of the button where trying again may help. */
      readonly retry: string | null;
    }
  | { readonly kind: "unreachable" };

/** Which card: of which record, for which kind of period, in whose language. */
export interface CardQuestion {
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly grain: string | null;
  readonly locale: string;
}

/** The card of the person who looks. HubSpot signs the call and says who that is. */
export async function fetchCard(standingsUrl: string, question: CardQuestion): Promise<CardAnswer> {
  const asked = Object.entries(question).filter(([, value]) => value !== null);
  const raw = await post(`${standingsUrl}/embed/hubspot/quota-card`, Object.fromEntries(asked));
  return readCard(raw);
}

/** A way into Standings that can be used once, within a minute. */
export interface Ticket {
  readonly url: string;
  /** Whether the account wants our pages inline, in HubSpot's experimental frame. */
  readonly inlineFrame: boolean;
}

/** Null when Standings did not let the person in, or did not answer: HubSpot does not tell which. */
export async function fetchTicket(standingsUrl: string): Promise<Ticket | null> {
  const raw = await post(`${standingsUrl}/embed/hubspot/ticket`, {});
  if (!isRecord(raw) || typeof raw.url !== "string") return null;
  return { url: raw.url, inlineFrame: raw.inlineFrame === true };
}

/** What Standings opens at: its own address reads the same words. */
export type Opening = Readonly<Record<string, string>>;

/** "Why this number?" of a figure, over the page of its person: Standings reads the figure in this order. */
export function openingOf({ memberId, metric, from, to, quotaMetric }: ExplainTarget): Opening {
  const figure = [metric, memberId, from, to, ...(quotaMetric === undefined ? [] : [quotaMetric])];
  return { page: "person", member: memberId, explain: figure.join(",") };
}

/** Whose open deals are shown, and with which close dates. */
export interface OpenedDeals {
  readonly member: string;
  readonly from: string;
  readonly to: string;
}

/** The deals that are due, over the page of their person: Standings reads them in this order. */
export function openingOfDeals({ member, from, to }: OpenedDeals): Opening {
  return { page: "person", member, deals: [member, from, to].join(",") };
}

/** The address with what to open; the ticket behind `#` stays where it is. */
export function addressOf(ticket: Ticket, opening: Opening): string {
  const address = new URL(ticket.url);
  for (const [name, value] of Object.entries(opening)) address.searchParams.set(name, value);
  return address.href;
}

/** Null for whatever is no answer in JSON: HubSpot rejects in ways that it does not describe. */
async function post(url: string, body: Record<string, unknown>): Promise<unknown> {
  try {
    const response = await hubspot.fetch(url, { method: "POST", timeout: TIMEOUT_MILLISECONDS, body });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** An answer that is neither a card nor a problem counts as none. */
export function readCard(raw: unknown): CardAnswer {
  if (!isRecord(raw)) return { kind: "unreachable" };
  if (raw.status === "ok" && isView(raw.view)) return { kind: "ok", view: raw.view };
  if (raw.status !== "problem" || typeof raw.title !== "string") return { kind: "unreachable" };
  return {
    kind: "problem",
    title: raw.title,
    detail: textOr(raw.detail, ""),
    action: textOr(raw.action, null),
    retry: textOr(raw.retry, null),
  };
}

const PARTS = ["period", "status", "hero", "sync", "words"] as const;
const LISTS = ["facts", "notes", "quotas"] as const;

/** Looks at the frame of the card: the Worker checked what is in it. */
function isView(raw: unknown): raw is QuotaView {
  if (!isRecord(raw)) return false;
  return PARTS.every((part) => isRecord(raw[part])) && LISTS.every((list) => Array.isArray(raw[list]));
}

function isRecord(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === "object" && raw !== null;
}

function textOr<T>(raw: unknown, otherwise: T): string | T {
  return typeof raw === "string" ? raw : otherwise;
}

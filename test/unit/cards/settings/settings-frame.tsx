import { act, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { vi } from "vitest";
import type { MemberChange, MemberDescription, MemberList } from "../../../../shared/contracts/api.ts";
import type { DealFields } from "../../../../shared/contracts/counting.ts";
import type { Role } from "../../../../shared/contracts/ids.ts";
import type { TenantSettings } from "../../../../shared/contracts/settings.ts";
import type { WordBook } from "../../../../shared/wording/words.ts";
import { DISPLAYS_WORDS } from "../../../../ui-extension/cards/displays/words/book.ts";
import { AnswerCache } from "../../../../ui-extension/cards/host/answer-cache.ts";
import { ApiClient } from "../../../../ui-extension/cards/host/api-client.ts";
import { LiveFeed } from "../../../../ui-extension/cards/host/live-feed.ts";
import { AnswerCacheContext } from "../../../../ui-extension/cards/host/use-answer.ts";
import SettingsPage from "../../../../ui-extension/cards/settings/page.tsx";
import { SETTINGS_WORDS } from "../../../../ui-extension/cards/settings/words/book.ts";
import { searchOf } from "../../../../ui-extension/cards/standings/address.ts";
import { type PageContext, PageProvider } from "../../../../ui-extension/cards/standings/page-context.ts";
import { buildSession } from "../../../builders/session.ts";

/** Two of three pipelines count. */
export const SETTINGS: TenantSettings = {
  version: 4,
  statusLimits: { onTrackFrom: 1, atRiskFrom: 0.8 },
  clubLine: null,
  inlineFrame: false,
  period: null,
  metric: "deals_won",
  pipelines: [
    { id: "new", label: "New business", included: true },
    { id: "renewals", label: "Renewals", included: true },
    { id: "partners", label: "Partners", included: false },
  ],
  counting: {
    calendar: { weekStart: 1, weekend: [6, 7], holidays: ["2026-12-25"], fiscal: { kind: "crm" } },
    events: {},
    pending: false,
  },
  defaults: { period: "this_month", metric: "deals_won" },
};

export function buildPerson(id: string, more: Partial<MemberDescription> = {}): MemberDescription {
  return {
    id,
    crmId: `crm-${id}`,
    name: id,
    teamId: null,
    role: "member",
    active: true,
    joinedOn: null,
    leftOn: null,
    privacy: "named",
    managesTeamIds: [],
    region: null,
    department: null,
    ...more,
  };
}

/** What was sent to be changed. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string | null;
}

/** A server of settings and people in memory, with versions as the real one keeps them. */
export class SettingsServer {
  settings: TenantSettings = SETTINGS;
  people: MemberList = {
    members: [
      buildPerson("maya", { name: "Maya Okafor", teamId: "east" }),
      buildPerson("lukas", { name: "Lukas Brandt", region: "North" }),
      buildPerson("grace", { name: "Grace Holm", role: "owner" }),
    ],
    teams: [
      { id: "east", crmId: "1", name: "Sales East", parentId: null },
      { id: "north", crmId: "2", name: "Sales North", parentId: null },
    ],
  };
  leave: unknown = { leave: [] };
  dealFields: DealFields = {
    fields: [
      { name: "arr", label: "Annual recurring revenue", holds: "amount" },
      { name: "sdr", label: "SDR", holds: "person" },
    ],
  };
  readonly sent: Sent[] = [];
  /** Answers before anything else, once, to the method and path. */
  readonly once = new Map<string, () => Response>();

  readonly fetch: typeof fetch = async (address, init) => {
    const path = String(address).replace("/api/v1/", "");
    const method = init?.method ?? "GET";
    const body: unknown = init?.body ? JSON.parse(String(init.body)) : undefined;
    if (method !== "GET" && path !== "live/ticket") {
      this.sent.push({ method, path, body, ifMatch: new Headers(init?.headers).get("if-match") });
    }
    const told = this.once.get(`${method} ${path}`);
    this.once.delete(`${method} ${path}`);
    return told ? told() : this.#answer(method, path, body);
  };

  #answer(method: string, path: string, body: unknown): Response {
    if (path === "settings") {
      if (method === "PATCH") this.settings = { ...this.settings, version: this.settings.version + 1 };
      return Response.json(this.settings);
    }
    if (path === "settings/deal-fields") return Response.json(this.dealFields);
    if (path === "members") return Response.json(this.people);
    if (path === "display-keys") return Response.json({ keys: [] });
    if (path.endsWith("/leave")) {
      if (method === "PUT") this.leave = body;
      return Response.json(this.leave);
    }
    const member = this.people.members.find(({ id }) => path === `members/${id}`);
    return member ? this.#patchMember(member, body) : refusal(404, "not-found");
  }

  #patchMember(member: MemberDescription, body: unknown): Response {
    // The page sends what it was told against the contract.
    const change = body as MemberChange;
    const { role, roleByHand } = change;
    const changed: MemberDescription = {
      ...member,
      ...change,
      role: role ?? member.role,
      ...(role === undefined ? {} : { roleByHand: role !== null && roleByHand !== false }),
    };
    const members = this.people.members.map((each) => (each === member ? changed : each));
    this.people = { ...this.people, members };
    return Response.json(changed);
  }
}

/** A refusal as the server words it. */
export function refusal(status: number, name: string, errors?: readonly object[]): Response {
  const body = { type: `/problems/${name}`, title: "No", status, requestId: "r1", ...(errors && { errors }) };
  return Response.json(body, { status });
}

/** Nothing is loading or being saved. */
export async function settled(): Promise<void> {
  await act(async () => undefined);
  await waitFor(() => {
    if (document.querySelector('[aria-busy="true"]')) throw new Error("Something is under way");
  });
}

export function button(name: string): HTMLElement {
  return screen.getByRole("button", { name });
}

/** Presses a button and waits for what comes of it. */
export async function press(name: string): Promise<void> {
  fireEvent.click(button(name));
  await settled();
}

export function type(label: string, value: string): void {
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
}

/** The page within its frame. `leave` is what a way out of the page calls. */
export async function openSettings(
  server: SettingsServer,
  options: { readonly role?: Role; readonly section?: string; readonly crm?: "hubspot" | "salesforce" } = {},
) {
  let guard: ((go: () => void) => void) | null = null;
  const api = new ApiClient({ tokenFor: () => Promise.resolve("token"), fetch: server.fetch });
  const words = new Map<unknown, object>([
    [SETTINGS_WORDS, await SETTINGS_WORDS.en()],
    [DISPLAYS_WORDS, await DISPLAYS_WORDS.en()],
  ]);
  const { role = "admin", crm = "hubspot" } = options;
  const context: PageContext = {
    page: window,
    api,
    session: buildSession({
      role,
      member: { id: "maya", crmId: "crm-maya", teamId: "east" },
      tenant: { crm },
    }),
    locale: { language: "en-GB", timeZone: "UTC" },
    language: "en",
    live: new LiveFeed(window, api),
    liveState: "offline",
    // What a book of words holds is of the type that the book says.
    wordsOf: <Words extends object>(book: WordBook<Words>) => (words.get(book) as Words | undefined) ?? null,
    navigate: vi.fn(),
    guardLeaving: (ask) => {
      guard = ask;
      return () => {
        guard = null;
      };
    },
    hrefOf: (target) => searchOf(target, ""),
    explain: vi.fn(),
    openDeals: () => undefined,
    openRecord: vi.fn(),
  };
  const query = options.section ? `section=${options.section}` : "";
  const view = render(
    <AnswerCacheContext.Provider value={new AnswerCache()}>
      <PageProvider value={context}>
        <SettingsPage route={new URLSearchParams(query)} />
      </PageProvider>
    </AnswerCacheContext.Provider>,
  );
  await settled();
  const leave = (go: () => void) => (guard ? guard(go) : go());
  return { ...view, context, leave };
}

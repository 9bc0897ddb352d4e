import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Person } from "../../organisation/organisation.ts";
import { createZoneClock } from "../../organisation/zone-clock.ts";
import { requestTicket } from "../../simulators/hubspot/pages/embed.ts";
import { tableOf } from "../../simulators/hubspot/portal/portal.ts";
import { launchChromium } from "../../tools/chromium.ts";
import { type Product, startProduct } from "../../tools/product.ts";
import { type BoardAnswer, countedPipelines, openApi, type StandingsApi } from "../../tools/standings-api.ts";

/** So long until something that comes by itself, such as a change in the CRM, is given up: a busy machine is slow. */
export const PATIENCE = { timeout: 60_000 } as const;
const PATIENCE_MILLISECONDS = PATIENCE.timeout;

/** The whole product with a Chromium in front of it. */
export interface Stage {
  readonly product: Product;
  readonly browser: Browser;
  /** With the rights of an admin. */
  readonly api: StandingsApi;
  /** Whose open deals would count. */
  readonly pipelines: readonly string[];
  stop(): Promise<void>;
}

let shared: Promise<Stage> | undefined;

/** The one stage of all tests of the cards: most of their time would go into starting others. */
export function sharedStage(): Promise<Stage> {
  shared ??= startStage();
  return shared;
}

/** Ends it, if it was started. */
export async function stopSharedStage(): Promise<void> {
  await (await shared)?.stop();
}

/** Starts a product with a small account that is read to its end. */
async function startStage(): Promise<Stage> {
  const product = await startProduct({
    state: "cards",
    simulator: { scale: 0.1, rateLimits: { enabled: false } },
  });
  try {
    await product.install();
    const [tenant] = await product.untilLive();
    const key = await product.apiKey(tenant?.id ?? "");
    const api = openApi(() => product.worker.url, key);
    const pipelines = await countedPipelines(api);
    const browser = await launchChromium();
    const stop = async () => {
      await browser.close();
      await product.stop();
    };
    return { product, browser, api, pipelines, stop };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

/** A page in the CRM's own place. */
export interface Opened {
  readonly page: Page;
  /** Our page in it, where it is one of those that hold it in a frame. */
  readonly board: FrameLocator;
}

/** Opens an address of the CRM as somebody of the account; in a page of its own without one that is given. */
export async function openAs(stage: Stage, person: Person, address: string, given?: Page): Promise<Opened> {
  const page = given ?? (await newPage(stage));
  const url = new URL(address, stage.product.simulator.url);
  url.searchParams.set("as", person.userId);
  await page.goto(url.href);
  return { page, board: page.frameLocator("iframe#app") };
}

/** A page of somebody in New York, which shares nothing with others. */
export async function newPage(stage: Stage): Promise<Page> {
  const context = await stage.browser.newContext({
    locale: "en-US",
    timezoneId: "America/New_York",
    viewport: { width: 1280, height: 900 },
    // A page that shows it is live would move for as long as it is open, and a dozen of them are.
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MILLISECONDS);
  return context.newPage();
}

/** Opens Standings inside the CRM, at a page and with its choices. */
export function openStandings(
  stage: Stage,
  person: Person,
  choices: Readonly<Record<string, string>>,
  given?: Page,
): Promise<Opened> {
  const { portalId } = stage.product.simulator.portal;
  return openAs(stage, person, `/app/${portalId}/standings?${new URLSearchParams(choices)}`, given);
}

/** Notes all that a page is sent by the API and over its socket, as its network tab would show it. */
export function overhear(page: Page): () => Promise<string> {
  const heard: Promise<string>[] = [];
  page.on("response", (answer) => {
    // A page that is left takes its answers with it.
    if (answer.url().includes("/api/v1/")) heard.push(answer.text().catch(() => ""));
  });
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => heard.push(Promise.resolve(String(payload))));
  });
  return async () => (await Promise.all(heard)).join("\n");
}

/** Waits until the page says that changes come by themselves. */
export async function untilLive(board: FrameLocator): Promise<void> {
  await board.getByText(/^Live\b/).waitFor();
}

/** The places of a board, without the head and what stands between. */
export function placesOf(board: FrameLocator): Locator {
  return board
    .getByRole("table", { name: /^Leaderboard/ })
    .getByRole("row")
    .filter({ has: board.getByRole("rowheader") });
}

/** People who are there, in the order of the account; nobody who signs in for two. */
export function peopleOf(stage: Stage, role: Person["role"]): readonly Person[] {
  const { people } = stage.product.simulator.portal;
  const isOnce = ({ userId }: Person) => people.filter((other) => other.userId === userId).length === 1;
  return people.filter((person) => person.leftAt === null && person.role === role && isOnce(person));
}

/** The first of them. */
export function firstOf(stage: Stage, role: Person["role"]): Person {
  const [person] = peopleOf(stage, role);
  if (!person) throw new Error(`The account has no ${role}`);
  return person;
}

/** First and last name, as every page shows them. */
export function nameOf({ firstName, lastName }: Person): string {
  return `${firstName} ${lastName}`;
}

/** Today on the account's clock. */
export function today(stage: Stage): string {
  return createZoneClock(stage.product.simulator.portal.timeZone).dayOf(Date.now());
}

/** An open deal whose win would count, wholly for its owner. */
export interface OpenDeal {
  readonly id: string;
  readonly address: string;
  readonly wonStage: string;
  readonly owner: Person;
}

/** One open deal of each rep who has any; the deals are in the account's own currency. */
export function openDeals(stage: Stage): readonly OpenDeal[] {
  const { portal } = stage.product.simulator;
  const reps = peopleOf(stage, "rep");
  const found = new Map<string, OpenDeal>();
  for (const deal of tableOf(portal, "deals").all()) {
    const { dealstage, pipeline = "", amount, hubspot_owner_id, deal_currency_code } = deal.properties;
    const stages = portal.pipelines.find(({ id }) => id === pipeline)?.stages ?? [];
    const stand = stages.find(({ id }) => id === dealstage);
    const wonStage = stages.find(({ probability }) => probability === 1)?.id;
    const owner = reps.find(({ ownerId }) => ownerId === hubspot_owner_id);
    if (deal.archivedAt !== null || !stand || stand.closed || portal.splits.has(deal.id)) continue;
    if (!(Number(amount) > 0) || deal_currency_code !== portal.homeCurrency) continue;
    if (!stage.pipelines.includes(pipeline ?? "") || !wonStage || !owner || found.has(owner.userId)) continue;
    const address = `/contacts/${portal.portalId}/record/0-3/${deal.id}`;
    found.set(owner.userId, { id: deal.id, address, wonStage, owner });
  }
  return [...found.values()];
}

interface MemberAnswer {
  readonly members: readonly {
    readonly id: string;
    readonly crmId: string;
    readonly teamId: string;
    readonly active: boolean;
  }[];
}

/** Somebody as Standings knows them. */
export async function memberOf(stage: Stage, person: Person): Promise<MemberAnswer["members"][number]> {
  const { members } = await stage.api.get<MemberAnswer>("members");
  const member = members.find(({ crmId }) => crmId === person.ownerId);
  if (!member) throw new Error(`Standings does not know ${nameOf(person)}`);
  return member;
}

interface SheetAnswer {
  readonly quotas: readonly {
    readonly metric: string;
    readonly subject: { readonly kind: string; readonly id: string | null };
    readonly period: { readonly grain: string; readonly from: string };
    readonly amount: number | null;
  }[];
  readonly periods: readonly { readonly grain: string; readonly from: string; readonly to: string }[];
}

/** The fiscal month of today. */
export async function monthOf(stage: Stage): Promise<{ readonly grain: string; readonly from: string }> {
  const { periods } = await stage.api.get<SheetAnswer>("quotas");
  const day = today(stage);
  const month = periods.find(({ grain, from, to }) => grain === "month" && from <= day && day <= to);
  if (!month) throw new Error(`No month holds ${day}`);
  return { grain: month.grain, from: month.from };
}

/** Sets somebody's revenue quota of this month, in minor units. */
export async function setQuota(stage: Stage, person: Person, amountMinor: number): Promise<void> {
  const { id } = await memberOf(stage, person);
  const sheet = await stage.api.ask("quotas");
  const quota = {
    metric: "revenue_closed",
    subject: { kind: "member", id },
    period: await monthOf(stage),
    amount: amountMinor,
    effectiveFrom: null,
  };
  const saved = await stage.api.ask("quotas", {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": sheet.headers.get("etag") ?? "" },
    body: JSON.stringify({ quotas: [quota] }),
  });
  if (!saved.ok) throw new Error(`The quota was refused: ${await saved.text()}`);
}

/** Somebody's revenue quota of this month as it is kept, in minor units; null without. */
export async function keptQuota(stage: Stage, person: Person): Promise<number | null> {
  const [{ id }, month, { quotas }] = await Promise.all([
    memberOf(stage, person),
    monthOf(stage),
    stage.api.get<SheetAnswer>("quotas"),
  ]);
  const kept = quotas.find(
    ({ metric, subject, period }) =>
      metric === "revenue_closed" &&
      subject.id === id &&
      period.grain === month.grain &&
      period.from === month.from,
  );
  return kept?.amount ?? null;
}

/** Somebody's revenue of this month, in minor units. */
export async function revenueOf(stage: Stage, person: Person): Promise<number> {
  const board = await stage.api.get<BoardAnswer>("leaderboard?metric=revenue_closed&period=this_month");
  return board.rows.find(({ member }) => member?.crmId === person.ownerId)?.value ?? 0;
}

/** Changes somebody in Standings: role, teams they lead, privacy. */
export async function changeMember(
  stage: Stage,
  person: Person,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { id } = await memberOf(stage, person);
  const changed = await stage.api.ask(`members/${id}`, {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(change),
  });
  if (!changed.ok) throw new Error(`The change was refused: ${await changed.text()}`);
}

/** A ticket for somebody who looks at an extension, as `hubspot.fetch` would bring it. */
export async function ticketOf(stage: Stage, person: Person): Promise<string> {
  const { simulation, portal } = stage.product.simulator;
  const answer = await requestTicket(simulation, portal, person);
  if ("problem" in answer) throw new Error(answer.problem);
  return answer.ticket;
}

/** Minor units of what money on a page says: "−$1,234.50" is -123450. */
export function centsOf(text: string): number {
  const sign = /[-−]/.test(text) ? -1 : 1;
  return sign * Math.round(Number(text.replace(/[^\d.]/g, "")) * 100);
}

/** Waits until something on a page says what it should. */
export async function expectText(locator: Locator, text: string | RegExp): Promise<void> {
  const said = expect.poll(async () => (await locator.textContent())?.trim(), PATIENCE);
  await (typeof text === "string" ? said.toBe(text) : said.toMatch(text));
}

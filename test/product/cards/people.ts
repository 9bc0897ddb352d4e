import type { FrameLocator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../../organisation/organisation.ts";
import type { BoardAnswer } from "../../tools/standings-api.ts";
import {
  centsOf,
  changeMember,
  expectText,
  firstOf,
  memberOf,
  monthOf,
  nameOf,
  newPage,
  openStandings,
  overhear,
  PATIENCE,
  peopleOf,
  placesOf,
  type Stage,
  setQuota,
  sharedStage,
  ticketOf,
  untilLive,
} from "./stage.ts";

/** An amount that stands nowhere else. */
const PEER_QUOTA_MINOR = 76_543_210;
const YEAR = { page: "leaderboard", metric: "revenue_closed", period: "this_year" };
const PLACES_ON_A_SCREEN = 8;

let stage: Stage;
/** Who closed most this year, and whom it takes several deals to explain. */
let best: { readonly person: Person; readonly valueMinor: number };

beforeAll(async () => {
  stage = await sharedStage();
  const board = await stage.api.get<BoardAnswer>(
    "leaderboard?metric=revenue_closed&period=last_year&all=true",
  );
  const reps = peopleOf(stage, "rep");
  for (const { member, value } of board.rows) {
    const person = reps.find(({ ownerId }) => ownerId === member?.crmId);
    if (!person || value === null) continue;
    best = { person, valueMinor: value };
    break;
  }
});

/** Chooses an entry of one of our selects. */
async function choose(board: FrameLocator, select: string, option: string): Promise<void> {
  await board.getByRole("button", { name: new RegExp(`^${select} `) }).click();
  await board.getByRole("option", { name: option, exact: true }).click();
}

/** A session of somebody, as their page has one. */
async function sessionOf(person: Person): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const opened = await fetch(`${stage.product.worker.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ticket: await ticketOf(stage, person) }),
  });
  const { token } = (await opened.json()) as { token: string };
  return (path, init = {}) =>
    fetch(`${stage.product.worker.url}/api/v1/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers },
    });
}

describe("a manager", () => {
  it("filters by team, opens a person, and finds the records that a figure is made of", async () => {
    const lead = peopleOf(stage, "manager").find(({ teamId }) => teamId === best.person.teamId);
    const team = stage.product.simulator.portal.teams.find(({ id }) => id === best.person.teamId);
    if (!lead || !team) throw new Error("The best rep has no team with a manager");
    const { teamId } = await memberOf(stage, best.person);
    await changeMember(stage, lead, { role: "manager", managesTeamIds: [teamId] });

    const { board } = await openStandings(stage, lead, { ...YEAR, period: "last_year" });
    await choose(board, "Team", team.name);
    const places = placesOf(board);
    await places.filter({ hasText: team.name }).first().waitFor();
    const outside = places.filter({ hasNotText: team.name });
    await expect.poll(() => outside.count(), PATIENCE).toBe(0);
    expect(await places.count()).toBeGreaterThan(1);

    await places.getByRole("link", { name: nameOf(best.person) }).click();
    await board.getByRole("heading", { level: 1, name: nameOf(best.person) }).waitFor();
    const whole = `$${Math.round(best.valueMinor / 100).toLocaleString("en-US")}`;
    const figure = board.getByRole("button", { name: `${whole}. Why this number? Revenue Closed` });
    await figure.click();
    const exact = (best.valueMinor / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });

    const drawer = board.getByRole("dialog");
    await drawer.getByRole("heading", { name: exact.replace(/\.00$/, "") }).waitFor();
    const records = drawer.getByRole("table", { name: "Records behind the figure" });
    await drawer.getByText("add up exactly").waitFor();
    const amounts = await records.locator("tbody tr:has(a) td:last-child").allTextContents();
    expect(amounts.length).toBeGreaterThan(1);
    const total = records.locator("tfoot").getByRole("cell").last();
    expect(amounts.reduce((sum, text) => sum + centsOf(text), 0)).toBe(best.valueMinor);
    expect(centsOf((await total.textContent()) ?? "")).toBe(best.valueMinor);
    const { portalId } = stage.product.simulator.portal;
    for (const link of await records.getByRole("link").all()) {
      expect(await link.getAttribute("href")).toContain(`/contacts/${portalId}/record/0-3/`);
    }
    await drawer.getByRole("button", { name: "Close" }).click();
    await drawer.waitFor({ state: "detached" });
  });
});

describe("a member", () => {
  let member: Person;
  let peer: Person;

  beforeAll(async () => {
    const [one, other] = peopleOf(stage, "rep");
    if (!one || !other) throw new Error("The account has fewer than two reps");
    member = one;
    peer = other;
    await setQuota(stage, member, 30_000_00);
    await setQuota(stage, peer, PEER_QUOTA_MINOR);
  });

  it("reads quotas of their own and can change none, and finds no page for admins", async () => {
    const { board } = await openStandings(stage, member, { page: "quotas" });
    await board.getByText("Only admins and owners can change quotas.").waitFor();
    // Of this month alone: the others have none.
    const quota = board.getByRole("button", { name: "$30,000. Why this number?" });
    await quota.first().waitFor();
    expect(await quota.count()).toBe(1);
    await quota.click();
    const drawer = board.getByRole("dialog");
    await drawer.getByText("Set for this person").waitFor();
    await drawer.getByRole("button", { name: "Close" }).click();
    expect(await board.getByRole("textbox").count()).toBe(0);
    expect(await board.getByRole("grid").count()).toBe(0);
    expect(await board.getByRole("link", { name: "Connection" }).count()).toBe(0);
    for (const page of ["connection", "install"]) {
      const refused = await openStandings(stage, member, { page });
      await refused.board.getByRole("heading", { name: "This page is for admins" }).waitFor();
    }
  });

  it("is refused by the server too", async () => {
    const ask = await sessionOf(member);
    const [{ id: memberId }, { id: peerId }] = await Promise.all([
      memberOf(stage, member),
      memberOf(stage, peer),
    ]);
    const quota = {
      metric: "revenue_closed",
      subject: { kind: "member", id: memberId },
      period: await monthOf(stage),
      amount: 1,
      effectiveFrom: null,
    };
    const tag = (await ask("quotas")).headers.get("etag") ?? "";
    const asked: readonly (readonly [string, RequestInit?])[] = [
      ["quotas", { method: "PUT", headers: { "if-match": tag }, body: JSON.stringify({ quotas: [quota] }) }],
      ["quotas/import"],
      [`members/${memberId}`, { method: "PATCH", body: JSON.stringify({ role: "admin" }) }],
      [`members/${peerId}/standing?period=this_month`],
      [`cards/quota?member=${peerId}`],
      ["reconciliation?period=this_quarter"],
      ["display-keys"],
    ];
    for (const [path, init] of asked) {
      expect({ path, status: (await ask(path, init)).status }).toEqual({ path, status: 403 });
    }
  });

  it("is sent no quota of a peer, whatever page they open", async () => {
    const { id } = await memberOf(stage, peer);
    const page = await newPage(stage);
    const told = overhear(page);
    for (const choices of [YEAR, { page: "quotas" }, { page: "person", member: id }, { page: "standing" }]) {
      const { board } = await openStandings(stage, member, choices, page);
      await board.getByRole("heading", { level: 1 }).waitFor();
      await untilLive(board);
      await page.waitForLoadState("networkidle");
    }
    const texts = await told();
    expect(texts).toContain("3000000");
    expect(texts).not.toContain(String(PEER_QUOTA_MINOR));
  });
});

describe("a board without a line", () => {
  it("keeps what it shows, says how old it is, and goes on by itself", async () => {
    const { page, board } = await openStandings(stage, firstOf(stage, "rep"), YEAR);
    const places = placesOf(board);
    await places.first().waitFor();
    await untilLive(board);
    const before = await places.count();
    const period = board.getByRole("group", { name: "Period" });

    await page.context().setOffline(true);
    await board.getByText("Offline").waitFor();
    expect(await places.count()).toBe(before);
    await period.getByRole("button", { name: "This week" }).click();
    await board.getByRole("heading", { name: "You are offline" }).waitFor();
    await page.context().setOffline(false);
    await places.first().waitFor();
    await untilLive(board);
    await expectText(board.getByRole("heading", { level: 1 }), "Revenue closed, this week");
    await expect.poll(() => board.getByRole("alert").count(), PATIENCE).toBe(0);
  });

  it("goes on after its session is nearly over, with another", async () => {
    const { page, board } = await openStandings(stage, firstOf(stage, "rep"), YEAR);
    await page.clock.install();
    await page.reload();
    await placesOf(board).first().waitFor();
    const renewed = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/session/renewal"));
    await page.clock.fastForward("14:30");
    await board.getByRole("group", { name: "Period" }).getByRole("button", { name: "This month" }).click();
    expect((await renewed).status()).toBe(200);
    await placesOf(board).first().waitFor();
    expect(await board.getByRole("alert").count()).toBe(0);
  });
});

describe("a screen on the wall", () => {
  it("shows the best places without private names, and rests when its key is taken back", async () => {
    const { person } = best;
    await changeMember(stage, person, { privacy: "anonymous" });
    const made = await stage.api.ask("display-keys", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ label: "Hall", metric: "revenue_closed", period: "last_year", by: "member" }),
    });
    const { id, url } = (await made.json()) as { id: string; url: string };
    const page = await newPage(stage);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.clock.install();
    const told = overhear(page);
    await page.goto(url);
    const places = page
      .getByRole("table")
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader") });
    await places.first().waitFor();
    expect(await places.count()).toBe(PLACES_ON_A_SCREEN);
    expect(await places.filter({ hasText: "Private member" }).count()).toBeGreaterThan(0);
    expect(await page.getByText(nameOf(person)).count()).toBe(0);
    expect(await told()).not.toContain(person.lastName);

    const revoked = await stage.api.ask(`display-keys/${id}`, { method: "DELETE" });
    expect(revoked.status).toBe(204);
    await page.clock.fastForward("00:31");
    await page.getByRole("heading", { name: "This display has been disconnected" }).waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
  });
});

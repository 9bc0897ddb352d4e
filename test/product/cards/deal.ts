import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { formatPercentDown } from "../../../shared/wording/numbers.ts";
import {
  changeMember,
  expectText,
  memberOf,
  nameOf,
  newPage,
  type OpenDeal,
  openAs,
  openDeals,
  openStandings,
  PATIENCE,
  peopleOf,
  revenueOf,
  type Stage,
  setQuota,
  sharedStage,
  ticketOf,
  today,
  untilLive,
} from "./stage.ts";

const QUOTA_MINOR = 40_000_00;
/** More than anybody sells in a month. */
const WHALE = "1234567.89";
const WHALE_MINOR = 1_234_567_89;
/** Beyond the time after which an open card looks again by itself. */
const THREE_MINUTES = "03:00";

let stage: Stage;
/** Deals of two reps; the first is won in the course of the tests. */
let deals: readonly OpenDeal[];

beforeAll(async () => {
  stage = await sharedStage();
  deals = openDeals(stage).slice(0, 2);
});

function dealOf(at: number): OpenDeal {
  const deal = deals[at];
  if (!deal) throw new Error("Fewer than two reps have an open deal");
  return deal;
}

/** The card that HubSpot draws in the sidebar of the record. */
function sidebarCard(page: Page): Locator {
  return page.locator("section", { has: page.getByRole("heading", { name: "Quota and pace" }) });
}

/** What stands under a label of the card, such as "0% → 10%" under "Quota". */
function figure(card: Locator, label: string): Locator {
  return card.getByRole("term").filter({ hasText: label }).locator("xpath=following-sibling::*[1]").first();
}

/** Fills the form of the record as a rep would, and waits until HubSpot has it. */
async function save(
  page: Page,
  change: { amount?: string; closeDate?: string; stage?: string },
): Promise<void> {
  if (change.amount !== undefined) await page.getByLabel("Amount").fill(change.amount);
  if (change.closeDate !== undefined) await page.getByLabel("Close date").fill(change.closeDate);
  if (change.stage !== undefined) await page.getByLabel("Stage").selectOption(change.stage);
  await page.getByRole("button", { name: "Save" }).click();
  await expectText(page.locator("#saved"), "Saved");
}

/** "0% → 10%" of the quota, whatever the arrow is. */
function fromTo(fromMinor: number, toMinor: number): RegExp {
  return new RegExp(`^${share(fromMinor)} \\S ${share(toMinor)}$`);
}

function share(minor: number): string {
  return formatPercentDown((minor * 100) / QUOTA_MINOR, "en-US");
}

describe("a rep on a deal record", () => {
  let deal: OpenDeal;
  let before: number;

  beforeAll(async () => {
    for (const { owner } of deals) await setQuota(stage, owner, QUOTA_MINOR);
    deal = dealOf(0);
    before = await revenueOf(stage, deal.owner);
  });

  it("sees what the deal would change, and a changed amount at once", async () => {
    const { page } = await openAs(stage, deal.owner, deal.address);
    const card = sidebarCard(page);
    await card.getByRole("heading", { name: "If this deal closes" }).waitFor();

    await save(page, { amount: "4000", closeDate: today(stage) });
    await expectText(figure(card, "Quota"), fromTo(before, before + 4_000_00));
    await expectText(figure(card, "Rank"), /^[#=]\d+ \S [#=]\d+$/);

    await save(page, { amount: WHALE });
    await expectText(figure(card, "Quota"), fromTo(before, before + WHALE_MINOR));
    await expectText(figure(card, "Rank"), / #1$/);
    await card.getByText("That reaches the quota.").waitFor();
    await card.getByText("$1,234,568").first().waitFor();
  });

  it("closes it, and quota and place change on the record and on an open board", async () => {
    const choices = { page: "leaderboard", metric: "revenue_closed", period: "this_month" };
    const { board } = await openStandings(stage, deal.owner, choices);
    const row = board.getByRole("row", { name: nameOf(deal.owner) });
    await row.waitFor();
    await untilLive(board);

    const { page } = await openAs(stage, deal.owner, deal.address);
    const card = sidebarCard(page);
    await card.getByRole("heading", { name: "If this deal closes" }).waitFor();
    await save(page, { amount: WHALE, closeDate: today(stage), stage: deal.wonStage });

    await expectText(row.getByRole("cell").first(), "1");
    const whole = Math.round((before + WHALE_MINOR) / 100).toLocaleString("en-US");
    await row.getByRole("button", { name: `$${whole}` }).waitFor();
    await card.getByRole("heading", { name: "This deal is won" }).waitFor();
    await card.getByRole("heading", { name: share(before + WHALE_MINOR), exact: true }).waitFor();
    await card.getByText("Quota reached").waitFor();
  });

  it("opens Standings over the record, and comes back to it", async () => {
    const { page } = await openAs(stage, deal.owner, deal.address);
    await sidebarCard(page).getByRole("button", { name: "Open standings" }).click();
    const modal = page.getByRole("dialog");
    const inside = modal.frameLocator("iframe");
    await inside.getByRole("heading", { level: 1, name: nameOf(deal.owner) }).waitFor();
    await inside.getByRole("link", { name: "Leaderboard" }).click();
    await inside.getByRole("row", { name: nameOf(deal.owner) }).waitFor();
    await modal.getByRole("button", { name: "Close" }).click();
    await modal.waitFor({ state: "detached" });
    await sidebarCard(page).getByRole("button", { name: "Open standings" }).waitFor();
  });

  it("opens the records behind the quota from the card", async () => {
    const { page } = await openAs(stage, deal.owner, deal.address);
    await sidebarCard(page).getByRole("button", { name: "Why this number?" }).click();
    const drawer = page.getByRole("dialog").frameLocator("iframe").getByRole("dialog");
    await drawer.getByRole("link").first().waitFor();
    const links = await drawer
      .getByRole("link")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(links.some((href) => href?.endsWith(deal.address))).toBe(true);
  });
});

describe("somebody else on a deal record", () => {
  it("who leads its owner sees the owner's quota and place", async () => {
    const deal = dealOf(1);
    const { teamId } = await memberOf(stage, deal.owner);
    const lead = peopleOf(stage, "manager").find((manager) => manager.teamId === deal.owner.teamId);
    if (!lead) throw new Error("The team has no manager");
    await changeMember(stage, lead, { role: "manager", managesTeamIds: [teamId] });
    const { page } = await openAs(stage, deal.owner, deal.address);
    await save(page, { amount: "4000", closeDate: today(stage) });
    const earned = await revenueOf(stage, deal.owner);
    const effect = fromTo(earned, earned + 4_000_00);
    await expectText(figure(sidebarCard(page), "Quota"), effect);

    const { page: leading } = await openAs(stage, lead, deal.address);
    const card = sidebarCard(leading);
    await expectText(figure(card, `Quota, ${nameOf(deal.owner)}`), effect);
    await card.getByText(`This deal belongs to ${nameOf(deal.owner)}.`).waitFor();
  });

  it("who is a peer is told that it changes nothing, and no figure of the owner", async () => {
    const deal = dealOf(1);
    const peer = peopleOf(stage, "rep").find(
      ({ userId, teamId }) => userId !== deal.owner.userId && teamId === deal.owner.teamId,
    );
    if (!peer) throw new Error("The owner has no peer");
    const { page } = await openAs(stage, peer, deal.address);
    const card = sidebarCard(page);
    await card.getByText("This deal belongs to").waitFor();
    expect(
      await card
        .getByRole("term")
        .filter({ hasText: nameOf(deal.owner) })
        .count(),
    ).toBe(0);
  });
});

describe("the quota card of its own", () => {
  it("keeps what it shows without a line, says so, and goes on by itself", async () => {
    const deal = dealOf(0);
    const page = await newPage(stage);
    await page.clock.install();
    const ticket = await ticketOf(stage, deal.owner);
    await page.goto(`${stage.product.worker.url}/cards/quota-card/#ticket=${ticket}`);
    const result = page.getByRole("button", { name: "closed. Why this number?" });
    await result.waitFor();
    const shown = await result.textContent();
    await page.context().setOffline(true);
    await page.clock.fastForward(THREE_MINUTES);
    await page.getByText("No connection. These figures may be out of date.").waitFor();
    expect(await result.textContent()).toBe(shown);
    await page.context().setOffline(false);
    await expect.poll(() => page.getByText("No connection.").count(), PATIENCE).toBe(0);
    expect(await result.textContent()).toBe(shown);
  });
});

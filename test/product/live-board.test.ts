import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableOf } from "../simulators/hubspot/portal/portal.ts";
import { launchChromium } from "../tools/chromium.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { countedPipelines, openApi } from "../tools/standings-api.ts";

const PERIOD = "metric=revenue_closed&period=this_month";

/** What the page says while the socket is open. */
const LIVE = ".live-now";

let product: Product;
let browser: Browser;
let counted: readonly string[];

beforeAll(async () => {
  product = await startProduct({
    state: "live-board",
    simulator: { scale: 0.1, rateLimits: { enabled: false } },
  });
  browser = await launchChromium();
  await product.install();
  const [tenant] = await product.untilLive();
  const key = await product.apiKey(tenant?.id ?? "");
  counted = await countedPipelines(openApi(() => product.worker.url, key));
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A page in the CRM's own place, as somebody of the portal. */
async function openAs(address: string): Promise<{ readonly page: Page; readonly board: FrameLocator }> {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "America/New_York" });
  const page = await context.newPage();
  await page.goto(`${product.simulator.url}${address}`);
  return { page, board: page.frameLocator("iframe") };
}

/** An open deal of an active rep, in a pipeline that counts, with an amount that its win will add. */
function openDeal(): {
  readonly id: string;
  readonly wonStage: string;
  readonly ownerName: string;
  readonly userId: string;
} {
  const { portal } = product.simulator;
  for (const deal of tableOf(portal, "deals").all()) {
    const { dealstage, pipeline, amount, hubspot_owner_id, deal_currency_code } = deal.properties;
    const stages = portal.pipelines.find(({ id }) => id === pipeline)?.stages ?? [];
    const isOpen = stages.some(
      ({ id, probability }) => id === dealstage && probability > 0 && probability < 1,
    );
    const wonStage = stages.find(({ probability }) => probability === 1)?.id;
    const owner = portal.people.find(({ ownerId }) => ownerId === hubspot_owner_id);
    const usable = deal.archivedAt === null && isOpen && Number(amount) > 0 && deal_currency_code === "USD";
    if (usable && counted.includes(pipeline ?? "") && wonStage && owner?.leftAt === null) {
      return {
        id: deal.id,
        wonStage,
        ownerName: `${owner.firstName} ${owner.lastName}`,
        userId: owner.userId,
      };
    }
  }
  throw new Error("The portal has no open deal of an active person");
}

describe("the leaderboard inside the CRM", () => {
  it("changes on an open page when a deal is won on its record page", async () => {
    const { portal } = product.simulator;
    const deal = openDeal();
    const watching = await openAs(`/app/${portal.portalId}/standings?as=${deal.userId}&${PERIOD}`);
    const row = watching.board.locator("tr", { hasText: deal.ownerName });
    await row.waitFor();
    await watching.board.locator(LIVE).waitFor();
    const before = await row.locator(".value-button").textContent();

    const selling = await openAs(`/contacts/${portal.portalId}/record/0-3/${deal.id}?as=${deal.userId}`);
    await selling.page.getByLabel("Stage").selectOption(deal.wonStage);
    await selling.page.getByLabel("Amount").fill("1234567");
    await selling.page.getByRole("button", { name: "Save" }).click();

    await expect.poll(() => row.locator(".value-button").textContent(), { timeout: 20_000 }).not.toBe(before);
    await expect.poll(() => row.locator(".rank").textContent()).toBe("1");
    expect(await row.getAttribute("class")).toContain("mine");
  });

  it("opens a figure into records that add up to it, with their pages in the CRM", async () => {
    const { portal } = product.simulator;
    const deal = openDeal();
    const { board } = await openAs(`/app/${portal.portalId}/standings?as=${deal.userId}&${PERIOD}`);
    await board.locator("tr.mine").getByRole("button", { name: "why this number" }).click();
    const drawer = board.getByRole("dialog");
    const figure = await drawer.locator(".figure").textContent();
    const amounts = await drawer.locator("section").first().locator("td.number").allTextContents();
    const cents = amounts.reduce(
      (sum, text) => sum + Math.round(Number(text.replace(/[^\d.-]/g, "")) * 100),
      0,
    );
    expect(figure).toBe(`$${Math.round(cents / 100).toLocaleString("en-US")}`);
    const links = await drawer
      .locator("a")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href")));
    for (const link of links) expect(link).toContain(`/contacts/${portal.portalId}/record/0-3/`);
  });

  it("shows the last known board as old when nobody answers, and goes on by itself", async () => {
    const { portal } = product.simulator;
    const { page, board } = await openAs(`/app/${portal.portalId}/standings?${PERIOD}`);
    await board.locator(LIVE).waitFor();
    await page.context().setOffline(true);
    const period = board.getByRole("group", { name: "Period" });
    await period.getByRole("button", { name: "This quarter" }).click();
    await board.getByRole("alert").waitFor();
    await page.context().setOffline(false);
    await board.getByRole("button", { name: "Try again" }).click();
    await board.locator("tbody tr").first().waitFor();
    await board.locator(LIVE).waitFor();
    expect(await board.locator("h1").textContent()).toBe("Revenue closed, this quarter");
  });
});

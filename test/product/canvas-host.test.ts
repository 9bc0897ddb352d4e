import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tableOf } from "../simulators/salesforce/org/org.ts";
import type { SalesforceSimulator } from "../simulators/salesforce/start.ts";
import { startSalesforceSimulator } from "../simulators/salesforce/start.ts";
import { launchChromium } from "../tools/chromium.ts";

/** So long until something that comes by itself is given up: a busy machine is slow. */
const PATIENCE = { timeout: 60_000 } as const;

let simulator: SalesforceSimulator;
let browser: Browser;

beforeAll(async () => {
  simulator = await startSalesforceSimulator({ seed: 7, scale: 0.02 });
  // The example app is of another origin than its host, as every canvas app is.
  simulator.simulation.app.canvasUrl = `${simulator.url.replace("localhost", "127.0.0.1")}/canvas/example`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await simulator?.close();
});

async function openApp(path: string): Promise<{ readonly page: Page; readonly app: FrameLocator }> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE.timeout);
  await page.goto(simulator.url + path);
  const app = page.frameLocator("iframe[name^='canvas-frame-']");
  await app.locator("#received").filter({ hasText: "." }).waitFor();
  return { page, app };
}

async function requestOf(app: FrameLocator): Promise<string> {
  return (await app.locator("#received").textContent()) ?? "";
}

/** What the host answered last. */
async function toldAfter(app: FrameLocator, button: string): Promise<unknown> {
  await app.locator(button).click();
  const told = app.locator("#told");
  await told.filter({ hasText: "{" }).waitFor();
  return JSON.parse((await told.textContent()) ?? "null");
}

it("answers the script of Salesforce in the frame of an app of another origin", async () => {
  const { page, app } = await openApp("/lightning/n/Standings");
  const first = await requestOf(app);
  const renewed = await toldAfter(app, "#refresh");
  expect(renewed).toMatchObject({
    refresh: { status: 200, payload: { response: expect.stringContaining(".") } },
  });
  expect(JSON.stringify(renewed)).not.toContain(first);
  await page.close();
});

it("posts a new signed request into the frame when the app asks for one", async () => {
  const { page, app } = await openApp("/lightning/page/home");
  const first = await requestOf(app);
  await app.locator("#renew").click();
  await expect.poll(() => requestOf(app), PATIENCE).not.toBe(first);
  await page.close();
});

it("gives the context, the events and the size that the app asks for, and no data", async () => {
  const deal = tableOf(simulator.org, "Opportunity").byCursor()[0];
  const { page, app } = await openApp(`/lightning/r/Opportunity/${deal?.id}/view`);
  const parameters = { place: "record", recordId: deal?.id };
  expect(await toldAfter(app, "#context")).toMatchObject({
    context: { status: 200, payload: { environment: { parameters } } },
  });
  const told = () => app.locator("#told").textContent();
  await app.locator("#ajax").click();
  await expect.poll(told, PATIENCE).toContain('"status":403');
  await app.locator("#publish").click();
  await expect.poll(told, PATIENCE).toBe('{"event":{"dealId":"1"}}');
  await app.locator("#grow").click();
  const height = () => page.locator("iframe[name^='canvas-frame-']").evaluate((frame) => frame.clientHeight);
  await expect.poll(height, PATIENCE).toBe(612);
  await page.close();
});

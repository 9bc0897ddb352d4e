/** Our page and Salesforce's own canvas script, each on the other's side of the frame. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, Frame, Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../organisation/organisation.ts";
import type { SalesforceSimulator } from "../simulators/salesforce/start.ts";
import type { StandingsApi } from "../tools/standings-api.ts";

/** So long until something that comes by itself is given up: a busy machine is slow. */
const PATIENCE = { timeout: 60_000 } as const;
/** A page of the org, whose content the host takes the place of. */
const HOST_PATH = "/lightning/page/home";
const INSTANCE_ID = "_:Standings_Canvas:record";
const FRAME_NAME = `canvas-frame-${INSTANCE_ID}`;
/** The frame that Salesforce gives a card on a record, below which a card does not go. */
const LOWEST_PIXELS = 480;
const QUOTA_MINOR = 40_000_00;
const NEARLY_OVER_MILLISECONDS = 14.5 * 60_000;

/** A deal on whose record the card stands. */
export interface CardDeal {
  readonly id: string;
  readonly owner: Person;
}

/** The product that runs, and where to look at it. */
export interface CanvasStage {
  readonly browser: Browser;
  readonly workerUrl: string;
  readonly salesforce: SalesforceSimulator;
  /** With the rights of an admin. */
  readonly api: StandingsApi;
  /** The org's day, such as 2026-11-22. */
  today(): string;
  openDeal(): CardDeal;
}

/** What a page says to Salesforce. */
interface Said {
  readonly seq: number;
  readonly targetModule: string;
  readonly body: {
    readonly type: string;
    readonly config: { readonly client: Readonly<Record<string, unknown>> };
    readonly size?: { readonly height: string; readonly width: string };
  };
}

interface Told {
  readonly status: number;
  readonly payload: { readonly response: string; readonly environment: { readonly parameters: unknown } };
}

type Client = Readonly<Record<string, unknown>>;

declare global {
  /** Of `canvas-all.js`, as far as it is used here. */
  var Sfdc: {
    readonly canvas: {
      decode(text: string): string;
      readonly client: {
        refreshSignedRequest(take: (told: Told) => void): void;
        ctx(take: (told: Told) => void, client: Client): void;
        resize(client: Client, size: { readonly height: string }): void;
      };
    };
  };
  /** What came out of the frame: by the script, or in text. */
  var heard: readonly (Said | string)[];
}

/**
 * A page of Salesforce that hears and answers through Salesforce's own script alone. Before each answer it tells of an
 * event, as the page around other canvases does.
 */
function hostPage(action: string, signedRequest: string): string {
  return `<!doctype html><title>Host</title><iframe name="${FRAME_NAME}" title="Standings"></iframe>
<style>iframe { display: block; border: 0; width: 400px; height: ${LOWEST_PIXELS}px }</style>
<form method="post" action="${action}" target="${FRAME_NAME}"><input name="signed_request" value="${signedRequest}"></form>
<script src="/canvas/sdk/canvas-all.js"></script>
<script>
  const frame = document.querySelector("iframe");
  const { origin } = new URL("${action}");
  const { xd, isNil } = Sfdc.canvas;
  const say = (message) => xd.post({ ...message, parentVersion: "66.0" }, origin, frame.contentWindow);
  window.heard = [];
  xd.receive(async (message) => {
    heard.push(message);
    const { type, size } = message.body;
    if (type === "resize" && !isNil(size.height)) frame.style.height = size.height;
    if (type !== "refresh") return;
    say({ type: "event", payload: { name: "acme.opened", method: "onData", payload: { response: "no.answer" } } });
    say({ type: "callback", seq: message.seq, status: 200, payload: { response: await signAnew() } });
  }, origin);
  document.querySelector("form").submit();
</script>`;
}

/** The frame with our page in it, once the card is drawn. */
async function cardIn(page: Page): Promise<Frame> {
  await page
    .frameLocator(`iframe[name="${FRAME_NAME}"]`)
    .getByRole("heading", { name: "If this deal closes" })
    .waitFor();
  const frame = page.frame(FRAME_NAME);
  if (!frame) throw new Error("The page has no frame for the canvas");
  return frame;
}

/** What was said about something, as the script of Salesforce reads it. */
async function saidOf(page: Page, type: string): Promise<readonly Said[]> {
  const all = await page.evaluate(() =>
    heard.map((said) => (typeof said === "string" ? said : JSON.stringify(said))),
  );
  return all.map((said) => JSON.parse(said) as Said).filter(({ body }) => body.type === type);
}

/** How often a height was asked for, and which last. */
async function heightsOf(page: Page): Promise<{ readonly count: number; readonly last: string | undefined }> {
  const asked = await saidOf(page, "resize");
  return { count: asked.length, last: asked.at(-1)?.body.size?.height };
}

/** How high the card is; null while its frame is not as high as that, or scrolls. */
async function settledHeight(frame: Frame): Promise<number | null> {
  const { content, scroll, inner } = await frame.evaluate(() => ({
    content: Math.ceil(document.getElementById("app")?.getBoundingClientRect().height ?? 0),
    scroll: document.documentElement.scrollHeight,
    inner: window.innerHeight,
  }));
  return inner === Math.max(content, LOWEST_PIXELS) && scroll <= inner ? content : null;
}

async function untilSettled(frame: Frame, isRight: (height: number) => boolean): Promise<number> {
  const fits = async () => {
    const height = await settledHeight(frame);
    return height !== null && isRight(height);
  };
  await expect.poll(fits, PATIENCE).toBe(true);
  return (await settledHeight(frame)) ?? 0;
}

/** Lets the browser draw some more frames. */
function drawOn(frame: Frame): Promise<void> {
  return frame.evaluate(async () => {
    for (let left = 20; left > 0; left -= 1) await new Promise((drawn) => requestAnimationFrame(drawn));
  });
}

/** A quota of this month, so that the card has all its parts and is higher than its frame. */
async function setQuota({ api, salesforce, today, openDeal }: CanvasStage): Promise<void> {
  const [{ members }, sheet] = await Promise.all([
    api.get<{ readonly members: readonly { readonly id: string; readonly crmId: string }[] }>("members"),
    api.ask("quotas"),
  ]);
  const { periods } = (await sheet.json()) as {
    readonly periods: readonly { readonly grain: string; readonly from: string; readonly to: string }[];
  };
  const userId = salesforce.org.places.users.get(openDeal().owner.userId);
  const owner = members.find(({ crmId }) => crmId === userId);
  const month = periods.find(({ grain, from, to }) => grain === "month" && from <= today() && today() <= to);
  const quota = {
    metric: "revenue_closed",
    subject: { kind: "member", id: owner?.id },
    period: { grain: "month", from: month?.from },
    amount: QUOTA_MINOR,
    effectiveFrom: null,
  };
  const saved = await api.ask("quotas", {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": sheet.headers.get("etag") ?? "" },
    body: JSON.stringify({ quotas: [quota] }),
  });
  expect([saved.ok, await saved.text()]).toEqual([true, expect.anything()]);
}

let opened: Page | null = null;

async function newPage({ browser }: CanvasStage): Promise<Page> {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(PATIENCE.timeout);
  opened = await context.newPage();
  return opened;
}

interface Card {
  /** The page of Salesforce. */
  readonly page: Page;
  /** Our page in it. */
  readonly card: Frame;
}

/** The card in a host that is Salesforce's script, loaded by a signed request that was used before. */
async function openInHost(stage: CanvasStage): Promise<Card> {
  const { salesforce, workerUrl } = stage;
  const { id, owner } = stage.openDeal();
  const user = salesforce.org.places.users.get(owner.userId) ?? "";
  const sign = () => salesforce.signedRequestFor(user, "record", id);
  const used = sign();
  const embed = `${workerUrl}/embed/salesforce`;
  const body = new URLSearchParams({ signed_request: used });
  expect((await fetch(embed, { method: "POST", body, redirect: "manual" })).status).toBe(303);
  const page = await newPage(stage);
  await page.exposeFunction("signAnew", sign);
  await page.goto(`${salesforce.url}${HOST_PATH}`);
  await page.setContent(hostPage(embed, used));
  return { page, card: await cardIn(page) };
}

/** The card on the record page of Salesforce, which notes every text that comes out of the frame. */
async function openOnRecord(stage: CanvasStage, { id, owner }: CardDeal): Promise<Card> {
  const { org, url } = stage.salesforce;
  const as = org.places.users.get(owner.userId) ?? "";
  const page = await newPage(stage);
  await page.addInitScript(() => {
    const texts: string[] = [];
    globalThis.heard = texts;
    addEventListener("message", ({ data }) => texts.push(String(data)));
  });
  await page.goto(`${url}/lightning/r/Opportunity/${id}/view?${new URLSearchParams({ as, org: org.id })}`);
  return { page, card: await cardIn(page) };
}

async function theScriptIsHost(stage: CanvasStage): Promise<void> {
  const { page, card } = await openInHost(stage);
  const client = { oauthToken: "null", instanceId: INSTANCE_ID, targetOrigin: "*" };
  expect((await saidOf(page, "refresh")).map(({ body }) => body.config)).toEqual([{ client }]);

  const narrow = await untilSettled(card, (height) => height > LOWEST_PIXELS);
  expect(await heightsOf(page)).toMatchObject({ last: `${narrow}px` });
  const resizeFrame = (width: string) =>
    page.locator("iframe").evaluate((element, to) => element.style.setProperty("width", to), width);
  await resizeFrame("760px");
  await untilSettled(card, (height) => height !== narrow);
  await resizeFrame("400px");
  expect(await untilSettled(card, (height) => height === narrow)).toBe(narrow);
}

async function heightsComeToRest(stage: CanvasStage): Promise<void> {
  const { page, card } = await openInHost(stage);
  const first = await untilSettled(card, (height) => height > LOWEST_PIXELS);
  await drawOn(card);
  const before = await heightsOf(page);
  await card.evaluate(() => {
    const more = document.createElement("div");
    document.getElementById("app")?.append(more);
    for (const height of [300, 10, 900, 240]) {
      more.style.height = `${height}px`;
      more.getBoundingClientRect();
    }
  });
  await untilSettled(card, (height) => height === first + 240);
  await drawOn(card);
  expect(await heightsOf(page)).toEqual({ count: before.count + 1, last: `${first + 240}px` });
  await card.evaluate(() => document.getElementById("app")?.lastElementChild?.remove());
  await untilSettled(card, (height) => height === first);
  await drawOn(card);
  expect(await heightsOf(page)).toEqual({ count: before.count + 2, last: `${first}px` });
}

/** What the script says in our page's own frame, by the client of a signed request that it asks for. */
async function speakBeside({ page, card }: Card, deal: CardDeal, height: number): Promise<void> {
  const renewed = await card.evaluate(
    () => new Promise<Told>((take) => Sfdc.canvas.client.refreshSignedRequest(take)),
  );
  const client = await card.evaluate(
    (signed) => (JSON.parse(Sfdc.canvas.decode(signed.split(".")[1] ?? "")) as { client: Client }).client,
    renewed.payload.response,
  );
  expect([renewed.status, client.instanceId]).toEqual([200, INSTANCE_ID]);
  const context = await card.evaluate(
    (given) => new Promise<Told>((take) => Sfdc.canvas.client.ctx(take, given)),
    client,
  );
  const parameters = { place: "record", recordId: deal.id };
  expect(context).toMatchObject({ status: 200, payload: { environment: { parameters } } });
  await resizeBeside({ page, card }, client, height + 100);
}

async function resizeBeside({ page, card }: Card, client: Client, pixels: number): Promise<void> {
  await card.evaluate(([by, height]) => Sfdc.canvas.client.resize(by, { height: `${height}px` }), [
    client,
    pixels,
  ] as const);
  const frameHeight = () => page.locator(`iframe[name="${FRAME_NAME}"]`).evaluate((one) => one.clientHeight);
  await expect.poll(frameHeight, PATIENCE).toBe(pixels);
}

async function theScriptIsBeside(stage: CanvasStage): Promise<void> {
  const deal = stage.openDeal();
  const { page, card } = await openOnRecord(stage, deal);
  const height = await untilSettled(card, (settled) => settled > LOWEST_PIXELS);
  const ourResize = (await saidOf(page, "resize")).at(-1);
  const sdk = createRequire(import.meta.url).resolve("@salesforce/canvas-js-sdk/js/canvas-all.js");
  await card.evaluate(await readFile(sdk, "utf8"));
  await speakBeside({ page, card }, deal, height);
  const [theirRefresh] = await saidOf(page, "refresh");
  // By the client that the script itself names where it was given none.
  const asked = Number.parseInt(ourResize?.body.size?.height ?? "", 10);
  await resizeBeside({ page, card }, theirRefresh?.body.config.client ?? {}, asked);
  const theirResize = (await saidOf(page, "resize")).at(-1);
  expect(ourResize).toEqual({ ...theirResize, seq: expect.any(Number) });

  // Our page renews its session beside it, and goes on.
  const posted = page.waitForResponse((answer) => answer.url().endsWith("/embed/salesforce"), PATIENCE);
  await page.clock.install({ time: Date.now() + NEARLY_OVER_MILLISECONDS });
  await card.getByRole("button", { name: /^Period / }).click();
  await card.getByRole("option", { name: /^Q[1-4]/ }).click();
  expect((await posted).status()).toBe(200);
  await card.getByRole("button", { name: /^Period Q[1-4]/ }).waitFor();
  const [, ourRefresh, ...more] = await saidOf(page, "refresh");
  expect([ourRefresh, more]).toEqual([{ ...theirRefresh, seq: expect.any(Number) }, []]);
}

/** The cases, on a product that the file of tests has started. */
export function tryCanvasPage(stageOf: () => CanvasStage): void {
  describe("our page and the canvas script of Salesforce", () => {
    beforeAll(() => setQuota(stageOf()));

    afterEach(async () => {
      await opened?.context().close();
      opened = null;
    });

    it("understand each other when the script is the host: it renews the session and follows the height", () =>
      theScriptIsHost(stageOf()));

    it("come to rest: one height for what is drawn at once, and none where nothing changed", () =>
      heightsComeToRest(stageOf()));

    it("say the same, and do not disturb each other, when the script is beside our code", () =>
      theScriptIsBeside(stageOf()));
  });
}

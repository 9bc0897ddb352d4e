import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Window } from "happy-dom";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { activeUsers } from "../../simulators/salesforce/api/users.ts";
import { tableOf } from "../../simulators/salesforce/org/org.ts";
import type { CanvasFrame } from "../../simulators/salesforce/pages/canvas-host.ts";
import { createCanvasHost } from "../../simulators/salesforce/pages/canvas-host.ts";
import type { Tamper } from "../../simulators/salesforce/serving/canvas-signature.ts";
import { signRequest } from "../../simulators/salesforce/serving/canvas-signature.ts";
import type { ConnectedSimulator } from "./connected-simulator.ts";
import { send, startConnected } from "./connected-simulator.ts";

const SECRET = "canvas-secret";
const CANVAS_URL = "http://localhost:9/embed/salesforce";
const SDK = createRequire(import.meta.url).resolve("@salesforce/canvas-js-sdk/js/canvas-all.js");

let simulator: ConnectedSimulator;

beforeAll(async () => {
  simulator = await startConnected({ canvasSecrets: [SECRET, "an older secret"], canvasUrl: CANVAS_URL });
});
afterEach(() => {
  simulator.simulation.settings.canvasPermission = "admin_approved";
});
afterAll(() => simulator.close());

function firstUser() {
  const [user] = activeUsers(simulator.org);
  if (!user) throw new Error("The org has no users");
  return user;
}

function someDeal() {
  const [deal] = tableOf(simulator.org, "Opportunity").having("IsDeleted", false);
  if (!deal) throw new Error("The org has no deals");
  return deal;
}

function envelopeIn(signedRequest: string) {
  return JSON.parse(Buffer.from(signedRequest.split(".")[1] ?? "", "base64").toString("utf8"));
}

function isSigned(signedRequest: string): boolean {
  const [signature, encoded = ""] = signedRequest.split(".");
  return createHmac("sha256", SECRET).update(encoded).digest("base64") === signature;
}

describe("a signed request", () => {
  it("is signed over the envelope as it is encoded", () => {
    // Known from elsewhere: the envelope with these members, signed with this secret.
    const known =
      "jXPbotAnKeljxWSGdsg6bdouD9Lu1bM0UAYL6JDDRhc=.eyJhbGdvcml0aG0iOiJITUFDU0hBMjU2IiwidXNlcklkIjoiMDA1MDAwMDAwMDAwMDAxQUFBIn0=";
    expect(signRequest({ userId: "005000000000001AAA" }, "SECRET-0000000000")).toBe(known);
  });

  it("tells who looks and where, with the record in the parameters alone", () => {
    const user = firstUser();
    const deal = someDeal();
    const envelope = envelopeIn(simulator.signedRequestFor(user.id, "record", deal.id));
    expect(envelope).toMatchObject({
      algorithm: "HMACSHA256",
      userId: user.id,
      client: { instanceUrl: simulator.url, targetOrigin: simulator.url, refreshToken: null },
      context: {
        user: { userId: user.id, userName: user.username, currencyISOCode: simulator.org.currency },
        organization: { organizationId: simulator.org.id, currencyIsoCode: simulator.org.currency },
        application: { authType: "SIGNED_REQUEST", canvasUrl: CANVAS_URL },
        environment: {
          displayLocation: "Aura",
          uiTheme: "Theme3",
          record: {},
          parameters: { place: "record", recordId: deal.id },
        },
      },
    });
    expect(envelope.context.user.profileId).toHaveLength(15);
  });

  it("carries a token that tells the same user", async () => {
    const user = firstUser();
    const { client } = envelopeIn(simulator.signedRequestFor(user.id, "tab"));
    const headers = { authorization: `Bearer ${client.oauthToken}` };
    const { json } = await send(`${simulator.url}/services/oauth2/userinfo`, { headers });
    expect(json.user_id).toBe(user.id);
  });

  it.each<Tamper>(["signature", "envelope", "secret"])("does not verify with a false %s", (tamper) => {
    const user = firstUser().id;
    expect(isSigned(simulator.signedRequestFor(user, "tab"))).toBe(true);
    expect(isSigned(simulator.signedRequestFor(user, "tab", null, { tamper }))).toBe(false);
  });
});

describe("the pages", () => {
  const pageAt = async (path: string) => String((await send(simulator.url + path)).json);

  it("post the signed request of the visitor into a frame of the canvas's name", async () => {
    const user = firstUser();
    const deal = someDeal();
    for (const [path, place] of [
      ["/lightning/n/Standings", "tab"],
      ["/lightning/page/home", "home"],
      [`/lightning/r/Opportunity/${deal.id}/view`, "record"],
    ]) {
      const text = await pageAt(`${path}?as=${user.id}`);
      expect(text).toContain(
        `<iframe class="${place === "tab" ? "tab" : ""}" name="canvas-frame-_:Standings_Canvas:${place}"`,
      );
      expect(text).toContain(`action="${CANVAS_URL}" target="canvas-frame-_:Standings_Canvas:${place}"`);
      const [, signed = ""] = /name="signed_request" value="([^"]+)"/.exec(text) ?? [];
      expect(isSigned(signed)).toBe(true);
      expect(envelopeIn(signed)).toMatchObject({
        userId: user.id,
        context: { environment: { parameters: { place } } },
      });
    }
  });

  it("load the app plainly for a user who has not consented, until that user has", async () => {
    simulator.simulation.settings.canvasPermission = "self_authorized";
    const user = activeUsers(simulator.org).at(-1);
    if (!user) throw new Error("The org has no users");
    const path = `/lightning/n/Standings?as=${user.id}`;
    const before = await pageAt(path);
    expect(before).toContain("_sfdc_canvas_authvalue=user_approval_required");
    expect(before).not.toContain("signed_request");
    await simulator.freshGrant(user.id);
    expect(await pageAt(path)).toContain("signed_request");
  });

  it("change a deal by its form, in the name of the visitor", async () => {
    const user = firstUser();
    const deal = someDeal();
    const won = tableOf(simulator.org, "OpportunityStage").having("IsWon", true);
    const [stage] = [...won].filter(({ fields }) => fields.IsActive === true);
    const body = new URLSearchParams({
      StageName: String(stage?.fields.ApiName),
      Amount: "4321.5",
      CloseDate: "2026-11-19",
      OwnerId: user.id,
    });
    const path = `${simulator.url}/lightning/r/Opportunity/${deal.id}/view?as=${user.id}`;
    const reply = await send(path, { method: "POST", body, headers: { accept: "application/json" } });
    expect(reply.status).toBe(200);
    expect(reply.json.values).toMatchObject({ Amount: "4321.5", CloseDate: "2026-11-19", OwnerId: user.id });
    expect(deal.fields).toMatchObject({ Amount: 4321.5, IsWon: true, LastModifiedById: user.id });
    const wrong = new URLSearchParams({ Amount: "a lot" });
    const refused = await send(path, {
      method: "POST",
      body: wrong,
      headers: { accept: "application/json" },
    });
    expect([refused.status, refused.json.message]).toEqual([400, expect.stringContaining("Amount")]);
  });

  it("list the deals, and answer at their first address", async () => {
    expect((await send(simulator.url)).headers.get("location")).toBe("/lightning/o/Opportunity/list");
    expect(await pageAt("/lightning/o/Opportunity/list")).toContain(`/lightning/r/Opportunity/`);
  });

  it("serve the scripts of both sides of the protocol", async () => {
    expect(await pageAt("/lightning/canvas-host.js")).not.toContain("interface ");
    expect(await pageAt("/canvas/sdk/canvas-all.js")).toContain("Sfdc.canvas.client");
  });
});

interface Client {
  readonly oauthToken: string;
  readonly instanceId: string;
  readonly targetOrigin: string;
}

/** What is used of Salesforce's own script. */
interface CanvasSdk {
  refreshSignedRequest(told: (answer: unknown) => void): void;
  repost(refresh?: boolean): void;
  ctx(told: (answer: unknown) => void, client: Client): void;
  resize(client: Client, size: { readonly height: string }): void;
  subscribe(client: Client, subscription: { name: string; onData: (payload: unknown) => void }): void;
  publish(client: Client, event: { name: string; payload: unknown }): void;
  ajax(url: string, settings: { client: Client; success: (answer: unknown) => void }): void;
}

/** An app's page with Salesforce's own script in it, in a frame of a host that keeps what it is asked to do. */
async function startFrame(host = createCanvasHost(), instanceId = "_:Standings_Canvas:tab") {
  const window = new Window({
    url: CANVAS_URL,
    settings: { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true },
  });
  const done = { loaded: [] as string[], sizes: [] as unknown[], sent: [] as unknown[] };
  const answers: Promise<void>[] = [];
  const frame: CanvasFrame = {
    instanceId,
    send: (data) => {
      window.dispatchEvent(new window.MessageEvent("message", { data, origin: simulator.url }));
    },
    renew: async () => simulator.signedRequestFor(firstUser().id, "tab"),
    load: (signedRequest) => done.loaded.push(signedRequest),
    resize: (size) => done.sizes.push(size),
  };
  const parent = {
    postMessage(data: unknown) {
      done.sent.push(data);
      answers.push(host.receive(frame, data));
    },
  };
  Reflect.set(window, "name", `canvas-frame-${instanceId}`);
  Object.defineProperty(window, "parent", { value: parent });
  window.eval(await readFile(SDK, "utf8"));
  const first = simulator.signedRequestFor(firstUser().id, "tab");
  host.add(frame, first);
  const sdk: CanvasSdk = window.eval("Sfdc.canvas.client");
  const settle = () => Promise.all(answers);
  return { ...done, host, frame, first, sdk, settle, client: envelopeIn(first).client as Client };
}

describe("the host, asked by Salesforce's own script", () => {
  it("answers with a new signed request, and posts it or the old one again", async () => {
    const { sdk, first, loaded, settle } = await startFrame();
    const told: unknown[] = [];
    sdk.refreshSignedRequest((answer) => told.push(answer));
    await settle();
    expect(told).toMatchObject([{ status: 200, payload: { response: expect.any(String) } }]);
    const [renewed] = told as { readonly payload: { readonly response: string } }[];
    expect(renewed?.payload.response).not.toBe(first);
    expect(isSigned(renewed?.payload.response ?? "")).toBe(true);
    sdk.repost();
    sdk.repost(true);
    await settle();
    expect(loaded[0]).toBe(renewed?.payload.response);
    expect(loaded[1]).not.toBe(loaded[0]);
  });

  it("tells the context, resizes the frame, and gives no data through the browser", async () => {
    const { sdk, client, sizes, settle } = await startFrame();
    const told: unknown[] = [];
    sdk.ctx((answer) => told.push(answer), client);
    sdk.resize(client, { height: "612px" });
    sdk.ajax(`${simulator.url}/services/data`, { client, success: (answer) => told.push(answer) });
    await settle();
    const organization = { organizationId: simulator.org.id };
    expect(told).toMatchObject([{ status: 200, payload: { organization } }, { status: 403 }]);
    expect(sizes).toEqual([{ height: "612px" }]);
  });

  it("brings events to those who subscribed to them", async () => {
    const host = createCanvasHost();
    const one = await startFrame(host, "_:Standings_Canvas:tab");
    const other = await startFrame(host, "_:Standings_Canvas:home");
    const heard: unknown[] = [];
    const client = { ...other.client, instanceId: "_:Standings_Canvas:home" };
    other.sdk.subscribe(client, { name: "standings.opened", onData: (payload) => heard.push(payload) });
    one.sdk.publish(one.client, { name: "standings.opened", payload: { dealId: "1" } });
    one.sdk.publish(one.client, { name: "standings.other", payload: {} });
    await Promise.all([one.settle(), other.settle()]);
    expect(heard).toEqual([{ dealId: "1" }]);
  });

  it("leaves alone what is no message, or names another frame", async () => {
    const { host, frame, loaded } = await startFrame();
    const body = { type: "repost", config: { client: { instanceId: "another" } } };
    const message = { seq: 1, src: "client", targetModule: "Canvas", body };
    for (const data of ["no JSON", JSON.stringify(message), { ...message }, JSON.stringify({ body })]) {
      await host.receive(frame, data);
    }
    expect(loaded).toEqual([]);
  });
});

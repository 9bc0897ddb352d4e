import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signatureV3 } from "../../simulators/hubspot/serving/signature.ts";
import type { InstalledSimulator } from "./installed-simulator.ts";
import { CLIENT, send, startInstalled, startReceiver } from "./installed-simulator.ts";

let simulator: InstalledSimulator;
let app: Awaited<ReturnType<typeof startReceiver>>;
let answer: { status: number; json?: unknown };

beforeAll(async () => {
  app = await startReceiver(() => answer);
  simulator = await startInstalled({ appUrl: app.url });
});
afterAll(async () => {
  await simulator.close();
  await app.close();
});

async function newDeal(): Promise<string> {
  const properties = { dealname: "<b>Deal</b>", amount: "10", closedate: "2026-11-30T22:00:00Z" };
  return (await simulator.control("POST", "/simulator/deals", { properties })).json.id;
}

function recordPath(id: string): string {
  return `/contacts/${simulator.portal.portalId}/record/0-3/${id}`;
}

function framePath(as: string): string {
  return `/app/${simulator.portal.portalId}/standings?as=${as}`;
}

describe("the page that shows the app in a frame", () => {
  it("asks the app for a ticket as hubspot.fetch would, and shows the app with it", async () => {
    answer = { status: 200, json: { ticket: "t-1", url: "/page#t-1" } };
    const person = simulator.portal.people[3];
    const page = await send(`${simulator.url}${framePath(person?.userId ?? "")}`, {});
    expect(page.json).toContain(`src="${app.url}/page#t-1"`);
    const asked = app.received.at(-1);
    const query = new URL(asked?.url ?? "", app.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      userId: person?.userId,
      portalId: String(simulator.portal.portalId),
      userEmail: person?.email,
      appId: String(simulator.simulation.app.appId),
    });
    expect(asked?.body).toBe("{}");
    const timestamp = String(asked?.headers["x-hubspot-request-timestamp"]);
    const signature = signatureV3(CLIENT.client_secret, {
      method: "POST",
      uri: app.url + asked?.url,
      body: "{}",
      timestamp,
    });
    expect(asked?.headers["x-hubspot-signature-v3"]).toBe(signature);
  });

  it("shows in words what the app answers instead of a ticket", async () => {
    answer = { status: 403, json: { title: "Not connected", detail: "Install the app <first>." } };
    const page = await send(`${simulator.url}${framePath("")}`, {});
    expect(page.status).toBe(200);
    expect(page.json).toContain("Not connected\nInstall the app &lt;first&gt;.");
  });
});

describe("the deal page", () => {
  it("has a place for the card in the sidebar and for the tab, and tells them which deal it is", async () => {
    const id = await newDeal();
    const page = await send(`${simulator.url}${recordPath(id)}`, {});
    expect(page.json).toContain("&lt;b&gt;Deal&lt;/b&gt;");
    for (const name of ["deal-quota", "quota-tab"]) {
      expect(page.json).toContain(`<script type="module" src="/extensions/${name}?place=${name}">`);
      const script = await send(`${simulator.url}/extensions/${name}`, {});
      expect(script.status).toBe(200);
    }
    expect(page.json).toContain(`&quot;objectId&quot;:&quot;${id}&quot;`);
    expect((await send(`${simulator.url}/extensions/nothing`, {})).status).toBe(404);
  });

  it("makes an extension's call in the name of whoever looks, and only to the app", async () => {
    answer = { status: 200, json: { status: "ok" } };
    const person = simulator.portal.people[2];
    const call = (url: string) =>
      send(`${simulator.url}/app/${simulator.portal.portalId}/fetch?as=${person?.userId}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ url, method: "POST", body: { grain: "month" } }),
      });
    expect((await call(`${app.url}/embed`)).json).toEqual({ status: "ok" });
    const asked = app.received.at(-1);
    expect(asked?.body).toBe('{"grain":"month"}');
    expect(new URL(asked?.url ?? "", app.url).searchParams.get("userId")).toBe(person?.userId);
    const signature = signatureV3(CLIENT.client_secret, {
      method: "POST",
      uri: app.url + asked?.url,
      body: '{"grain":"month"}',
      timestamp: String(asked?.headers["x-hubspot-request-timestamp"]),
    });
    expect(asked?.headers["x-hubspot-signature-v3"]).toBe(signature);
    expect((await call("http://localhost:1/elsewhere")).status).toBe(400);
    answer = { status: 500, json: {} };
    expect((await call(`${app.url}/embed`)).status).toBe(502);
  });

  it("changes a deal in the name of whoever is played, and leaves an unchanged day alone", async () => {
    const id = await newDeal();
    const person = simulator.portal.people[3];
    const save = (form: Readonly<Record<string, string>>) =>
      send(`${simulator.url}${recordPath(id)}?as=${person?.userId}`, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams(form),
      });
    const saved = await save({ amount: "25.5", closedate: "2026-11-30", dealstage: "qualifiedtobuy" });
    expect(saved.json.values).toMatchObject({
      amount: "25.5",
      dealstage: "qualifiedtobuy",
      closedate: "2026-11-30",
    });
    const { json } = await simulator.control("GET", `/simulator/deals/${id}`);
    expect(json.properties).toMatchObject({
      closedate: "2026-11-30T22:00:00Z".replace("Z", ".000Z"),
      hs_updated_by_user_id: person?.userId,
    });
    expect((await save({ amount: "a lot" })).status).toBe(400);
    expect((await save({ dealstage: "renewal_due" })).status).toBe(400);
  });

  it("renews a ticket for the page's script", async () => {
    answer = { status: 200, json: { ticket: "t-2", url: "/page#t-2" } };
    const renewed = await send(`${simulator.url}/app/${simulator.portal.portalId}/ticket`, {
      method: "POST",
    });
    expect(renewed.json).toMatchObject({ ticket: "t-2" });
  });
});

describe("the other pages", () => {
  it("find deals by name and lead to them", async () => {
    const id = await newDeal();
    const page = await send(`${simulator.url}/?search=${encodeURIComponent("<b>deal")}`, {});
    expect(page.json).toContain(recordPath(id));
    const none = await send(`${simulator.url}/?search=nothing-is-called-this`, {});
    expect(none.json).toContain("0 deals");
  });

  it("show the app alone on its own page, and nothing from elsewhere", async () => {
    answer = { status: 200, json: { ticket: "t-3", url: "/page#t-3" } };
    const page = await send(`${simulator.url}/app/${simulator.portal.portalId}/standings`, {});
    expect(page.json).toContain('class="whole"');
    const addresses = [...page.json.matchAll(/(?:src|href)="(https?:[^"]+)"/g)].map(
      (match: RegExpMatchArray) => match[1],
    );
    expect(addresses).toEqual([`${app.url}/page#t-3`]);
  });
});

describe("the controls", () => {
  it("tell the portal's own totals, which follow a change", async () => {
    const totals = async () =>
      (await simulator.control("GET", "/simulator/totals?from=2026-11-01&to=2026-11-30")).json;
    const before = await totals();
    const id = await newDeal();
    await simulator.control("PATCH", `/simulator/deals/${id}`, {
      properties: { dealstage: "closedwon", amount: "1234.56", closedate: "2026-11-20T12:00:00Z" },
    });
    const after = await totals();
    expect([after.count - before.count, after.sumMinor - before.sumMinor]).toEqual([1, 123_456]);
  });

  it("add another account, whose records are its own", async () => {
    const { json } = await simulator.control("POST", "/simulator/portals", { seed: 5, scale: 0.01 });
    const state = await simulator.control("GET", "/simulator/state");
    expect(state.json.portals.map(({ portalId }: { portalId: number }) => portalId)).toEqual([
      simulator.portal.portalId,
      json.portalId,
    ]);
    const other = await simulator.control("GET", `/simulator/totals?portalId=${json.portalId}`);
    expect(other.json.count).toBeGreaterThan(0);
  });

  it("refuse a setting that does not exist", async () => {
    expect((await simulator.control("POST", "/simulator/settings", { colour: "red" })).status).toBe(400);
    const { json } = await simulator.control("POST", "/simulator/settings", {
      tokenLifetimeSeconds: 5,
      rateLimits: true,
    });
    expect(json).toMatchObject({ settings: { tokenLifetimeSeconds: 5 }, rateLimits: { enabled: true } });
  });
});

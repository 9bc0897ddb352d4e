import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { EmbedTicket, Session } from "../../../shared/contracts/access.ts";
import { Problem } from "../../../shared/contracts/api.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { secondsAfter } from "../../../worker/domain/seconds-after.ts";
import { TestApp } from "./app.ts";
import { postSigned, signedRequest } from "./salesforce-frame.ts";
import { dealIdOf, type SeededTenant, seedDeals, seedTenant } from "./seed.ts";
import { bearer, openSession } from "./sign-in.ts";

const NORTH = "00D5g000000001aEAA";
/** Differs in case alone. */
const SOUTH = "00D5g000000001AEAQ";

const app = new TestApp(env);
let north: SeededTenant;
let south: SeededTenant;

beforeAll(async () => {
  north = await seedTenant(env.DB, { mark: "framed-north", crmId: NORTH, crm: "salesforce" });
  south = await seedTenant(env.DB, { mark: "framed-south", crmId: SOUTH, crm: "salesforce" });
  for (const seeded of [north, south]) await seedDeals(env.DB, seeded);
});

/** Where the browser is led to, with what stands behind the #. */
async function ledTo(answer: Response): Promise<URL> {
  expect([answer.status, answer.status === 303 ? "" : await answer.text()]).toEqual([303, ""]);
  return new URL(answer.headers.get("location") ?? "", "https://standings.test");
}

function ticketOf(url: URL): string {
  return new URLSearchParams(url.hash.slice(1)).get("ticket") ?? "";
}

async function problemOf(answer: Response): Promise<string> {
  const problem = v.parse(Problem, await answer.json());
  expect(problem.status).toBe(answer.status);
  return `${problem.status} ${problem.type.replace("/problems/", "")}`;
}

describe("a page in Salesforce", () => {
  it("opens for whom Salesforce signed it, with a session that the page cannot renew by itself", async () => {
    const url = await ledTo(await postSigned(app, await signedRequest(north, "manager")));
    expect(url.pathname).toBe("/cards/standings/");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      host: "salesforce",
      org: NORTH,
      parent: "https://framed-north.my.salesforce.com",
      locale: "en-GB",
    });
    const session = v.parse(Session, await (await openSession(app, ticketOf(url))).json());
    expect([session.role, session.member.id, session.tenant.crm]).toEqual([
      "manager",
      "framed-north-manager",
      "salesforce",
    ]);
    const renewal = await app.fetch("/api/v1/session/renewal", {
      method: "POST",
      headers: bearer(session.token),
    });
    expect(await problemOf(renewal)).toBe("403 not-permitted");
    expect((await openSession(app, ticketOf(url))).status).toBe(401);
  });

  it("answers a page that renews its session with a ticket, and takes each envelope once", async () => {
    const signed = await signedRequest(north, "member");
    const answer = await postSigned(app, signed, "application/json");
    expect(answer.status).toBe(200);
    const { ticket } = v.parse(EmbedTicket, await answer.json());
    expect((await openSession(app, ticket)).status).toBe(200);
    expect(await problemOf(await postSigned(app, signed, "application/json"))).toBe(
      "401 signed-request-used",
    );
    // A frame that is loaded anew may post the same: the page opens, and has to ask Salesforce for another.
    const again = await ledTo(await postSigned(app, signed));
    expect([again.pathname, again.searchParams.get("org"), again.hash]).toEqual([
      "/cards/standings/",
      NORTH,
      "",
    ]);
    const [signature = "", encoded = ""] = signed.split(".");
    const rewritten = `${signature.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}.${encoded}`;
    expect(await problemOf(await postSigned(app, rewritten, "application/json"))).toBe(
      "401 signed-request-used",
    );
  });

  it("remembers an envelope far longer than a session, and forgets it in the end", async () => {
    const later = new TestApp(env);
    const signed = await signedRequest(north, "viewer");
    await ledTo(await postSigned(later, signed));
    later.now = secondsAfter(later.now, 29 * 24 * 3600);
    await ledTo(await postSigned(later, await signedRequest(north, "viewer")));
    expect((await postSigned(later, signed, "application/json")).status).toBe(401);
    later.now = secondsAfter(later.now, 2 * 24 * 3600);
    await ledTo(await postSigned(later, await signedRequest(north, "viewer")));
    const { results } = await env.DB.prepare(
      "SELECT count(*) AS rows FROM taken_envelopes WHERE expires_at <= ?1",
    )
      .bind(later.now)
      .all();
    expect(results).toEqual([{ rows: 0 }]);
  });

  it("tells orgs and people by case, and takes ids of fifteen characters", async () => {
    const short = await signedRequest(north, "owner", { orgId: SOUTH.slice(0, 15) });
    // The org is the other one, where nobody has that id.
    expect(await problemOf(await postSigned(app, short, "application/json"))).toBe("403 person-unknown");
    const url = await ledTo(
      await postSigned(app, await signedRequest(south, "owner", { orgId: SOUTH.slice(0, 15) })),
    );
    expect(url.searchParams.get("org")).toBe(SOUTH);
  });

  it("is refused for what was not signed with our secret", async () => {
    const signed = await signedRequest(north, "owner");
    const forged = await signedRequest(north, "owner", {}, "a secret of somebody else");
    const former = await signedRequest(north, "owner", {}, "test-former-canvas-secret");
    for (const text of [forged, `${signed}A`, signed.slice(1), "", "a.b"]) {
      expect(await problemOf(await postSigned(app, text, "application/json"))).toBe(
        "401 signed-request-refused",
      );
    }
    await ledTo(await postSigned(app, former));
    await ledTo(await postSigned(app, signed));
  });

  it("is refused for a body that is no form, is too large, or names the field twice", async () => {
    const signed = await signedRequest(north, "owner");
    const post = (body: BodyInit, type = "application/x-www-form-urlencoded") =>
      app.fetch("/embed/salesforce", { method: "POST", headers: { "content-type": type }, body });
    const twice = new URLSearchParams([
      ["signed_request", signed],
      ["signed_request", signed],
    ]);
    expect(await problemOf(await post(twice.toString()))).toBe("401 signed-request-refused");
    expect(await problemOf(await post(JSON.stringify({ signed_request: signed }), "application/json"))).toBe(
      "401 signed-request-refused",
    );
    expect(await problemOf(await post(new Uint8Array([0xff, 0xfe, 0, 0x80])))).toBe(
      "401 signed-request-refused",
    );
    expect(await problemOf(await post(`signed_request=${"A".repeat(300_000)}`))).toBe("413 body-too-large");
  });

  it("says what to do to somebody whose org is not connected, or whom Standings does not know", async () => {
    const stranger = { ...north.tenant, crmId: "00D5g000000009zEAA" };
    const answer = await postSigned(app, await signedRequest({ tenant: stranger }, "owner"));
    expect(answer.status).toBe(403);
    const page = await answer.text();
    expect(page).toContain("Connect Standings first");
    expect(page).toContain('href="/install/salesforce?host=framed-north.my.salesforce.com" target="_blank"');
    expect(page).not.toMatch(/<script|<style|style=/);
    expect(answer.headers.get("content-security-policy")).toContain(
      "frame-ancestors https://*.my.salesforce.com https://*.lightning.force.com",
    );
    const unknown = await signedRequest(north, "owner", { userId: "0055g00000000ZZAAA" });
    expect(await (await postSigned(app, unknown)).text()).toContain("does not know you yet");
  });

  it("lets nobody in who left, nor anybody of an org that was disconnected", async () => {
    const gone = await seedTenant(env.DB, {
      mark: "framed-gone",
      crmId: "00D5g000000007gEAA",
      crm: "salesforce",
    });
    await env.DB.prepare("UPDATE members SET active = 0 WHERE id = 'framed-gone-member'").run();
    const left = await signedRequest(gone, "member");
    expect(await problemOf(await postSigned(app, left, "application/json"))).toBe("403 person-unknown");
    await createTenantDirectory(env.DB).setState(gone.tenant.id, "uninstalled");
    const off = await signedRequest(gone, "owner");
    expect(await problemOf(await postSigned(app, off, "application/json"))).toBe("403 account-disconnected");
  });
});

describe("the record around a page in Salesforce", () => {
  const dealAt = async (role: "member" | "manager" | "admin", recordId: string, place = "record") => {
    const signed = await signedRequest(north, role, { parameters: { place, recordId } });
    const url = await ledTo(await postSigned(app, signed));
    return [url.pathname, url.searchParams.get("deal")];
  };

  it("opens the card on an opportunity that the person may see", async () => {
    const own = dealIdOf(north, 3);
    expect(await dealAt("member", own)).toEqual(["/cards/quota-card/", own]);
    expect(await dealAt("member", own.slice(0, 15))).toEqual(["/cards/quota-card/", own]);
    expect(await dealAt("manager", own)).toEqual(["/cards/quota-card/", own]);
    expect(await dealAt("admin", own, "tab")).toEqual(["/cards/quota-card/", own]);
  });

  it("is nothing where it is somebody else's, another org's, no opportunity, or not there", async () => {
    for (const recordId of [
      dealIdOf(north, 0),
      dealIdOf(north, 4),
      dealIdOf(south, 3),
      "0015g00000000aaAAA",
      "0065g00000000zzAAA",
    ]) {
      expect([recordId, await dealAt("member", recordId)]).toEqual([recordId, ["/cards/quota-card/", null]]);
      expect(await dealAt("member", recordId, "tab")).toEqual(["/cards/standings/", null]);
    }
  });

  it("leads to the card on a home page, and to all pages in the utility bar", async () => {
    for (const [place, path] of [
      ["home", "/cards/quota-card/"],
      ["utility", "/cards/standings/"],
      ["moon", "/cards/standings/"],
    ]) {
      const signed = await signedRequest(south, "member", { parameters: { place } });
      expect((await ledTo(await postSigned(app, signed))).pathname).toBe(path);
    }
  });
});

describe("Salesforce's other ways to that address", () => {
  it("says how to approve the app to somebody for whom it is not approved", async () => {
    const path = "/embed/salesforce?_sfdc_canvas_authvalue=user_approval_required";
    const answer = await app.fetch(path, { headers: { accept: "text/html" } });
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("Admin approved users are pre-authorized"),
    ]);
    expect(await problemOf(await app.fetch(path))).toBe("403 approval-required");
  });

  it("is opened by Salesforce alone", async () => {
    const answer = await app.fetch("/embed/salesforce");
    expect(answer.headers.get("allow")).toBe("POST");
    expect(await problemOf(answer)).toBe("405 method-not-allowed");
    const page = await app.fetch("/embed/salesforce", { headers: { accept: "text/html" } });
    expect([page.status, await page.text()]).toEqual([
      405,
      expect.stringContaining("Open Standings from Salesforce"),
    ]);
  });

  it("answers what to set where this Worker has no app at Salesforce", async () => {
    const off = new TestApp(env, { salesforce: null });
    const signed = await signedRequest(north, "owner");
    const problem = v.parse(Problem, await (await postSigned(off, signed)).json());
    expect([problem.type, problem.status]).toEqual(["/problems/crm-not-configured", 503]);
    expect(problem.errors?.map(({ path }) => path)).toContain("SALESFORCE_CLIENT_ID");
    expect((await off.fetch("/embed/salesforce")).status).toBe(503);
  });
});

describe("who may frame a page", () => {
  const framers = async (path: string) => {
    const page = new TestApp(env, { fetchAsset: async () => new Response("a page") });
    const policy = (await page.fetch(path)).headers.get("content-security-policy") ?? "";
    return /frame-ancestors ([^;]*)/.exec(policy)?.[1]?.split(" ");
  };

  it("is the org that its address names, with no other org and no HubSpot", async () => {
    const own = [
      "https://framed-north.my.salesforce.com",
      "https://framed-north.lightning.force.com",
      "https://framed-north.my.salesforce-setup.com",
      "https://framed-north--c.vf.force.com",
    ];
    expect(await framers(`/cards/standings/?host=salesforce&org=${NORTH}`)).toEqual(own);
    expect(await framers(`/cards/quota-card/?host=salesforce&org=${NORTH.slice(0, 15)}`)).toEqual(own);
    // What the address says of its parent is the page's own business.
    expect(await framers(`/cards/standings/?host=salesforce&org=${NORTH}&parent=https://evil.test`)).toEqual(
      own,
    );
  });

  it("is nobody for an org that is not known, or that left", async () => {
    for (const org of ["", "&org=", "&org=00D000000000000EAA", "&org=1001", "&org=00D'--"]) {
      expect(await framers(`/cards/standings/?host=salesforce${org}`)).toEqual(["'none'"]);
    }
  });

  it("is HubSpot for every other page, as before", async () => {
    for (const path of ["/cards/standings/", `/cards/standings/?org=${NORTH}`, "/cards/tv/?host=hubspot"]) {
      expect(await framers(path)).toEqual(["https://*.hubspot.com", "https://app.hubspot.test"]);
    }
  });
});

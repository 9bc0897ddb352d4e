/** @jsxImportSource react */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { buildQuotaCard } from "../cards/quota-card-sample.ts";
import { FakeHost } from "./fake-host.ts";

const CARD = "/embed/hubspot/quota-card";
const TICKET = "/embed/hubspot/ticket";
const VARIABLES = { STANDINGS_URL: "https://standings.test" };

const host = new FakeHost();
const { Alert, Button, Heading, LoadingSpinner, Table, Text } = await import("@hubspot/ui-extensions");
const { Iframe } = await import("@hubspot/ui-extensions/experimental");
const { createRenderer } = await import("@hubspot/ui-extensions/testing");
const { InlineStandings } = await import(
  "../../../ui-extension/hubspot/src/app/cards/parts/inline-standings.tsx"
);
const { ConnectionState } = await import(
  "../../../ui-extension/hubspot/src/app/settings/connection-state.tsx"
);
const { wordsOf } = await import("../../../ui-extension/hubspot/src/app/cards/parts/words.ts");

/** What an entry file draws, as HubSpot calls it. */
async function drawEntry(entry: Promise<unknown>, location: "crm.record.tab" | "pages" | "settings") {
  const before = host.extensions.length;
  await entry;
  const extension = host.extensions[before];
  if (!extension) throw new Error("the entry gave nothing to HubSpot");
  const renderer = createRenderer(location);
  const { context, actions } = renderer.mocks;
  renderer.render(extension({ context: { ...context, variables: VARIABLES }, actions }));
  await renderer.waitFor(() => expect(renderer.maybeFind(LoadingSpinner)).toBeNull());
  return renderer;
}

beforeEach(() => {
  host.calls.length = 0;
  host.reply(CARD, { body: { status: "ok", view: buildQuotaCard() } });
  host.reply(TICKET, { body: ticketAnswer({}) });
});

const ticketAnswer = (more: object) => ({
  ticket: "t1",
  url: "https://standings.test/cards/standings/#ticket=t1",
  expiresAt: "2026-11-20T14:33:00Z",
  ...more,
});

const APP = "../../../ui-extension/hubspot/src/app";

describe("each place in HubSpot", () => {
  it.each(["deal-quota", "contact-quota", "company-quota"])("has the narrow card: %s", async (entry) => {
    const drawn = await drawEntry(import(`${APP}/cards/${entry}.tsx`), "crm.record.tab");
    expect(drawn.find(Heading).text).toBe("72%");
    expect(host.callsTo(TICKET)).toEqual([]);
  });

  it("has the wide card on a record's tab, unless the account wants Standings inline", async () => {
    const drawn = await drawEntry(import(`${APP}/cards/quota-tab.tsx`), "crm.record.tab");
    await drawn.waitFor(() => drawn.find(Table));
    expect(drawn.maybeFind(Iframe)).toBeNull();
  });

  it("has the wide card on the app's page, about the person alone", async () => {
    const drawn = await drawEntry(import(`${APP}/pages/standings-page.tsx`), "pages");
    await drawn.waitFor(() => drawn.find(Table));
    expect(host.callsTo(CARD)[0]?.body).toEqual({ locale: "en" });
  });

  it("has the connection among the settings, and the way to all others", async () => {
    const drawn = await drawEntry(import(`${APP}/settings/settings-page.tsx`), "settings");
    expect(drawn.find(Alert).props).toMatchObject({ title: "Connected", variant: "success" });
    expect(drawn.find(Button).text).toBe("Open settings");
  });
});

describe("Standings inline", () => {
  const { context } = createRenderer("pages").mocks;
  const open = () => {
    const renderer = createRenderer("pages");
    renderer.render(
      <InlineStandings context={{ ...context, variables: VARIABLES }}>
        <Text>native</Text>
      </InlineStandings>,
    );
    return renderer;
  };

  it("is there where the account switched it on", async () => {
    host.reply(TICKET, { body: ticketAnswer({ inlineFrame: true }) });
    const drawn = open();
    await drawn.waitFor(() => drawn.find(Iframe));
    expect(drawn.find(Iframe).props).toMatchObject({ src: ticketAnswer({}).url, height: "lg" });
  });

  it.each([
    ["it is off", { body: ticketAnswer({ inlineFrame: false }) }],
    ["the Worker does not tell", { body: ticketAnswer({}) }],
    ["no ticket comes", "refused"],
  ] as const)("gives way to native components when %s", async (_, reply) => {
    host.reply(TICKET, reply);
    const drawn = open();
    await drawn.waitFor(() => drawn.find(Text));
    expect(drawn.find(Text).text).toBe("native");
  });
});

describe("the connection among the settings", () => {
  const open = () => {
    const renderer = createRenderer("settings");
    const { context, actions } = renderer.mocks;
    const hostActions = { ...actions, openIframeModal: vi.fn() };
    renderer.render(<ConnectionState context={{ ...context, variables: VARIABLES }} actions={hostActions} />);
    return { ...renderer, hostActions };
  };

  it("says what is wrong, and can be asked again", async () => {
    const detail = "HubSpot refused the stored grant.";
    const action = "Connect HubSpot again.";
    const problem = {
      status: "problem",
      type: "account-disconnected",
      title: "Disconnected",
      detail,
      action,
    };
    host.reply(CARD, { body: { ...problem, retry: null } });
    const drawn = open();
    await drawn.waitFor(() => drawn.find(Alert));
    expect(drawn.find(Alert).props).toMatchObject({ title: "Disconnected", variant: "danger" });
    expect(
      drawn
        .find(Alert)
        .findAll(Text)
        .map(({ text }) => text),
    ).toEqual([detail, action]);
    host.reply(CARD, { body: { status: "ok", view: buildQuotaCard() } });
    drawn.find(Alert).find(Button).trigger("onClick");
    await drawn.waitFor(() => expect(drawn.find(Alert).props.title).toBe("Connected"));
  });

  it("says how old the figures are when they do not flow", async () => {
    const sync = { state: "stale" as const, label: "Synced 2 hours ago", at: null };
    host.reply(CARD, { body: { status: "ok", view: buildQuotaCard({ sync }) } });
    const drawn = open();
    await drawn.waitFor(() => drawn.find(Alert));
    expect(drawn.find(Alert).props).toMatchObject({ title: "Synced 2 hours ago", variant: "warning" });
  });

  it("opens the settings of Standings", async () => {
    const drawn = open();
    await drawn.waitFor(() => drawn.find(Alert));
    drawn.find(Button, ({ text }) => text === "Open settings").trigger("onClick");
    await vi.waitFor(() => expect(drawn.hostActions.openIframeModal).toHaveBeenCalled());
    expect(drawn.hostActions.openIframeModal.mock.calls[0]?.[0]).toMatchObject({
      uri: "https://standings.test/cards/standings/?page=settings#ticket=t1",
    });
  });
});

describe("words before the Worker's", () => {
  it.each([
    ["en-GB", "Try again"],
    ["de_AT", "Erneut versuchen"],
    ["es", "Reintentar"],
    ["fr-FR", "Try again"],
  ])("are those of %s", (locale, retry) => {
    expect(wordsOf(locale).retry).toBe(retry);
  });
});

// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyTheme } from "../../../ui-extension/cards/host/apply-theme.ts";
import { HeldSession } from "../../../ui-extension/cards/host/session.ts";
import { applyLanguage, onThemeChange, readTheme } from "../../../ui-extension/cards/host/theme.ts";
import { pageOf, searchOf } from "../../../ui-extension/cards/standings/address.ts";
import { isPageId, loaderOf, pagesFor } from "../../../ui-extension/cards/standings/pages.ts";
import { StandingsApp } from "../../../ui-extension/cards/standings/standings-app.tsx";
import { syncView } from "../../../ui-extension/cards/standings/sync-mark.tsx";
import { useAddress } from "../../../ui-extension/cards/standings/use-address.ts";
import { useSearchKey } from "../../../ui-extension/cards/standings/use-search-key.ts";
import { en } from "../../../ui-extension/cards/standings/words/en.ts";

const START = new Date("2026-11-20T14:32:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(START);
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  window.history.replaceState(null, "", "/");
});

describe("the theme", () => {
  const root = document.documentElement;

  it("is the host's, where the address tells it", () => {
    window.history.replaceState(null, "", "/?host=salesforce&mode=dark&dir=rtl");
    applyTheme(window);
    expect(readTheme(window)).toEqual({ host: "salesforce", mode: "dark" });
    expect(root.dir).toBe("rtl");
  });

  it("is HubSpot's in the system's mode otherwise", () => {
    applyTheme(window);
    expect(readTheme(window)).toEqual({ host: "hubspot", mode: "light" });
  });

  it("tells charts when it changes", async () => {
    applyTheme(window);
    const seen: string[] = [];
    const stop = onThemeChange(window, ({ mode }) => seen.push(mode));
    root.dataset.mode = "dark";
    await Promise.resolve();
    stop();
    root.dataset.mode = "light";
    await Promise.resolve();
    expect(seen).toEqual(["dark"]);
  });

  it("comes with the language of the words, and the region of the figures", () => {
    window.history.replaceState(null, "", "/?locale=de-AT&pseudo=1");
    expect(applyLanguage(window)).toEqual({ language: "de", locale: "de-AT", pseudo: true });
    expect([root.lang, root.dir]).toEqual(["de", "ltr"]);
    window.history.replaceState(null, "", "/?locale=fr-FR");
    expect(applyLanguage(window)).toEqual({ language: "en", locale: "fr-FR", pseudo: false });
    expect(root.lang).toBe("en");
  });
});

describe("the address", () => {
  it("keeps what the host put there and drops the filters of the page before", () => {
    const present = "?page=leaderboard&metric=deals_won&host=salesforce&mode=dark";
    expect(searchOf({ page: "person", query: { id: "m1", from: undefined } }, present)).toBe(
      "?page=person&id=m1&host=salesforce&mode=dark",
    );
  });

  it("opens a board for links of before there were pages, and no page for a name that is none", () => {
    expect(pageOf("?metric=deals_won", "member")).toBe("leaderboard");
    expect(pageOf("?page=nothing", "member")).toBeNull();
    expect(pageOf("?page=leaderboard", "viewer")).toBe("leaderboard");
  });

  function Frame({ seen }: { readonly seen: (string | null)[] }) {
    const { id, search, navigate } = useAddress(window, "admin", (next) => seen.push(next));
    return (
      <>
        <p>{`${id} ${search}`}</p>
        <button type="button" onClick={() => navigate({ page: "quotas" })}>
          Quotas
        </button>
        <button
          type="button"
          onClick={() => navigate({ page: "leaderboard", query: { metric: "deals_won" } }, { replace: true })}
        >
          Deals
        </button>
      </>
    );
  }

  it("changes filters in place, goes to pages, and comes back", async () => {
    window.history.replaceState(null, "", "/?page=leaderboard");
    const seen: (string | null)[] = [];
    const { container } = render(<Frame seen={seen} />);
    fireEvent.click(screen.getByText("Deals"));
    await act(() => undefined);
    expect(container.querySelector("p")?.textContent).toBe("leaderboard ?page=leaderboard&metric=deals_won");
    expect(seen).toEqual([]);
    fireEvent.click(screen.getByText("Quotas"));
    await act(() => undefined);
    expect(container.querySelector("p")?.textContent).toBe("quotas ?page=quotas");
    window.history.replaceState(null, "", "/?page=leaderboard&metric=deals_won");
    await act(() => {
      window.dispatchEvent(new PopStateEvent("popstate"));
    });
    expect(container.querySelector("p")?.textContent).toBe("leaderboard ?page=leaderboard&metric=deals_won");
    expect(seen).toEqual(["quotas", "leaderboard"]);
  });
});

describe("pages", () => {
  it("have a tab only where they are built and the role may see them", () => {
    for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
      const tabs = pagesFor(role).map(({ id }) => id);
      expect(tabs).toContain("leaderboard");
      expect(tabs.at(-1)).toBe("settings");
      expect(tabs.every((id) => loaderOf(id, role) !== null)).toBe(true);
      expect(tabs.includes("standing") && role === "viewer").toBe(false);
      expect(tabs.includes("connection") && role !== "owner" && role !== "admin").toBe(false);
    }
    expect(loaderOf("connection", "member")).toBeNull();
    expect(isPageId("wallpaper")).toBe(false);
  });
});

describe("the mark of the last sync", () => {
  const lastSync = [
    { kind: "deal", at: "2026-11-20T14:31:00.000Z" },
    { kind: "call", at: "2026-11-20T14:20:00.000Z" },
    { kind: "task", at: null },
  ];
  const common = { locale: { language: "en-GB", timeZone: "Europe/London" }, words: en };
  const view = (state: "live" | "backfilling" | "reconnect", liveState: "live" | "offline" | "connecting") =>
    syncView({ ...common, liveState, connection: { state, lastSync } });

  it("says live with the time of the latest kind", () => {
    expect(view("live", "live")).toEqual({ state: "now", text: "Live · synced 14:31" });
  });

  it("says what stands in the way", () => {
    expect(view("live", "offline")).toEqual({ state: "stale", text: "Offline" });
    expect(view("live", "connecting")).toEqual({ state: "stale", text: "Synced 14:31" });
    expect(view("backfilling", "live").text).toBe("Reading history");
    expect(view("reconnect", "live")).toEqual({ state: "stale", text: "CRM not connected" });
    expect(syncView({ ...common, liveState: "connecting", connection: null }).text).toBe("Connecting");
  });
});

describe("the frame", () => {
  const SESSION = {
    token: "token",
    expiresAt: "2026-11-20T15:32:00.000Z",
    role: "member",
    member: { id: "m1", crmId: "1", name: "Maya Okafor", teamId: null },
    tenant: { name: "Brightline", crm: "hubspot", timeZone: "Europe/London", currency: "USD", weekStart: 1 },
  };

  async function openFrame(search: string): Promise<void> {
    window.history.replaceState(null, "", `/${search}#ticket=t1`);
    vi.spyOn(window, "fetch").mockImplementation(async (input) => {
      if (String(input) === "/api/v1/session") return Response.json(SESSION);
      throw new TypeError("Failed to fetch");
    });
    const opened = await HeldSession.open(window);
    if (opened.kind !== "ok") throw new Error("The session was not opened");
    const language = { language: "en", locale: "en-GB", pseudo: false } as const;
    render(<StandingsApp page={window} held={opened.value} language={language} />);
    // Catalogues come a moment later.
    await act(async () => undefined);
    await act(async () => undefined);
  }

  afterEach(() => vi.restoreAllMocks());

  it("takes the ticket out of the address, and keeps its tabs over a page that is not there", async () => {
    await openFrame("?page=nothing");
    expect(window.location.hash).toBe("");
    expect(screen.getByRole("heading").textContent).toBe("There is no such page");
    const tab = screen.getByRole("link", { name: "Leaderboard" });
    expect(tab.getAttribute("href")).toBe("?page=leaderboard");
    expect(tab.getAttribute("aria-current")).toBeNull();
    expect(screen.queryByRole("link", { name: "Connection" })).toBeNull();
  });

  it("goes to a tab without loading anew, and puts the focus into the page", async () => {
    await openFrame("?page=nothing&host=salesforce");
    await act(() => {
      fireEvent.click(screen.getByRole("link", { name: "Leaderboard" }));
    });
    expect(window.location.search).toBe("?page=leaderboard&host=salesforce");
    expect(screen.getByRole("link", { name: "Leaderboard" }).getAttribute("aria-current")).toBe("page");
    expect(document.activeElement?.tagName).toBe("MAIN");
  });

  it("says that it is offline where nobody answers", async () => {
    await openFrame("?page=nothing");
    await vi.waitFor(() => expect(screen.getByText("Offline")).toBeTruthy());
  });
});

describe("the slash key", () => {
  function Searchable() {
    useSearchKey(window);
    return (
      <>
        <input aria-label="Find a person" data-search="" />
        <textarea aria-label="Reason" />
      </>
    );
  }

  it("goes to the search of the page, unless somebody is typing", () => {
    render(<Searchable />);
    fireEvent.keyDown(document.body, { key: "/" });
    expect(document.activeElement).toBe(screen.getByLabelText("Find a person"));
    screen.getByLabelText("Reason").focus();
    fireEvent.keyDown(screen.getByLabelText("Reason"), { key: "/" });
    expect(document.activeElement).toBe(screen.getByLabelText("Reason"));
  });
});

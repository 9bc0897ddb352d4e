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
import { buildSession } from "../../builders/session.ts";

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

  it("is light while the page is printed, and then again what it was", () => {
    window.history.replaceState(null, "", "/?host=salesforce&mode=dark");
    applyTheme(window);
    window.dispatchEvent(new Event("beforeprint"));
    expect(readTheme(window)).toEqual({ host: "salesforce", mode: "light" });
    window.dispatchEvent(new Event("afterprint"));
    expect(readTheme(window)).toEqual({ host: "salesforce", mode: "dark" });
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
  const asOf = "2026-11-20T14:32:00.000Z";
  const common = {
    locale: { language: "en-GB", timeZone: "Europe/London" },
    words: en,
    crm: "hubspot",
    elapsed: 0,
  } as const;
  const view = (
    state: "live" | "stale" | "backfilling" | "reconnect",
    liveState: "live" | "offline" | "connecting",
    changes: { readonly at?: string | null; readonly elapsed?: number } = {},
  ) => {
    const { at = "2026-11-20T14:31:00.000Z", elapsed = 0 } = changes;
    return syncView({ ...common, elapsed, liveState, freshness: { state, at, asOf } });
  };

  it("says live with the time of the last sync", () => {
    expect(view("live", "live")).toEqual({ state: "now", text: "Live · synced 14:31", isAmiss: false });
  });

  it("says what stands in the way", () => {
    expect(view("live", "offline")).toMatchObject({ state: "stale", text: "Offline" });
    expect(view("live", "connecting")).toMatchObject({ state: "stale", text: "Synced 14:31" });
    expect(view("backfilling", "live").text).toBe("Reading history");
    expect(syncView({ ...common, liveState: "connecting", freshness: null }).text).toBe("Connecting");
    expect(view("stale", "live", { at: null })).toMatchObject({ state: "stale", text: "Not synced yet" });
  });

  it("is never live over figures that are old, nor over a CRM that no longer lets us read", () => {
    expect(view("stale", "live", { at: "2026-11-20T13:04:00.000Z" })).toEqual({
      state: "stale",
      text: "Synced 13:04, 1 h ago",
      isAmiss: true,
    });
    const days = view("stale", "live", { at: "2026-11-17T13:04:00.000Z" });
    expect(days.text).toBe("Synced 17 Nov, 13:04, 3 d ago");
    for (const liveState of ["live", "offline"] as const) {
      const text = "HubSpot needs to be reconnected";
      expect(view("reconnect", liveState)).toEqual({ state: "stale", text, isAmiss: true });
    }
  });

  it("grows stale on a page that stays open and hears nothing", () => {
    const minutes = (count: number) => view("live", "live", { elapsed: count * 60_000 });
    expect(minutes(14).text).toBe("Live · synced 14:31");
    expect(minutes(15)).toMatchObject({ state: "stale", text: "Synced 14:31, 16 min ago" });
  });
});

describe("the frame", () => {
  const SESSION = buildSession({ tenant: { timeZone: "Europe/London" } });

  async function openFrame(
    search: string,
    answers: Readonly<Record<string, unknown>> = {},
    role = "member",
  ): Promise<void> {
    window.history.replaceState(null, "", `/${search}#ticket=t1`);
    vi.spyOn(window, "fetch").mockImplementation(async (input) => {
      if (String(input) === "/api/v1/session") return Response.json({ ...SESSION, role });
      const answer = answers[String(input).replace("/api/v1/", "")];
      if (answer !== undefined) return Response.json(answer);
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

  it("leads an admin to the connection where it needs somebody, and nobody else", async () => {
    const freshness = { state: "reconnect", at: null, asOf: START.toISOString() };
    const answers = { connection: { freshness } };
    await openFrame("?page=nothing", answers, "admin");
    const link = await screen.findByRole("link", { name: "HubSpot needs to be reconnected" });
    expect(link.getAttribute("href")).toBe("?page=connection");
    cleanup();
    await openFrame("?page=nothing", answers);
    expect(await screen.findByText("HubSpot needs to be reconnected")).toBeTruthy();
    expect(screen.queryByRole("link", { name: /reconnected/ })).toBeNull();
  });

  it("says whom a page is for that is not open, who can open it, and where to go instead", async () => {
    const grace = { id: "g1", name: "Grace Holm", role: "admin", active: true };
    await openFrame("?page=connection", { members: { members: [grace], teams: [] } });
    expect(await screen.findByText(/Grace Holm can give you access/)).toBeTruthy();
    expect(screen.getByRole("heading").textContent).toBe("This page is for admins");
    await act(() => {
      fireEvent.click(screen.getByRole("button", { name: "Go to my standing" }));
    });
    expect(window.location.search).toBe("?page=standing");
    cleanup();
    await openFrame("?page=install");
    expect(await screen.findByText(/An admin can give you access/)).toBeTruthy();
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

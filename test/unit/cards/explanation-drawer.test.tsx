// @vitest-environment happy-dom

import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import ExplanationDrawer from "../../../ui-extension/cards/explanation/explanation-drawer.tsx";
import { EXPLANATION_WORDS } from "../../../ui-extension/cards/explanation/words/book.ts";
import { ApiClient } from "../../../ui-extension/cards/host/api-client.ts";
import { LiveFeed } from "../../../ui-extension/cards/host/live-feed.ts";
import {
  type ExplainedFigure,
  type PageContext,
  PageProvider,
} from "../../../ui-extension/cards/standings/page-context.ts";
import { buildSession } from "../../builders/session.ts";
import {
  buildExplanation,
  buildLine,
  buildRevenue,
  ENGLISH,
  FIGURE,
  type Line,
} from "./explanation-sample.ts";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  history.replaceState(null, "", "/");
});

type Reply = (query: URLSearchParams) => Response | Promise<Response>;

/** Answers like the server, page by page, and remembers what was asked. */
function pagesOf(whole: Explanation, size = 2): { readonly reply: Reply; readonly asked: URLSearchParams[] } {
  const asked: URLSearchParams[] = [];
  const page = (lines: readonly Line[], after: string | null, limit: number) => {
    const from = Number(after ?? 0);
    const next = from + limit < lines.length ? String(from + limit) : null;
    return { lines: lines.slice(from, from + limit), next };
  };
  const reply: Reply = (query) => {
    asked.push(query);
    const limit = query.has("limit") ? 3 : size;
    const counted = page(whole.counted, query.get("after_counted"), limit);
    const leftOut = page(whole.leftOut, query.get("after_left_out"), limit);
    const undated = page(whole.undated, query.get("after_undated"), limit);
    return Response.json({
      ...whole,
      counted: counted.lines,
      nextCounted: counted.next,
      leftOut: leftOut.lines,
      nextLeftOut: leftOut.next,
      undated: undated.lines,
      nextUndated: undated.next,
    });
  };
  return { reply, asked };
}

/** The frame around the drawer: the server's answers, English words, and a button that opens it. */
function frame(reply: Reply, figure: ExplainedFigure = { ...FIGURE, memberName: "Maya Okafor" }) {
  const fetcher: typeof fetch = async (input) => {
    const { pathname, searchParams } = new URL(String(input), "https://x.test");
    // The live feed asks for its ticket; here it is offline.
    return pathname === "/api/v1/explain" ? reply(searchParams) : Promise.reject(new TypeError("Offline"));
  };
  const api = new ApiClient({ fetch: fetcher, tokenFor: async () => "token" });
  const books = new Map<object, unknown>([
    [EXPLANATION_WORDS, ENGLISH.words],
    [RULE_WORDS, ENGLISH.rules],
  ]);
  const context: PageContext = {
    page: window,
    api,
    session: buildSession({ member: { id: "maya" }, tenant: { timeZone: "Europe/London" } }),
    locale: ENGLISH.locale,
    language: "en",
    live: new LiveFeed(window, api),
    liveState: "live",
    wordsOf: <Words extends object>(book: object) => (books.get(book) ?? null) as Words | null,
    navigate: () => {},
    hrefOf: () => "?",
    explain: () => {},
    openDeals: () => undefined,
    openRecord: () => {},
    guardLeaving: () => () => {},
  };
  function Page() {
    const [open, setOpen] = useState(false);
    return (
      <PageProvider value={context}>
        <button type="button" onClick={() => setOpen(true)}>
          $86,400
        </button>
        {open && <ExplanationDrawer figure={figure} onClose={() => setOpen(false)} />}
      </PageProvider>
    );
  }
  render(<Page />);
  const opener = screen.getByText("$86,400");
  opener.focus();
  fireEvent.click(opener);
  return opener;
}

/** The files that were given to the viewer. */
function savedFiles(): { readonly name: string; readonly text: Promise<string> }[] {
  const files: { name: string; text: Promise<string> }[] = [];
  let text = Promise.resolve("");
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    text = blob instanceof Blob ? blob.text() : text;
    return "blob:records";
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    files.push({ name: this.download, text });
  });
  return files;
}

const amounts = [100, 200, 300, 400, 500];

describe("the drawer", () => {
  it("says what it reads while it waits, then the figure, the records with links, and their sum", async () => {
    frame(pagesOf(buildRevenue([1_820_000, 975_000], { value: 2_795_000 })).reply);
    const dialog = screen.getByRole("dialog", {
      name: "Why this number? Maya Okafor Revenue Closed, November",
    });
    expect(within(dialog).getByRole("status").textContent).toContain("Reading the records behind it");
    await screen.findByRole("dialog", { name: /Revenue Closed, November: \$27,950$/ });
    const rows = within(screen.getByRole("table", { name: "Records behind the figure" })).getAllByRole("row");
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      "DayRecordAmount",
      "20 NovDeal 1$18,200",
      "20 NovDeal 2$9,750",
      "2 deals$27,950",
    ]);
    const link = screen.getByRole("link", { name: "Deal 1" });
    expect(link.getAttribute("href")).toBe("https://app.hubspot.test/contacts/1/record/0-3/1");
    expect([link.getAttribute("target"), link.getAttribute("rel")]).toEqual([
      "_blank",
      "noopener noreferrer",
    ]);
    screen.getByText("2 records, and they add up exactly.");
  });

  it("closes by Escape and gives focus back to the figure", async () => {
    const opener = frame(pagesOf(buildRevenue([100])).reply);
    const dialog = await screen.findByRole("dialog", { name: /\$1$/ });
    expect(new URLSearchParams(location.search).get("explain")).toBe(
      "revenue_closed,maya,2026-11-01,2026-11-30",
    );
    fireEvent.keyDown(dialog, { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(document.activeElement).toBe(opener);
    expect(location.search).toBe("");
  });

  it("shows the total first, and reads on until every record is there, as of the first answer", async () => {
    const { reply, asked } = pagesOf(buildRevenue(amounts));
    frame(reply);
    fireEvent.click(await screen.findByRole("button", { name: "Show more, 2 of 5" }));
    const table = screen.getByRole("table", { name: "Records behind the figure" });
    expect(within(table).getAllByRole("row")[1]?.textContent).toBe("5 deals$15");
    expect(screen.queryByText(/add up/)).toBeNull();
    fireEvent.click(await screen.findByRole("button", { name: "Show more, 4 of 5" }));
    await screen.findByText("5 records, and they add up exactly.");
    expect(within(table).getAllByRole("row").at(-1)?.textContent).toBe("5 deals$15");
    expect(asked.map((query) => [query.get("at"), query.get("after_counted")])).toEqual([
      [null, null],
      ["2026-11-20T14:32:00.000Z", "2"],
      ["2026-11-20T14:32:00.000Z", "4"],
    ]);
    // The button went with the last page; focus stays in the drawer, where Escape is heard.
    expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true);
  });

  it("keeps what it shows when a further page fails, and tries again", async () => {
    const { reply } = pagesOf(buildRevenue(amounts, { countedTotal: 5 }), 4);
    let down = true;
    frame((query) => {
      if (query.has("after_counted") && down) throw new TypeError("Nobody answered");
      return reply(query);
    });
    fireEvent.click(await screen.findByRole("button", { name: "Show more, 4 of 5" }));
    await screen.findByText("More could not be loaded.");
    screen.getByText("Deal 4");
    down = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Deal 5");
  });

  it("warns when the records do not add up, and loads again", async () => {
    const whole = buildRevenue([100, 200]);
    const wrong = { ...whole, counted: whole.counted.slice(1), countedTotal: 1 };
    let first = true;
    frame(() => {
      const answer = Response.json(first ? wrong : whole);
      first = false;
      return answer;
    });
    await screen.findByText(/The records listed add up to \$2, the figure to \$3/);
    fireEvent.click(screen.getByRole("button", { name: "Load again" }));
    await screen.findByText("2 records, and they add up exactly.");
  });

  it("says what went wrong and asks again, offline as well", async () => {
    const problem = {
      type: "https://x.test/problems/not-permitted",
      title: "No",
      status: 403,
      requestId: "r1",
    };
    const replies: Reply[] = [
      () => Response.json(problem, { status: 403 }),
      () => {
        throw new TypeError("Nobody answered");
      },
      pagesOf(buildRevenue([100])).reply,
    ];
    frame((query) => (replies.shift() ?? replies[0] ?? (() => Response.error()))(query));
    await screen.findByText("This is not open to you");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("You are offline");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("1 record makes up the total exactly.");
  });

  it("tells peers how many records there are, and offers nothing to download", async () => {
    const hidden = { value: 8_640_000, countedTotal: 6, recordsVisible: false } as const;
    frame(() => Response.json(buildRevenue([], hidden)));
    await screen.findByText(/^6 records are counted/);
    expect(screen.queryByRole("table")).toBeNull();
    expect(screen.queryByRole("button", { name: "Download CSV" })).toBeNull();
  });

  it("asks as of the instant that the board shows, and says so", async () => {
    const at = "2026-11-18T10:00:00.000Z";
    const { reply, asked } = pagesOf(buildRevenue([100], { asOf: at }));
    frame(reply, { ...FIGURE, at });
    await screen.findByText("As it was known on 18 Nov 10:00. What became known later is not in it.");
    expect(asked[0]?.get("at")).toBe(at);
  });
});

describe("its file", () => {
  it("holds every page of counted and left-out records, each once", async () => {
    const files = savedFiles();
    const leftOut = ["a", "b", "c", "d"].map((crmId) =>
      buildLine({ crmId, title: `Out ${crmId}`, leftOut: "no_amount", contribution: 0 }),
    );
    frame(pagesOf(buildRevenue([...amounts, 600, 700], { leftOut, leftOutTotal: 4 })).reply);
    fireEvent.click(await screen.findByRole("button", { name: "Download CSV" }));
    await waitFor(() => expect(files.length).toBe(1));
    expect(files[0]?.name).toBe("standings-revenue-closed-maya-okafor-2026-11-01-2026-11-30.csv");
    const lines = (await files[0]?.text)?.split("\r\n") ?? [];
    expect(lines.length).toBe(1 + 7 + 4 + 1);
    const titles = lines.slice(1, -1).map((line) => line.split(",")[5]);
    expect(new Set(titles).size).toBe(11);
  });

  it("is not made of some of the records: what fails is said", async () => {
    const files = savedFiles();
    const { reply } = pagesOf(buildRevenue(amounts));
    frame((query) => (query.has("limit") && query.has("after_counted") ? Response.error() : reply(query)));
    fireEvent.click(await screen.findByRole("button", { name: "Download CSV" }));
    await screen.findByText(/^The file could not be made/);
    expect(files).toEqual([]);
  });
});

it("reads the left-out list on by itself", async () => {
  const leftOut = ["a", "b", "c"].map((crmId) =>
    buildLine({ crmId, title: `Out ${crmId}`, leftOut: "no_amount", contribution: 0 }),
  );
  const reasons = [{ reason: "no_amount", count: 3 }] as const;
  const whole = buildExplanation("revenue_closed", { value: 0, leftOut, leftOutReasons: [...reasons] });
  frame(pagesOf(whole).reply);
  await screen.findByRole("heading", { name: "3: No amount" });
  fireEvent.click(screen.getByRole("button", { name: "Show more, 2 of 3" }));
  await screen.findByText("Out c");
  expect(screen.getAllByText(/^Out /).length).toBe(3);
});

describe("what has no date", () => {
  const undated = ["a", "b", "c"].map((crmId) =>
    buildLine({
      crmId,
      title: `Some day ${crmId}`,
      url: `https://crm.test/${crmId}`,
      day: null,
      leftOut: crmId === "c" ? "deleted_in_crm" : "no_date",
      contribution: 0,
    }),
  );

  it("stands apart and is read on by itself, each with its way into the CRM", async () => {
    const { reply, asked } = pagesOf(buildRevenue([100], { undated, undatedTotal: 3 }));
    frame(reply);
    const heading = await screen.findByRole("heading", { name: "Without a date" });
    const group = within(heading.closest("section") ?? document.body);
    group.getByText("3 records are in no period until they have the date that decides it.");
    expect(group.getAllByRole("link").map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining("Some day a"),
      expect.stringContaining("Some day b"),
    ]);
    fireEvent.click(screen.getByRole("button", { name: "Show more, 2 of 3" }));
    await screen.findByText(/Some day c/);
    expect(asked.at(-1)?.get("after_undated")).toBe("2");
    group.getByText(/Deleted in the CRM/);
    expect(screen.queryByRole("heading", { name: "Left out" })).toBeNull();
    screen.getByText("1 record makes up the total exactly.");
  });

  it("is not spoken of where there is nothing", async () => {
    frame(pagesOf(buildRevenue([100])).reply);
    await screen.findByText("1 record makes up the total exactly.");
    expect(screen.queryByRole("heading", { name: "Without a date" })).toBeNull();
  });

  it("is in the file, as that", async () => {
    const files = savedFiles();
    frame(pagesOf(buildExplanation("revenue_closed", { undated, undatedTotal: 3 })).reply);
    fireEvent.click(await screen.findByRole("button", { name: "Download CSV" }));
    await waitFor(() => expect(files.length).toBe(1));
    const lines = (await files[0]?.text)?.split("\r\n").slice(1, -1) ?? [];
    expect(lines.map((line) => line.split(",")[0])).toEqual(["no date", "no date", "no date"]);
  });
});

it("names those whose quotas make up a quota, each with the way to their page, and asks the same of who is on track", async () => {
  const person = { id: "ada", name: "Ada", result: 9_000_000, quota: 10_000_000, attainment: 90 };
  const { reply, asked } = pagesOf(
    buildExplanation("quota_attainment", {
      member: null,
      value: 90,
      quota: {
        metric: "revenue_closed",
        unit: "money",
        amount: 10_000_000,
        source: "people",
        proRated: false,
        versions: [],
        over: { judged: 1, onTrack: 1, people: [{ ...person, status: "on_track" }] },
      },
    }),
  );
  frame(reply, { ...FIGURE, memberId: "", board: "on_track" });
  const table = await screen.findByRole("table", { name: "The quota of 1 person" });
  expect(screen.getByRole("heading", { name: /On track or reached, November: 1 of 1/ })).toBeTruthy();
  const [, row] = within(table).getAllByRole("row");
  expect(row?.textContent).toBe("Ada$90,000$100,00090%On track");
  expect(within(table).getByRole("link", { name: "Ada" })).toBeTruthy();
  expect(asked[0]?.get("board")).toBe("team_quota");
  expect(new URLSearchParams(window.location.search).get("explain")).toContain("on_track");
});

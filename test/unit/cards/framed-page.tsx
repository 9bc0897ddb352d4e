import { render } from "@testing-library/preact";
import type { ComponentChildren } from "preact";
import { vi } from "vitest";
import type { Session } from "../../../shared/contracts/access.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import type { WordBook } from "../../../shared/wording/words.ts";
import { AnswerCache } from "../../../ui-extension/cards/host/answer-cache.ts";
import { ApiClient } from "../../../ui-extension/cards/host/api-client.ts";
import { LiveFeed } from "../../../ui-extension/cards/host/live-feed.ts";
import { AnswerCacheContext } from "../../../ui-extension/cards/host/use-answer.ts";
import { searchOf } from "../../../ui-extension/cards/standings/address.ts";
import { type PageContext, PageProvider } from "../../../ui-extension/cards/standings/page-context.ts";
import { buildSession } from "../../builders/session.ts";

/** What the server answers by path: a value, or a status that refuses. */
export type Answers = Readonly<Record<string, unknown>>;

/** A page of the app within its frame: the real client over answers of the test. */
export async function framePage(
  options: { readonly role: Role; readonly answers: Answers; readonly books: readonly WordBook<object>[] },
  children: ComponentChildren,
) {
  const asked: string[] = [];
  const api = new ApiClient({
    tokenFor: () => Promise.resolve("token"),
    fetch: (address, init) => {
      const path = String(address).replace("/api/v1/", "");
      asked.push(`${init?.method ?? "GET"} ${path}`);
      return Promise.resolve(answerOf(options.answers[path.split("?")[0] ?? ""]));
    },
  });
  const words = new Map<unknown, object>();
  for (const book of options.books) words.set(book, await book.en());
  const context: PageContext = {
    page: window,
    api,
    session: sessionOf(options.role),
    locale: { language: "en-GB", timeZone: "America/New_York" },
    language: "en",
    live: new LiveFeed(window, api),
    liveState: "offline",
    // What a book of words holds is of the type that the book says.
    wordsOf: <Words extends object>(book: WordBook<Words>) => (words.get(book) as Words | undefined) ?? null,
    navigate: vi.fn(),
    guardLeaving: () => () => undefined,
    hrefOf: (target) => searchOf(target, ""),
    explain: vi.fn(),
    openDeals: vi.fn(),
    openRecord: vi.fn(),
  };
  const view = render(
    <AnswerCacheContext.Provider value={new AnswerCache()}>
      <PageProvider value={context}>{children}</PageProvider>
    </AnswerCacheContext.Provider>,
  );
  return { ...view, asked, context };
}

function answerOf(value: unknown): Response {
  if (typeof value === "object" && value !== null) return Response.json(value);
  const status = typeof value === "number" ? value : 404;
  const type = status === 403 ? "/problems/not-permitted" : "/problems/not-found";
  return Response.json({ type, title: "No", status, requestId: "r1" }, { status });
}

function sessionOf(role: Role): Session {
  return buildSession({
    role,
    member: { crmId: "o1", teamId: "east" },
    tenant: { timeZone: "America/New_York" },
  });
}

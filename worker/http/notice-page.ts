import { html } from "hono/html";
import type { HttpContext } from "./context.ts";

/** A page of a few sentences, which the Worker writes itself. */
export interface NoticePage {
  readonly host: "hubspot" | "salesforce";
  readonly tone: "good" | "plain";
  readonly title: string;
  readonly lines: readonly string[];
  /** What happens or is done next, in order. */
  readonly next: readonly string[];
  readonly link: {
    readonly href: string;
    readonly words: string;
    /** For a page in a frame: what it leads to does not open in one. */
    readonly beside?: boolean;
  } | null;
  /** Who may frame it; nobody when it is empty. */
  readonly framedBy?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** The build of the cards puts it there. Without it the page is as plain as its sentences. */
const SHEET = "/cards/notice.css";

/** Whether somebody looks at the answer in a browser. */
export function wantsHtml(c: HttpContext): boolean {
  return (c.req.header("accept") ?? "*/*").includes("text/html");
}

/** A page without script: all there is to say are a few sentences. */
export async function answerPage(status: number, page: NoticePage): Promise<Response> {
  const { host, tone, title, lines, next, link, framedBy = [] } = page;
  const steps = next.length === 0 ? "" : html`<ol>${next.map((line) => html`<li>${line}</li>`)}</ol>`;
  const text = await html`<!doctype html>
    <html lang="en" data-host="${host}" data-mode="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Standings</title>
        <link rel="stylesheet" href="${SHEET}" />
      </head>
      <body>
        <main class="notice">
          <div class="notice-card notice-${tone}">
            <p class="notice-brand">Standings</p>
            <h1>${title}</h1>
            ${lines.map((line) => html`<p>${line}</p>`)} ${steps} ${link ? drawLink(link) : ""}
          </div>
        </main>
      </body>
    </html>`;
  const ancestors = framedBy.length === 0 ? "'none'" : framedBy.join(" ");
  const policy = `default-src 'none'; style-src 'self'; frame-ancestors ${ancestors}; base-uri 'none'; form-action 'none'`;
  return new Response(String(text), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      ...page.headers,
    },
  });
}

function drawLink({ href, words, beside = false }: NonNullable<NoticePage["link"]>) {
  return beside
    ? html`<p><a class="notice-link" href="${href}" target="_blank" rel="noopener">${words}</a></p>`
    : html`<p><a class="notice-link" href="${href}">${words}</a></p>`;
}

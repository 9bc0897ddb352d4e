/** The built pages as the Worker serves them, and a page of another origin that frames them as a CRM does. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createFixtureProduct, type FixtureProduct } from "./fixture/product.ts";

const DIST = path.join(import.meta.dirname, "../../ui-extension/dist");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
};

/** A running server; pages and host have origins of their own. */
export interface ScreenServer {
  /** Where the pages are, without a slash at the end. */
  readonly pageOrigin: string;
  /** Where the page that frames them is. */
  readonly hostOrigin: string;
  readonly product: FixtureProduct;
  readonly stop: () => Promise<void>;
}

/** Starts on a free port. The pages must have been built. */
export async function startScreenServer(): Promise<ScreenServer> {
  let product: FixtureProduct | null = null;
  const server = createServer((request, response) => {
    if (!product) throw new Error("The server was asked before it was ready");
    answer(product, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const pageOrigin = `http://127.0.0.1:${port}`;
  const hostOrigin = `http://localhost:${port}`;
  product = createFixtureProduct({ publicUrl: pageOrigin, hostOrigins: [hostOrigin], fetchAsset });
  return {
    pageOrigin,
    hostOrigin,
    product,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A file of the build; a folder is its page. */
async function fetchAsset(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const file = path.join(
    DIST,
    decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname),
  );
  if (!file.startsWith(DIST)) return new Response(null, { status: 404 });
  try {
    const headers = { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" };
    return new Response(await readFile(file), { headers });
  } catch {
    return new Response(null, { status: 404 });
  }
}

async function answer(
  product: FixtureProduct,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host}`);
  if (url.pathname === "/host") {
    outgoing.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(HOST_PAGE);
    return;
  }
  if (url.pathname === "/host/ticket") {
    const [company = "", person = ""] = (url.searchParams.get("as") ?? "").split(".");
    outgoing.writeHead(200).end(await product.mintTicket(company, person));
    return;
  }
  const response = await product.app.fetch(await requestOf(url, incoming));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function requestOf(url: URL, incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const method = incoming.method ?? "GET";
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return new Request(url, { method, headers, body: Buffer.concat(chunks) });
}

/** As the CRM does it: a frame of another origin, given a ticket, asked for others, and as high as it says. */
const HOST_PAGE = `<!doctype html><html lang="en"><title>A CRM</title>
<style>body{margin:0}iframe{display:block;border:0;width:100%;height:100vh}</style>
<iframe title="Standings"></iframe>
<script>
const asked = new URLSearchParams(location.search);
const frame = document.querySelector("iframe");
const origin = "http://127.0.0.1:" + location.port;
const mint = async () => (await fetch("/host/ticket?as=" + asked.get("as"))).text();
addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow || event.origin !== origin) return;
  if (event.data?.type === "standings:renew")
    frame.contentWindow.postMessage({ type: "standings:ticket", ticket: await mint() }, origin);
  if (event.data?.type === "standings:height" && asked.get("fit")) frame.style.height = event.data.height + "px";
});
mint().then((ticket) => { frame.src = origin + asked.get("path") + "#ticket=" + ticket; });
</script></html>`;

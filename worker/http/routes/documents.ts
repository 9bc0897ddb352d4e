import { Hono } from "hono";
import { html, raw } from "hono/html";
import { type GenerateSpecOptions, generateSpecs } from "hono-openapi";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { newSecret } from "../credentials.ts";
import { listProblems } from "../problem.ts";

type Specification = Awaited<ReturnType<typeof generateSpecs>>;

/** The OpenAPI document of the whole app, and a page that shows it. Made once per isolate. */
export function documentRoutes(dependencies: HttpDependencies, whole: () => Hono<HttpEnv>): Hono<HttpEnv> {
  let made: Promise<Specification> | null = null;
  const specification = () => {
    made ??= generateSpecs(whole(), { documentation: describeApi(dependencies.publicUrl) });
    return made;
  };
  return new Hono<HttpEnv>()
    .get("/openapi.json", async (c) => c.json(await specification()))
    .get("/docs", async (c) => drawPage(c, await specification(), newSecret(dependencies.randomBytes)));
}

function describeApi(publicUrl: string): GenerateSpecOptions["documentation"] {
  return {
    info: {
      title: "Standings",
      version: "1",
      description:
        "Sales leaderboards, quotas and activity. Money is whole minor units of `currency`; percentages are unrounded; durations are seconds. Null is no data, which is not zero.",
    },
    servers: [{ url: publicUrl }],
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A session token or an API key." },
        display: {
          type: "http",
          scheme: "bearer",
          description: "The key of a screen; it opens its board alone.",
        },
        operator: { type: "http", scheme: "bearer", description: "The operator's key." },
        hubspotSignature: { type: "apiKey", in: "header", name: "X-HubSpot-Signature-v3" },
        pingSignature: { type: "apiKey", in: "header", name: "X-Standings-Signature" },
      },
    },
  };
}

interface DrawnOperation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly operation: {
    readonly summary?: string;
    readonly description?: string;
    readonly parameters?: readonly unknown[];
    readonly responses?: object;
  };
}

function operationsOf(specification: Specification): readonly DrawnOperation[] {
  return Object.entries(specification.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).flatMap(([method, operation]) =>
      typeof operation === "object" && "responses" in operation
        ? [{ method: method.toUpperCase(), path, tag: operation.tags?.[0] ?? "Service", operation }]
        : [],
    ),
  );
}

async function drawPage(c: HttpContext, specification: Specification, nonce: string): Promise<Response> {
  const tags = Map.groupBy(operationsOf(specification), ({ tag }) => tag);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Standings API</title>
        <style nonce="${nonce}">${raw(STYLE)}</style>
      </head>
      <body>
        <h1>Standings API</h1>
        <p>${specification.info.description} <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a></p>
        ${[...tags].map(([tag, operations]) => html`<h2>${tag}</h2>${operations.map(drawOperation)}`)}
        <h2>Schemas</h2>
        ${Object.entries(specification.components?.schemas ?? {}).map(
          ([name, schema]) =>
            html`<details id="${name}"><summary>${name}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`,
        )}
        <h2>Problems</h2>
        <table>
          <tr><th>type</th><th>status</th><th>meaning</th><th>what to do</th></tr>
          ${listProblems().map(
            ({ name, status, title, action }) =>
              html`<tr><td><code>/problems/${name}</code></td><td>${status}</td><td>${title}</td><td>${action}</td></tr>`,
          )}
        </table>
      </body>
    </html>`;
  return c.html(page, 200, {
    "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`,
  });
}

function drawOperation({ method, path, operation }: DrawnOperation) {
  return html`<details>
    <summary><code>${method} ${path}</code> ${operation.summary ?? ""}</summary>
    <p>${operation.description ?? ""}</p>
    ${drawJson("Parameters", operation.parameters)} ${drawJson("Answers", operation.responses)}
  </details>`;
}

function drawJson(title: string, value: unknown) {
  if (value === undefined) return "";
  return html`<h3>${title}</h3><pre>${JSON.stringify(value, null, 2)}</pre>`;
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2733; background: #fff }
  code, pre { font: 14px/1.45 ui-monospace, monospace }
  pre { overflow: auto; background: #f3f5f8; padding: .75rem; border-radius: .375rem }
  summary { cursor: pointer; padding: .25rem 0 }
  table { border-collapse: collapse } td, th { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top }
`;

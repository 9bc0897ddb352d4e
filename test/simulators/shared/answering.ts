import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer } from "./exchange.ts";

const BODY_BYTES_MAX = 10 * 1024 * 1024;

interface Payload {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The body of a request; null when it is too large. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_BYTES_MAX) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Answers a request. */
export function send(response: ServerResponse, answer: Answer): void {
  const { body, headers } = payloadOf(answer);
  const hasBody = answer.status !== 204 && answer.status !== 304;
  const length = hasBody ? { "content-length": String(body.length) } : {};
  response.writeHead(answer.status, { ...headers, ...length, ...answer.headers });
  response.end(hasBody ? body : undefined);
}

/** Begins to answer, and breaks off in the middle. */
export function cut(response: ServerResponse, answer: Answer): void {
  const { body, headers } = payloadOf(answer);
  const length = { "content-length": String(body.length + 1) };
  response.writeHead(answer.status, { ...headers, ...length, ...answer.headers });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

/** Listens on loopback, and tells the address; port 0 takes any free one. */
export async function listenOnLoopback(server: Server, port: number): Promise<string> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** Stops listening, whoever still waits. */
export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

function payloadOf(answer: Answer): Payload {
  if (answer.text !== undefined) {
    const type = answer.type ?? "text/html; charset=utf-8";
    return { body: Buffer.from(answer.text), headers: { "content-type": type } };
  }
  if (answer.json === undefined) return { body: Buffer.alloc(0), headers: {} };
  return {
    body: Buffer.from(JSON.stringify(answer.json)),
    headers: { "content-type": "application/json;charset=utf-8" },
  };
}

import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./context.ts";
import { answerProblem } from "./problem.ts";

/** Whoever still sends more than that after the answer is known may lose the line. */
const DROPPED_BYTES_MAX = 16 * 1024 * 1024;

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

/**
 * Reads what nobody wanted of a body, and keeps none of it. An answer to somebody who is still sending gets lost with
 * the line, or arrives as a fault of the server.
 */
export function readBodiesToTheirEnd(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    await next();
    const { body } = c.req.raw;
    if (body && !body.locked) await drop(body.getReader());
  };
}

/**
 * Refuses larger bodies, whether their length is told or not. Hono's own limit stops reading what it refuses, and holds
 * the body so that nobody else can read on.
 */
export function limitBody(bytesMax: number): MiddlewareHandler<HttpEnv> {
  const refuse = (c: Parameters<MiddlewareHandler<HttpEnv>>[0]) =>
    answerProblem(c, "body-too-large", { detail: `At most ${bytesMax / 1024} KB are taken here.` });
  return async (c, next) => {
    const { raw } = c.req;
    if (!raw.body) return next();
    const told = raw.headers.has("transfer-encoding") ? null : raw.headers.get("content-length");
    if (told !== null) return Number(told) > bytesMax ? refuse(c) : next();
    const reader = raw.body.getReader();
    const body = await readAtMost(reader, bytesMax).catch(() => undefined);
    // Whoever sent it is gone; what they sent is no fault of ours.
    if (body === undefined) return answerProblem(c, "malformed-json");
    if (body === null) {
      await drop(reader);
      return refuse(c);
    }
    c.req.raw = new Request(raw, { body });
    return next();
  };
}

/** All of a body; null as soon as there is more. */
async function readAtMost(reader: Reader, bytesMax: number): Promise<Blob | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    size += value.length;
    if (size > bytesMax) return null;
    chunks.push(value);
  }
}

async function drop(reader: Reader): Promise<void> {
  try {
    for (let size = 0; size <= DROPPED_BYTES_MAX; ) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.length;
    }
    await reader.cancel();
  } catch {
    // Whoever sent it is gone, and the answer with them.
  }
}

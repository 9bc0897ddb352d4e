import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { limitBody, readBodiesToTheirEnd } from "../../../worker/http/body-limit.ts";
import type { HttpEnv } from "../../../worker/http/context.ts";

const CHUNK = 1024;
const LIMIT = 4 * CHUNK;

/** A body of so many chunks that tells how many of them were taken. */
function chunked(chunks: number, onTaken: (taken: number) => void) {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken === chunks) return controller.close();
        taken += 1;
        onTaken(taken);
        controller.enqueue(new Uint8Array(CHUNK));
      },
    },
    { highWaterMark: 0 },
  );
  return { method: "POST", body, duplex: "half" } as const;
}

/** An app that reads a body at `/read`, and answers at `/refuse` without a look at it. */
function appUnderTest(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(readBodiesToTheirEnd());
  app.post("/refuse", (c) => c.text("no", 401));
  app.use(limitBody(LIMIT));
  app.post("/read", async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)));
  return app;
}

describe("a body", () => {
  it.each([
    [3, 200],
    [4, 200],
    [5, 413],
    [50, 413],
  ])(
    "of %d chunks whose length is not told is answered with %d when all of it is read",
    async (chunks, status) => {
      let taken = 0;
      const answer = await appUnderTest().request(
        "/read",
        chunked(chunks, (number) => {
          taken = number;
        }),
      );
      expect({ status: answer.status, taken }).toEqual({ status, taken: chunks });
      if (status === 200) expect(await answer.text()).toBe(String(chunks * CHUNK));
    },
  );

  it("that nobody wants is read before the answer goes out, where it is of a bearable size", async () => {
    let taken = 0;
    const send = (chunks: number) =>
      appUnderTest().request(
        "/refuse",
        chunked(chunks, (number) => {
          taken = number;
        }),
      );
    expect((await send(100)).status).toBe(401);
    expect(taken).toBe(100);
    expect((await send(1_000_000)).status).toBe(401);
    expect(taken).toBeLessThan(20_000);
  });

  it.each([
    ["/refuse", 401],
    ["/read", 400],
  ])("whose sender is gone in the middle is no fault of ours at %s", async (path, status) => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error("gone"));
      },
    });
    const answer = await appUnderTest().request(path, {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
    expect(answer.status).toBe(status);
  });

  it("may come with a length that is too large, or with none at all", async () => {
    const told = {
      method: "POST",
      body: new Uint8Array(1),
      headers: { "content-length": String(LIMIT + 1) },
    };
    expect((await appUnderTest().request("/read", told)).status).toBe(413);
    expect(await (await appUnderTest().request("/read", { method: "POST" })).text()).toBe("0");
  });
});

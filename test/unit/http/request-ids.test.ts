import { expect, it } from "vitest";
import { createMisconfiguredApp } from "../../../worker/http/misconfigured.ts";
import type { LogEntry } from "../../../worker/ports/logging.ts";

it("names what is not configured once, under the request that found it", async () => {
  const logged: LogEntry[] = [];
  let made = 0;
  const app = createMisconfiguredApp([{ variable: "PUBLIC_URL", message: "is missing" }], {
    log: (entry) => logged.push(entry),
    now: () => "2026-03-11T10:00:00.000Z",
    newRequestId: () => {
      made += 1;
      return `request-${made}`;
    },
  });
  const answers = [await app.request("/api/v1/healthz"), await app.request("/install/hubspot")];
  expect(answers.map(({ status }) => status)).toEqual([503, 503]);
  expect(await answers[1]?.json()).toMatchObject({
    type: "/problems/misconfigured",
    requestId: "request-2",
    errors: [{ path: "PUBLIC_URL", message: "is missing" }],
  });
  expect(logged.map(({ event, requestId }) => [event, requestId])).toEqual([
    ["misconfigured", "request-1"],
    ["request", "request-1"],
    ["request", "request-2"],
  ]);
});

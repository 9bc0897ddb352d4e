import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";

it("says that it is well when the database answers", async () => {
  const response = await exports.default.fetch("https://standings.test/api/v1/healthz");
  expect(await response.json()).toEqual({ status: "ok" });
});

import { expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { liveLane } from "./fakes.ts";

it("says that an adjustment was made though the live boards could not be told: asked again, it would count twice", async () => {
  const { parts, logged } = liveLane();
  const announce = async () => {
    throw new Error("The room is starting anew");
  };
  const draft = {
    kind: "adjustment",
    crmId: "first",
    action: "add",
    event: "deal_won",
    target: null,
    memberId: "m1",
    day: "2026-11-18",
    amount: null,
    reason: "Agreed",
    approvedBy: "m1",
  } as const;
  const made = await createLane({ ...parts, announce }).makeAdjustment(draft, {
    actor: null,
    requestId: "r1",
  });
  expect(made.kind).toBe("made");
  expect(logged).toMatchObject([{ event: "announcing_failed", requestId: "r1" }]);
});

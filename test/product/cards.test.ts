/** Every card inside the CRM, on one stage: what a rep, a manager and an admin see and do there. */
import { afterAll } from "vitest";
// In this order: the first looks at an account without quotas, and each win is larger than those before.
import "./cards/admin.ts";
import "./cards/deal.ts";
import "./cards/live-board.ts";
import "./cards/people.ts";
import { stopSharedStage } from "./cards/stage.ts";

afterAll(stopSharedStage);

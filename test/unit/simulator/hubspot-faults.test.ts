import { afterEach, describe, expect, it } from "vitest";
import { createFaults, RECOVERABLE_FAULTS, readFaultNames } from "../../simulators/hubspot/serving/faults.ts";
import type { InstalledSimulator } from "./installed-simulator.ts";
import { startInstalled } from "./installed-simulator.ts";

let simulator: InstalledSimulator | null = null;

afterEach(async () => {
  await simulator?.close();
  simulator = null;
});

async function startWith(
  faults: string,
  every: Readonly<Record<string, number>>,
): Promise<InstalledSimulator> {
  simulator = await startInstalled({ settings: { timeoutHoldMilliseconds: 1 } });
  await simulator.control("POST", "/simulator/faults", { faults, every });
  return simulator;
}

/** A number for every call: its status, or 0 when the connection broke. */
async function outcomes(started: InstalledSimulator, count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let left = count; left > 0; left -= 1) {
    const outcome = await started.call("GET", "/crm/v3/objects/deals?limit=1").then(
      ({ status }) => status,
      () => 0,
    );
    seen.push(outcome);
  }
  return seen;
}

describe("faults", () => {
  it("strike every n-th time, beginning where the seed says", () => {
    const struck = (seed: number) => {
      const faults = createFaults(seed, ["cut"]);
      return Array.from({ length: 60 }, () => faults.strikes("cut")).flatMap((hit, place) =>
        hit ? [place] : [],
      );
    };
    expect(struck(0)).toEqual([28, 57]);
    expect(struck(4)).toEqual([24, 53]);
    expect(struck(4)).toEqual(struck(4));
  });

  it("called all are those that can be lived through", () => {
    expect(readFaultNames("all")).toEqual([...RECOVERABLE_FAULTS]);
    expect(() => readFaultNames("fire")).toThrow(/Unknown fault/);
  });

  it("refuse with 429 and say how long to wait", async () => {
    const started = await startWith("429", { "429": 3 });
    expect((await outcomes(started, 6)).filter((status) => status === 429).length).toBe(2);
  });

  it("break off connections and leave calls without an answer, but let the next call through", async () => {
    const started = await startWith("cut,timeout", { cut: 4, timeout: 5 });
    const seen = await outcomes(started, 20);
    expect(seen.filter((status) => status === 0).length).toBeGreaterThan(5);
    expect(seen.filter((status) => status === 200).length).toBeGreaterThan(10);
  });

  it("are down in several ways, one call in n", async () => {
    const started = await startWith("500", { "500": 2 });
    const failed = (await outcomes(started, 8)).filter((status) => status !== 200);
    expect([...failed].sort()).toEqual([500, 502, 503, 504]);
  });

  it("end a token before its time, once in n calls", async () => {
    const started = await startWith("expired_token", { expired_token: 2 });
    const seen = await outcomes(started, 4);
    expect(seen).toContain(401);
    expect(seen.indexOf(401)).toBeLessThan(2);
  });

  it("revoke the grant for good", async () => {
    const started = await startWith("revoked_token", { revoked_token: 3 });
    const seen = await outcomes(started, 6);
    expect(seen.slice(-3)).toEqual([401, 401, 401]);
  });

  it("take a scope away", async () => {
    const started = await startWith("missing_scope", {});
    expect((await started.call("GET", "/crm/v3/objects/calls")).status).toBe(403);
    expect((await started.call("GET", "/crm/v3/objects/deals")).status).toBe(200);
  });

  it("make the same few records unreadable wherever they are read", async () => {
    const started = await startWith("malformed_record", { malformed_record: 20 });
    const { json } = await started.call("GET", "/crm/v3/objects/deals?limit=100&properties=amount");
    type Shown = { id: string; properties?: { amount: string } };
    const spoiled = json.results.filter(
      ({ properties }: Shown) => properties?.amount === undefined || properties.amount === "12,5O",
    );
    expect(spoiled.length).toBe(5);
    const again = await started.call("GET", `/crm/v3/objects/deals/${spoiled[0].id}?properties=amount`);
    expect(again.json).toEqual(spoiled[0]);
  });

  it("can be switched off again", async () => {
    const started = await startWith("500", { "500": 1 });
    await started.control("POST", "/simulator/faults", { faults: [] });
    expect(await outcomes(started, 3)).toEqual([200, 200, 200]);
  });
});

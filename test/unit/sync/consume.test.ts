import { describe, expect, it } from "vitest";
import { consume, DELIVERIES_MAX } from "../../../worker/app/sync/consume.ts";
import type { LogEntry } from "../../../worker/ports/logging.ts";
import type { LaneVerdict, SyncHint, SyncMessage } from "../../../worker/ports/sync.ts";
import { hint, lanesWith } from "./fakes.ts";

function delivery(body: unknown, attempts = 1) {
  const outcome: { acked: boolean; delaySeconds: number | null } = { acked: false, delaySeconds: null };
  return {
    body,
    attempts,
    outcome,
    ack() {
      outcome.acked = true;
    },
    retry({ delaySeconds }: { readonly delaySeconds: number }) {
      outcome.delaySeconds = delaySeconds;
    },
  };
}

describe("the consumer of the queue", () => {
  const message = (tenantId: string, ...ids: readonly string[]): SyncMessage => ({
    tenantId,
    requestId: `request-${tenantId}-${ids.join("-")}`,
    hints: ids.map((id) => hint(id)),
  });
  const consumeWith = async (
    answer: (tenantId: string, hints: readonly SyncHint[]) => Promise<LaneVerdict>,
    deliveries: readonly ReturnType<typeof delivery>[],
  ) => {
    const givenUp: string[] = [];
    const logged: LogEntry[] = [];
    await consume(
      {
        lanes: lanesWith((tenantId) => ({ syncRecords: (hints) => answer(tenantId, hints) })),
        log: (entry) => logged.push(entry),
        newRequestId: () => "request-of-the-run",
        giveUp: async (tenantId) => {
          givenUp.push(tenantId);
        },
      },
      deliveries,
    );
    return { givenUp, logged, outcomes: deliveries.map(({ outcome }) => outcome) };
  };
  const done = async (): Promise<LaneVerdict> => ({ kind: "done" });

  it("asks each tenant's lane once, with all hints of that tenant and of no other", async () => {
    const asked: Record<string, string[]> = {};
    const { outcomes } = await consumeWith(
      async (tenantId, hints) => {
        asked[tenantId] = hints.flatMap((of) => ("recordId" in of ? [of.recordId] : []));
        return { kind: "done" };
      },
      [delivery(message("a", "1")), delivery(message("b", "2")), delivery(message("a", "3"))],
    );
    expect(asked).toEqual({ a: ["1", "3"], b: ["2"] });
    expect(outcomes.every(({ acked }) => acked)).toBe(true);
  });

  it("acknowledges nothing that is not written, and waits as long as the CRM asked", async () => {
    const { outcomes } = await consumeWith(
      async (tenantId) =>
        tenantId === "a" ? { kind: "retry", delaySeconds: 40, reason: "rate_limited" } : { kind: "done" },
      [delivery(message("a", "1")), delivery(message("b", "2"))],
    );
    expect(outcomes).toEqual([
      { acked: false, delaySeconds: 40 },
      { acked: true, delaySeconds: null },
    ]);
  });

  it("tries again, with longer and longer pauses, when a lane is lost in the middle", async () => {
    const lost = async (): Promise<LaneVerdict> => {
      throw new Error("Durable Object reset");
    };
    const { outcomes } = await consumeWith(lost, [delivery(message("a", "1"), 1)]);
    const later = await consumeWith(lost, [delivery(message("a", "1"), 6)]);
    expect([outcomes[0]?.delaySeconds, later.outcomes[0]?.delaySeconds]).toEqual([2, 64]);
  });

  it("gives up at last, says so, and leaves the rest to the polls", async () => {
    const { outcomes, givenUp } = await consumeWith(
      async () => ({ kind: "retry", delaySeconds: 1, reason: "unavailable" }),
      [delivery(message("a", "1"), DELIVERIES_MAX)],
    );
    expect(outcomes[0]?.acked).toBe(true);
    expect(givenUp).toEqual(["a"]);
  });

  it("acknowledges what waits for the customer: connecting again reads everything", async () => {
    const { outcomes } = await consumeWith(
      async () => ({ kind: "stopped", reason: "reconnect" }),
      [delivery(message("a", "1"))],
    );
    expect(outcomes[0]?.acked).toBe(true);
  });

  it("throws away a message that is none, without holding up the others", async () => {
    const { outcomes } = await consumeWith(done, [delivery({ what: 1 }), delivery(message("a", "1"))]);
    expect(outcomes.map(({ acked }) => acked)).toEqual([true, true]);
  });

  it("says of each notice what became of it, under the request that brought it", async () => {
    const verdictOf: Readonly<Record<string, LaneVerdict>> = {
      b: { kind: "retry", delaySeconds: 1, reason: "rate_limited" },
      c: { kind: "stopped", reason: "reconnect" },
    };
    const { logged } = await consumeWith(
      async (tenantId) => verdictOf[tenantId] ?? { kind: "done" },
      [
        delivery(message("a", "1")),
        delivery(message("a", "1")),
        delivery(message("a", "2")),
        delivery(message("b", "3")),
        delivery(message("c", "4")),
      ],
    );
    expect(logged).toEqual([
      { event: "sync_done", requestId: "request-a-1", tenantId: "a" },
      { event: "sync_done", requestId: "request-a-2", tenantId: "a" },
      { event: "sync_retry", requestId: "request-b-3", tenantId: "b", reason: "rate_limited" },
      { event: "sync_stopped", requestId: "request-c-4", tenantId: "c", reason: "reconnect" },
    ]);
  });

  it("reads messages that carry no request, under an id of the run's own", async () => {
    const { requestId: _, ...old } = message("a", "1");
    const { outcomes, logged } = await consumeWith(done, [
      delivery(old),
      delivery({ ...old, requestId: 7 }),
      delivery({ what: 1 }),
    ]);
    expect(outcomes.map(({ acked }) => acked)).toEqual([true, true, true]);
    expect(logged).toEqual([
      { event: "queue_message_unreadable", requestId: "request-of-the-run" },
      { event: "sync_done", requestId: "request-of-the-run", tenantId: "a" },
    ]);
  });

  it("logs where a lost lane broke, and nothing that its message may quote", async () => {
    const { logged } = await consumeWith(async () => {
      throw new SyntaxError('Unexpected token in "Call Ms Miller back"');
    }, [delivery(message("a", "1"))]);
    expect(logged[0]).toMatchObject({ event: "lane_threw", requestId: "request-a-1", error: "SyntaxError" });
    expect(JSON.stringify(logged)).not.toContain("Miller");
  });
});

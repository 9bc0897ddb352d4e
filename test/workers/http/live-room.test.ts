import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { type BoardChoice, LiveMessage } from "../../../shared/contracts/live.ts";
import { createLedgerReader } from "../../../worker/adapters/d1/ledger-reader.ts";
import { roomRequest } from "../../../worker/adapters/durable/board-room.ts";
import { type SeededTenant, seedDeals, seedTenant } from "./seed.ts";

const MARCH: BoardChoice = { metric: "deals_won", from: "2026-03-01", to: "2026-03-31" };

async function openPage({ tenant }: SeededTenant) {
  const room = env.ROOM.get(env.ROOM.idFromName(tenant.id));
  const request = new Request("https://standings.test/api/v1/live", { headers: { upgrade: "websocket" } });
  const watcher = { tenantId: tenant.id, memberId: null, role: "member", endsAt: Date.UTC(2199, 0) } as const;
  const { webSocket } = await room.fetch(roomRequest(request, watcher));
  if (!webSocket) throw new Error("The room gave no socket");
  webSocket.accept();
  const next = () =>
    new Promise<LiveMessage>((resolve) => {
      const listener = ({ data }: MessageEvent) => {
        webSocket.removeEventListener("message", listener);
        resolve(v.parse(LiveMessage, JSON.parse(String(data))));
      };
      webSocket.addEventListener("message", listener);
    });
  return {
    room,
    watch(board: BoardChoice): Promise<LiveMessage> {
      const answer = next();
      webSocket.send(JSON.stringify({ type: "watch", board }));
      return answer;
    },
  };
}

describe("a room that missed an announcement", () => {
  it("takes the gap in the revisions for a change of anything", async () => {
    const east = await seedTenant(env.DB, { mark: "east", crmId: "3003" });
    const { room, watch } = await openPage(east);
    const nothing = { touched: { events: [], days: null }, memberIds: ["nobody"] } as const;
    const revision = await createLedgerReader(env.DB, east.tenant.id).loadRevision();
    await room.announce(east.tenant.id, { revision: revision + 1, ...nothing });
    expect(await watch(MARCH)).toMatchObject({ type: "board", total: null });
    await seedDeals(env.DB, east);
    await room.announce(east.tenant.id, { revision: revision + 3, ...nothing });
    expect(await watch(MARCH)).toMatchObject({ total: 4 });
  });
});

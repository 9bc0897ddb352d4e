import * as v from "valibot";
import { LiveTicket } from "../../shared/contracts/access.ts";
import { type BoardChoice, LiveMessage } from "../../shared/contracts/live.ts";

const SOCKETS_AT_ONCE = 20;
/** Longer than any message takes that still comes. */
const MESSAGE_MILLISECONDS_MAX = 60_000;

/** Sockets that watch one board, as so many open pages would. */
export interface Watchers {
  readonly count: number;
  /**
   * Waits until every socket was told a board with this total, and answers how long after `since` each was,
   * by `performance.now()`.
   */
  arrivals(total: number, since: number): Promise<readonly number[]>;
  close(): void;
}

/** Who opens the sockets, and what they watch. */
export interface WatchOptions {
  readonly workerUrl: string;
  readonly apiKey: string;
  readonly board: BoardChoice;
}

/** Opens sockets with a ticket each and waits until every one has its board. */
export async function openWatchers(count: number, options: WatchOptions): Promise<Watchers> {
  const sockets: WatchingSocket[] = [];
  while (sockets.length < count) {
    const wanted = Math.min(SOCKETS_AT_ONCE, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: wanted }, () => openSocket(options)))));
  }
  return {
    count,
    arrivals: (total, since) =>
      Promise.all(sockets.map(async (socket) => (await socket.untilTotal(total)) - since)),
    close() {
      for (const socket of sockets) socket.close();
    },
  };
}

/** One page: it keeps when which total arrived, so that nothing is missed between two questions. */
class WatchingSocket {
  readonly #socket: WebSocket;
  readonly #arrivedAt = new Map<number | null, number>();
  #onTotal: ((total: number | null) => void) | null = null;
  #onLost: ((why: Error) => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(String(data)));
    socket.addEventListener("close", ({ code, reason }) =>
      this.#onLost?.(new Error(`A socket was closed from the other side: ${code} ${reason}`)),
    );
  }

  /** Asks for the board, and waits until it is there. */
  watch(board: BoardChoice): Promise<void> {
    const arrived = this.#untilMessage("its board", () => true);
    this.#socket.send(JSON.stringify({ type: "watch", board }));
    return arrived;
  }

  /** When the board with this total arrived. */
  async untilTotal(total: number): Promise<number> {
    if (!this.#arrivedAt.has(total)) {
      await this.#untilMessage(`the total ${total}`, (arrived) => arrived === total);
    }
    return this.#arrivedAt.get(total) ?? Number.NaN;
  }

  close(): void {
    this.#onLost = null;
    this.#socket.close();
  }

  #untilMessage(what: string, isIt: (total: number | null) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`A socket was never told ${what}`)),
        MESSAGE_MILLISECONDS_MAX,
      );
      this.#onLost = reject;
      this.#onTotal = (total) => {
        if (!isIt(total)) return;
        clearTimeout(timer);
        this.#onTotal = null;
        resolve();
      };
    });
  }

  #take(text: string): void {
    const at = performance.now();
    const message = v.parse(LiveMessage, JSON.parse(text));
    if (message.type === "refused") this.#onLost?.(new Error(`The board was refused: ${message.reason}`));
    if (message.type !== "board" && message.type !== "difference") return;
    this.#arrivedAt.set(message.total, at);
    this.#onTotal?.(message.total);
  }
}

async function openSocket({ workerUrl, apiKey, board }: WatchOptions): Promise<WatchingSocket> {
  const answer = await fetch(`${workerUrl}/api/v1/live/ticket`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}` },
  });
  if (!answer.ok) throw new Error(`A ticket was refused: ${answer.status} ${await answer.text()}`);
  const { ticket } = v.parse(LiveTicket, await answer.json());
  const address = `${workerUrl.replace(/^http/, "ws")}/api/v1/live`;
  const socket = new WebSocket(address, ["standings", `ticket.${ticket}`]);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error("A socket was refused")), { once: true });
  });
  const watching = new WatchingSocket(socket);
  await watching.watch(board);
  return watching;
}

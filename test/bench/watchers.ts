import * as v from "valibot";
import { LiveTicket } from "../../shared/contracts/access.ts";
import { type BoardChoice, LiveMessage } from "../../shared/contracts/live.ts";

const SOCKETS_AT_ONCE = 20;
const SNAPSHOT_MILLISECONDS_MAX = 60_000;

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
  #waiting: { readonly total: number; readonly resolve: (at: number) => void } | null = null;
  #onBoard: (() => void) | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(String(data)));
  }

  watch(board: BoardChoice): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error("A socket was sent no board")),
        SNAPSHOT_MILLISECONDS_MAX,
      );
      this.#onBoard = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#socket.send(JSON.stringify({ type: "watch", board }));
    });
  }

  untilTotal(total: number): Promise<number> {
    const arrived = this.#arrivedAt.get(total);
    if (arrived !== undefined) return Promise.resolve(arrived);
    return new Promise((resolve) => {
      this.#waiting = { total, resolve };
    });
  }

  close(): void {
    this.#socket.close();
  }

  #take(text: string): void {
    const at = performance.now();
    const message = v.parse(LiveMessage, JSON.parse(text));
    if (message.type === "refused") throw new Error(`The board was refused: ${message.reason}`);
    if (message.type !== "board" && message.type !== "difference") return;
    this.#arrivedAt.set(message.total, at);
    this.#onBoard?.();
    if (this.#waiting?.total !== message.total) return;
    this.#waiting.resolve(at);
    this.#waiting = null;
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

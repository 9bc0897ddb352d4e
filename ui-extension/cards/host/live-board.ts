import type { BoardChoice, BoardHead, LiveMessage } from "../../../shared/contracts/live.ts";
import { applyDifference, type WatchedBoard } from "../../../shared/live/board-difference.ts";
import { HEARTBEAT_MILLISECONDS, PING, PONG } from "../../../shared/live/heartbeat.ts";
import type { ApiClient } from "./api-client.ts";

export type LiveState = "connecting" | "live" | "offline";

export interface LiveBoardHandlers {
  /** `head` with a whole board; null with what changed of one. */
  readonly onBoard: (board: WatchedBoard, head: BoardHead | null) => void;
  /** Something that the shared board does not show may have changed. */
  readonly onRefresh: () => void;
  readonly onState: (state: LiveState) => void;
}

const FIRST_RETRY_MILLISECONDS = 500;
const LAST_RETRY_MILLISECONDS = 30_000;
/** After so many questions without an answer the line counts as gone. */
const UNANSWERED_MAX = 2;

/**
 * Follows one board at a time over the socket, asks anew after a gap, and reconnects for as long as it is open.
 * Without a choice it only says whether the page is connected.
 */
export class LiveBoard {
  readonly #page: Window & typeof globalThis;
  readonly #api: ApiClient;
  readonly #handlers: LiveBoardHandlers;
  #choice: BoardChoice | null;
  #socket: WebSocket | null = null;
  #board: { sequence: number; board: WatchedBoard } | null = null;
  #retry = FIRST_RETRY_MILLISECONDS;
  #timer: number | undefined;
  #closed = false;
  #heartbeat: number | undefined;
  #unanswered = 0;
  /** Counts the tries to connect: what an earlier one still brings is dropped. */
  #attempt = 0;

  constructor(
    page: Window & typeof globalThis,
    api: ApiClient,
    choice: BoardChoice | null,
    handlers: LiveBoardHandlers,
  ) {
    this.#page = page;
    this.#api = api;
    this.#choice = choice;
    this.#handlers = handlers;
    page.addEventListener("offline", this.#onOffline);
    page.addEventListener("online", this.#onOnline);
    void this.#connect();
  }

  watch(choice: BoardChoice | null): void {
    this.#choice = choice;
    this.#board = null;
    this.#ask();
  }

  close(): void {
    this.#closed = true;
    this.#page.removeEventListener("offline", this.#onOffline);
    this.#page.removeEventListener("online", this.#onOnline);
    this.#page.clearTimeout(this.#timer);
    this.#page.clearInterval(this.#heartbeat);
    this.#socket?.close();
  }

  /** A socket whose line is gone may keep silent for minutes, so it is given up at once. */
  readonly #onOffline = (): void => {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#reconnectLater();
  };

  /** The line is back: there is nothing to wait for. */
  readonly #onOnline = (): void => {
    if (this.#socket !== null) return;
    this.#retry = FIRST_RETRY_MILLISECONDS;
    void this.#connect();
  };

  async #connect(): Promise<void> {
    if (this.#closed) return;
    this.#page.clearTimeout(this.#timer);
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#handlers.onState("connecting");
    const ticket = await this.#api.liveTicket();
    if (this.#closed || attempt !== this.#attempt) return;
    if (ticket.kind !== "ok") return this.#reconnectLater();
    const address = new URL("/api/v1/live", this.#page.location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new this.#page.WebSocket(address, ["standings", `ticket.${ticket.value.ticket}`]);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.#retry = FIRST_RETRY_MILLISECONDS;
      this.#handlers.onState("live");
      this.#unanswered = 0;
      this.#heartbeat = this.#page.setInterval(this.#beat, HEARTBEAT_MILLISECONDS);
      this.#ask();
    });
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      if (socket !== this.#socket) return;
      this.#unanswered = 0;
      if (event.data !== PONG) this.#take(event.data);
    });
    socket.addEventListener("close", () => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      this.#reconnectLater();
    });
  }

  /** Not every line that is gone is told of: asleep and awake again, or in another network, a page hears nothing. */
  readonly #beat = (): void => {
    this.#unanswered += 1;
    if (this.#unanswered > UNANSWERED_MAX) this.#onOffline();
    else this.#socket?.send(PING);
  };

  #ask(): void {
    if (this.#socket?.readyState !== this.#page.WebSocket.OPEN) return;
    const request = this.#choice ? { type: "watch", board: this.#choice } : { type: "unwatch" };
    this.#socket.send(JSON.stringify(request));
  }

  #take(text: string): void {
    const message = JSON.parse(text) as LiveMessage;
    if (message.type === "refresh") this.#handlers.onRefresh();
    if (message.type !== "board" && message.type !== "difference") return;
    if (!this.#choice || !sameChoice(message.board, this.#choice)) return;
    const next = message.type === "board" ? message : this.#afterDifference(message);
    if (next) this.#show(message.sequence, next, message.type === "board" ? (message.head ?? null) : null);
    else this.#ask();
  }

  /** Null when a message was missed in between, or the difference does not fit. */
  #afterDifference(message: Extract<LiveMessage, { type: "difference" }>): WatchedBoard | null {
    const known = this.#board;
    if (!known || message.sequence !== known.sequence + 1) return null;
    return applyDifference(known.board, message);
  }

  #show(
    sequence: number,
    { rows, total, leftOut, soFar, revision }: WatchedBoard,
    head: BoardHead | null,
  ): void {
    const board = { rows, total, leftOut, soFar, revision };
    this.#board = { sequence, board };
    this.#handlers.onBoard(board, head);
  }

  #reconnectLater(): void {
    if (this.#closed) return;
    this.#handlers.onState("offline");
    this.#board = null;
    this.#attempt += 1;
    this.#page.clearInterval(this.#heartbeat);
    this.#page.clearTimeout(this.#timer);
    this.#timer = this.#page.setTimeout(() => void this.#connect(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, LAST_RETRY_MILLISECONDS);
  }
}

function sameChoice(left: BoardChoice, right: BoardChoice): boolean {
  const names = Object.keys({ ...left, ...right }) as (keyof BoardChoice)[];
  return names.every((name) => left[name] === right[name]);
}

import type { BoardChoice, BoardHead } from "../../../shared/contracts/live.ts";
import type { WatchedBoard } from "../../../shared/live/board-difference.ts";
import type { ApiClient } from "./api-client.ts";
import { LiveBoard, type LiveState } from "./live-board.ts";

/** What a page hears of the board that it watches. */
export interface BoardListener {
  /** `head` with a whole board; null with what changed of one. */
  readonly onBoard: (board: WatchedBoard, head: BoardHead | null) => void;
  /** Something that only the viewer may see may have changed: fetch it. */
  readonly onRefresh: () => void;
}

/** The one socket of the app: pages come and go, it stays. One board is watched at a time, the last asked for. */
export class LiveFeed {
  readonly #socket: LiveBoard;
  readonly #states = new Set<(state: LiveState) => void>();
  #state: LiveState = "connecting";
  #watching: BoardListener | null = null;

  constructor(page: Window & typeof globalThis, api: ApiClient) {
    this.#socket = new LiveBoard(page, api, null, {
      onState: (state) => {
        this.#state = state;
        for (const listener of this.#states) listener(state);
      },
      onBoard: (board, head) => this.#watching?.onBoard(board, head),
      onRefresh: () => this.#watching?.onRefresh(),
    });
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Calls back when the connection comes or goes. Returns how to stop. */
  onState(listener: (state: LiveState) => void): () => void {
    this.#states.add(listener);
    return () => this.#states.delete(listener);
  }

  /** Follows a board until the returned function is called. A page without a board may watch one for `onRefresh`. */
  watch(choice: BoardChoice, listener: BoardListener): () => void {
    this.#watching = listener;
    this.#socket.watch(choice);
    return () => {
      if (this.#watching !== listener) return;
      this.#watching = null;
      this.#socket.watch(null);
    };
  }

  close(): void {
    this.#socket.close();
  }
}

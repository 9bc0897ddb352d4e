import type { Leaderboard } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { BoardChoice, LiveMessage } from "../../../shared/contracts/live.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { differenceBetween, type WatchedBoard } from "../../../shared/live/board-difference.ts";
import type { Result } from "../../domain/result.ts";
import type { QueryRefusal } from "../queries.ts";

/** Evaluates a board as every member may see it. */
export type EvaluateBoard = (choice: BoardChoice) => Promise<Result<Leaderboard, QueryRefusal>>;

/** What a write changed; an absent list means that anything may have. */
export interface Touched {
  readonly events: readonly EventId[] | null;
  readonly days: DaySpan | null;
}

interface BoardState {
  readonly choice: BoardChoice;
  /** Which of the ledger's events the board reads, and over which days. */
  readonly events: ReadonlySet<EventId>;
  readonly board: WatchedBoard;
  readonly period: DaySpan;
  readonly sequence: number;
}

/** How many different boards one tenant's room keeps; the one that was not asked for longest goes first. */
const WATCHED_BOARDS_MAX = 100;

/** One text for one choice, whatever the order of its fields. */
export function boardKey(choice: BoardChoice): string {
  const entries = Object.entries(choice).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/**
 * The boards that somebody watches. Each is evaluated once per change, however many watch it. It lives in
 * memory only: after an eviction the next change is sent as a whole board.
 */
export class WatchedBoards {
  readonly #evaluate: EvaluateBoard;
  readonly #eventsOf: (choice: BoardChoice) => readonly EventId[];
  readonly #boards = new Map<string, BoardState>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(evaluate: EvaluateBoard, eventsOf: (choice: BoardChoice) => readonly EventId[]) {
    this.#evaluate = evaluate;
    this.#eventsOf = eventsOf;
  }

  /** The whole board for a new watcher, from memory when somebody watches it already. */
  snapshot(choice: BoardChoice): Promise<LiveMessage> {
    return this.#inTurn(async () => {
      const key = boardKey(choice);
      const known = this.#boards.get(key);
      return known ? snapshotOf(known) : this.#evaluateAnew(key, choice, 1);
    });
  }

  /** Evaluates the watched boards that a write may have changed, and gives what each one's watchers get. */
  refresh(watched: readonly BoardChoice[], touched: Touched): Promise<Map<string, LiveMessage>> {
    return this.#inTurn(() => this.#refreshAll(watched, touched));
  }

  /** One evaluation after another: an older answer must never be kept or sent after a newer one. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #refreshAll(watched: readonly BoardChoice[], touched: Touched): Promise<Map<string, LiveMessage>> {
    const messages = new Map<string, LiveMessage>();
    const choices = new Map(watched.map((choice) => [boardKey(choice), choice]));
    for (const key of this.#boards.keys()) if (!choices.has(key)) this.#boards.delete(key);
    for (const [key, choice] of choices) {
      const known = this.#boards.get(key);
      if (known && !mayChange(known, touched)) continue;
      const message = known ? await this.#update(key, known) : await this.#evaluateAnew(key, choice, 1);
      if (message) messages.set(key, message);
    }
    return messages;
  }

  async #update(key: string, known: BoardState): Promise<LiveMessage | null> {
    const answer = await this.#evaluate(known.choice);
    if (!answer.ok) {
      this.#boards.delete(key);
      return { type: "refused", reason: answer.error.reason };
    }
    // A period such as "this month" moves on at midnight: then the old rows say nothing.
    const { from, to } = answer.value.period;
    if (from !== known.period.from || to !== known.period.to) {
      return this.#keep(key, known.choice, answer.value, known.sequence + 1);
    }
    const change = differenceBetween(known.board, answer.value);
    if (!change) return null;
    const sequence = known.sequence + 1;
    this.#keep(key, known.choice, answer.value, sequence);
    return { type: "difference", board: known.choice, sequence, ...change };
  }

  async #evaluateAnew(key: string, choice: BoardChoice, sequence: number): Promise<LiveMessage> {
    const answer = await this.#evaluate(choice);
    if (!answer.ok) return { type: "refused", reason: answer.error.reason };
    return this.#keep(key, choice, answer.value, sequence);
  }

  #keep(key: string, choice: BoardChoice, answer: Leaderboard, sequence: number): LiveMessage {
    const { rows, total, leftOut, soFar, revision, period } = answer;
    const state: BoardState = {
      choice,
      events: new Set(this.#eventsOf(choice)),
      board: { rows, total, leftOut, soFar, revision },
      period: { from: period.from, to: period.to },
      sequence,
    };
    this.#boards.delete(key);
    this.#boards.set(key, state);
    if (this.#boards.size > WATCHED_BOARDS_MAX) {
      const oldest = this.#boards.keys().next().value;
      if (oldest !== undefined) this.#boards.delete(oldest);
    }
    return snapshotOf(state);
  }
}

function snapshotOf(state: BoardState): LiveMessage {
  return { type: "board", board: state.choice, sequence: state.sequence, ...state.board };
}

function mayChange(state: BoardState, touched: Touched): boolean {
  const eventsMeet = touched.events === null || touched.events.some((event) => state.events.has(event));
  const { days } = touched;
  // Movement and comparison read days before the period, so only changes after its end are certain not to show.
  const daysMeet = days === null || days.from <= state.period.to;
  return eventsMeet && daysMeet;
}

import type { Leaderboard } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { BoardChoice, BoardHead, LiveMessage } from "../../../shared/contracts/live.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { differenceBetween, type WatchedBoard } from "../../../shared/live/board-difference.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
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
  readonly head: BoardHead;
  /** The local day on which it was evaluated: periods and comparisons move on with the day. */
  readonly day: LocalDay;
  readonly sequence: number;
}

/** A day on the clock of the account whose boards are of it. */
export interface BoardDay {
  readonly day: LocalDay;
  readonly timeZone: string;
}

/** Whether another day has begun since: periods and comparisons have moved on. `now` is milliseconds since 1970. */
export function isOver({ day, timeZone }: BoardDay, now: number): boolean {
  return localDayOf(new Date(now).toISOString(), timeZone) !== day;
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
  readonly #now: () => number;
  readonly #boards = new Map<string, BoardState>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    evaluate: EvaluateBoard,
    options: {
      readonly eventsOf: (choice: BoardChoice) => readonly EventId[];
      /** Milliseconds since 1970. */
      readonly now: () => number;
    },
  ) {
    this.#evaluate = evaluate;
    this.#eventsOf = options.eventsOf;
    this.#now = options.now;
  }

  /** Whether a board in memory is of an earlier day, and so of another period or comparison than it would be now. */
  hasMovedOn(): boolean {
    return [...this.#boards.values()].some((state) => this.#isOfAnotherDay(state));
  }

  /** The earliest day that a board in memory is of; null when there is none. All are of one account. */
  oldestDay(): BoardDay | null {
    const days = [...this.#boards.values()].map(dayOf);
    return days.toSorted((left, right) => (left.day < right.day ? -1 : 1))[0] ?? null;
  }

  /** The whole board for a new watcher, from memory when somebody watches it already. */
  snapshot(choice: BoardChoice): Promise<LiveMessage> {
    return this.#inTurn(async () => {
      const key = boardKey(choice);
      const known = this.#boards.get(key);
      if (!known) return this.#evaluateAnew(key, choice);
      return this.#isOfAnotherDay(known) ? this.#evaluateAside(known) : snapshotOf(known);
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
      const message = known ? await this.#update(key, known) : await this.#evaluateAnew(key, choice);
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
    // A period such as "this month" moves on at midnight, and so does what it is compared with.
    if (!sameHead(headOf(answer.value), known.head)) {
      return this.#keep(key, known.choice, answer.value, known.sequence + 1);
    }
    const change = differenceBetween(known.board, answer.value);
    const sequence = change ? known.sequence + 1 : known.sequence;
    this.#keep(key, known.choice, answer.value, sequence);
    if (!change) return null;
    return { type: "difference", board: known.choice, sequence, ...change };
  }

  /**
   * Begins with the clock, so that no watcher takes the numbers of a room that has lost its memory for the next
   * ones of those it knows.
   */
  async #evaluateAnew(key: string, choice: BoardChoice): Promise<LiveMessage> {
    const answer = await this.#evaluate(choice);
    if (!answer.ok) return { type: "refused", reason: answer.error.reason };
    return this.#keep(key, choice, answer.value, this.#now());
  }

  /** For one new watcher alone. The board in memory stays until the others get the new one as well. */
  async #evaluateAside({ choice, sequence }: BoardState): Promise<LiveMessage> {
    const answer = await this.#evaluate(choice);
    if (!answer.ok) return { type: "refused", reason: answer.error.reason };
    return snapshotOf(this.#stateOf(choice, answer.value, sequence));
  }

  #isOfAnotherDay(state: BoardState): boolean {
    return isOver(dayOf(state), this.#now());
  }

  #stateOf(choice: BoardChoice, answer: Leaderboard, sequence: number): BoardState {
    const { rows, total, leftOut, soFar, revision, period, asOf } = answer;
    return {
      choice,
      events: new Set(this.#eventsOf(choice)),
      board: { rows, total, leftOut, soFar, revision },
      head: headOf(answer),
      day: localDayOf(asOf, period.timeZone),
      sequence,
    };
  }

  #keep(key: string, choice: BoardChoice, answer: Leaderboard, sequence: number): LiveMessage {
    const state = this.#stateOf(choice, answer, sequence);
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
  return { type: "board", board: state.choice, sequence: state.sequence, head: state.head, ...state.board };
}

function dayOf({ day, head }: BoardState): BoardDay {
  return { day, timeZone: head.period.timeZone };
}

function headOf({ period, comparedWith, comparedPart = null }: Leaderboard): BoardHead {
  return { period, comparedWith, comparedPart };
}

function sameHead(left: BoardHead, right: BoardHead): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function mayChange(state: BoardState, touched: Touched): boolean {
  const eventsMeet = touched.events === null || touched.events.some((event) => state.events.has(event));
  const { days } = touched;
  // Movement and comparison read days before the period, so only changes after its end are certain not to show.
  const daysMeet = days === null || days.from <= state.head.period.to;
  return eventsMeet && daysMeet;
}

import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { type EventId, ROLES } from "../../../shared/contracts/ids.ts";
import { type BoardChoice, type LiveMessage, LiveRequest } from "../../../shared/contracts/live.ts";
import { PING, PONG } from "../../../shared/live/heartbeat.ts";
import {
  boardKey,
  type EvaluateBoard,
  isOver,
  type Touched,
  WatchedBoards,
} from "../../app/live/watched-boards.ts";

/** What the room reads; joined in `compose.ts`. */
export interface RoomSources {
  evaluateFor(tenantId: string): EvaluateBoard;
  eventsOf(choice: BoardChoice): readonly EventId[];
  loadRevision(tenantId: string): Promise<number>;
  /** Those of the sessions and API keys that were neither ended nor revoked. */
  loadStanding(tenantId: string, credentialIds: readonly string[]): Promise<ReadonlySet<string>>;
  now(): number;
}

/** What is told to a room after something was written. */
export interface Announcement {
  readonly revision: number;
  readonly touched: Touched;
  /** Whose own figures may have changed; an empty list is everybody. */
  readonly memberIds: readonly string[];
  /** People whose role, privacy or teams changed: their sockets end, so that they come back with new rights. */
  readonly changedMemberIds?: readonly string[];
}

/** Who sits behind a socket. Kept on the socket, so that it outlives hibernation. */
const Watcher = v.object({
  tenantId: v.string(),
  memberId: v.nullable(v.string()),
  /** The session or API key that the socket was opened with. */
  credentialId: v.exactOptional(v.string()),
  role: v.picklist(ROLES),
  /** Milliseconds since 1970: the socket ends with its session. */
  endsAt: v.number(),
  board: v.nullable(v.unknown()),
});
type Watcher = Omit<v.InferOutput<typeof Watcher>, "board"> & { readonly board: BoardChoice | null };

/** What the open pages were told last. Kept in the room's storage, because hibernation empties its memory. */
const Told = v.object({
  revision: v.number(),
  /** The day that the oldest watched board was of. */
  day: v.nullable(v.object({ day: v.string(), timeZone: v.string() })),
});
type Told = v.InferOutput<typeof Told>;

const TOLD_KEY = "told";
const TOLD_NOTHING: Told = { revision: 0, day: null };
const WATCHER_HEADER = "x-standings-watcher";
/** How often the room looks whether an announcement was lost. */
const LOST_POKE_CHECK_MILLISECONDS = 15_000;
const MESSAGE_LENGTH_MAX = 2_000;
const ANYTHING: Touched = { events: null, days: null };
const SOCKETS_MAX = 5_000;

/** What others call on a room. */
export interface BoardRoomObject extends Rpc.DurableObjectBranded {
  fetch(request: Request): Promise<Response>;
  announce(tenantId: string, announcement: Announcement): Promise<void>;
}

/** A request for a socket with the watcher that the Worker has proven; whatever the caller claimed is replaced. */
export function roomRequest(request: Request, watcher: Omit<Watcher, "board">): Request {
  const headers = new Headers(request.headers);
  headers.set(WATCHER_HEADER, JSON.stringify(watcher));
  return new Request(request, { headers });
}

/** A tenant's room: every open page of the tenant hangs on it, and each watched board is evaluated once. */
export function boardRoomClass(open: (env: Cloudflare.Env) => RoomSources) {
  return class BoardRoom extends DurableObject<Cloudflare.Env> {
    readonly sources = open(this.env);
    boards: WatchedBoards | null = null;
    told = readTold(this.ctx.storage.kv.get(TOLD_KEY));
    announcedRevision = this.told.revision;
    pending: Touched | null = null;
    pendingMembers: ReadonlySet<string> | null = null;
    refreshing = false;

    /** Pages ask whether the line still stands: they are answered without the room being woken, or billed. */
    constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
      super(ctx, env);
      ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    }

    /** Takes a socket whose watcher the Worker has verified and named in a header of its own. */
    override async fetch(request: Request): Promise<Response> {
      const watcher = v.safeParse(
        v.omit(Watcher, ["board"]),
        JSON.parse(request.headers.get(WATCHER_HEADER) ?? "null"),
      );
      if (!watcher.success) return new Response(null, { status: 400 });
      if (this.ctx.getWebSockets().length >= SOCKETS_MAX) return new Response(null, { status: 503 });
      const pair = new WebSocketPair();
      this.ctx.acceptWebSocket(pair[1]);
      pair[1].serializeAttachment({ ...watcher.output, board: null });
      await this.scheduleCheck();
      const protocol = request.headers.get("sec-websocket-protocol")?.split(",")[0]?.trim();
      const headers = protocol ? { "sec-websocket-protocol": protocol } : undefined;
      return new Response(null, { status: 101, webSocket: pair[0], ...(headers ? { headers } : {}) });
    }

    override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
      const watcher = watcherOf(socket);
      if (!watcher || watcher.endsAt <= this.sources.now()) return this.end(socket);
      const asked = readRequest(message);
      if (!asked) return send(socket, { type: "refused", reason: "unreadable" });
      if (asked.type === "unwatch") return socket.serializeAttachment({ ...watcher, board: null });
      socket.serializeAttachment({ ...watcher, board: asked.board });
      const answer = await this.boardsOf(watcher.tenantId).snapshot(asked.board);
      send(socket, answer);
      // Its person may see a board that is not for all, and has been away while it changed.
      if (answer.type === "refused") send(socket, { type: "refresh", revision: this.announcedRevision });
    }

    override webSocketClose(socket: WebSocket): void {
      socket.close();
    }

    /**
     * Something was written. The writer does not wait for the boards: they are evaluated after this has
     * answered. A revision that was passed over is an announcement that got lost: what it touched is unknown.
     */
    async announce(tenantId: string, announcement: Announcement): Promise<void> {
      // So is what was announced before to a room that has told nothing yet, or could not evaluate it.
      const missed = announcement.revision > this.announcedRevision + 1;
      this.announcedRevision = Math.max(this.announcedRevision, announcement.revision);
      this.pending = joinTouched(this.pending, missed ? ANYTHING : announcement.touched);
      this.pendingMembers = joinMembers(this.pendingMembers, missed ? [] : announcement.memberIds);
      this.endSocketsOf(announcement.changedMemberIds ?? []);
      if (!this.refreshing) this.ctx.waitUntil(this.refreshAll(tenantId));
    }

    /** Announcements that arrive while boards are evaluated are taken together afterwards. */
    async refreshAll(tenantId: string): Promise<void> {
      this.refreshing = true;
      try {
        while (this.pending) await this.refreshOnce(tenantId);
      } catch (error) {
        // What could not be evaluated counts as not announced, so the next look at the revision makes it good.
        // A change that comes before that meets no board in memory, and each one is evaluated anew.
        this.announcedRevision = 0;
        this.boards = null;
        throw error;
      } finally {
        this.refreshing = false;
        this.rememberTold();
      }
    }

    /** Once for all announcements that were taken together, and not while nobody was there to be told. */
    rememberTold(): void {
      if (this.ctx.getWebSockets().length === 0) return;
      const told = { revision: this.announcedRevision, day: this.boards?.oldestDay() ?? null };
      if (JSON.stringify(told) === JSON.stringify(this.told)) return;
      this.ctx.storage.kv.put(TOLD_KEY, told);
      this.told = told;
    }

    /**
     * Pokes can be lost: the ledger's own revision cannot. Days begin without a poke. Sessions that ended are
     * closed here too.
     */
    override async alarm(): Promise<void> {
      const open: Watcher[] = [];
      for (const socket of this.ctx.getWebSockets()) {
        const watcher = watcherOf(socket);
        if (watcher && watcher.endsAt > this.sources.now()) open.push(watcher);
        else this.end(socket);
      }
      const tenantId = open[0]?.tenantId;
      if (!tenantId) return;
      // First, so that a look that fails is not the last one.
      await this.scheduleCheck();
      await this.endRevoked(tenantId);
      const revision = await this.sources.loadRevision(tenantId);
      if (revision > this.announcedRevision || this.hasMovedOn()) {
        await this.announce(tenantId, { revision, touched: ANYTHING, memberIds: [] });
      }
    }

    /** Boards in memory may be fewer than those that pages show. */
    hasMovedOn(): boolean {
      const { day } = this.told;
      return (day !== null && isOver(day, this.sources.now())) || (this.boards?.hasMovedOn() ?? false);
    }

    async refreshOnce(tenantId: string): Promise<void> {
      const touched = this.pending;
      const members = this.pendingMembers ?? new Set();
      this.pending = null;
      this.pendingMembers = null;
      if (!touched) return;
      const watchers = this.ctx.getWebSockets().flatMap((socket) => {
        const watcher = watcherOf(socket);
        return watcher?.board ? [{ socket, watcher, board: watcher.board }] : [];
      });
      const messages = await this.boardsOf(tenantId).refresh(
        watchers.map(({ board }) => board),
        touched,
      );
      const texts = new Map([...messages].map(([key, message]) => [key, JSON.stringify(message)]));
      const refresh = JSON.stringify({ type: "refresh", revision: this.announcedRevision });
      for (const { socket, watcher, board } of watchers) {
        const text = texts.get(boardKey(board));
        if (text) sendText(socket, text);
        if (mayHavePersonalChange(watcher, members)) sendText(socket, refresh);
      }
    }

    boardsOf(tenantId: string): WatchedBoards {
      this.boards ??= new WatchedBoards(this.sources.evaluateFor(tenantId), this.sources);
      return this.boards;
    }

    endSocketsOf(memberIds: readonly string[]): void {
      for (const socket of this.ctx.getWebSockets()) {
        const memberId = watcherOf(socket)?.memberId ?? null;
        if (memberId !== null && memberIds.includes(memberId)) this.end(socket);
      }
    }

    /** A session that was ended, or a key that was revoked, takes its sockets along. */
    async endRevoked(tenantId: string): Promise<void> {
      const sockets = this.ctx.getWebSockets().flatMap((socket) => {
        const credentialId = watcherOf(socket)?.credentialId;
        return credentialId === undefined ? [] : [{ socket, credentialId }];
      });
      const ids = [...new Set(sockets.map(({ credentialId }) => credentialId))];
      const standing = await this.sources.loadStanding(tenantId, ids);
      for (const { socket, credentialId } of sockets) if (!standing.has(credentialId)) this.end(socket);
    }

    end(socket: WebSocket): void {
      send(socket, { type: "ended" });
      socket.close(1000, "The session has ended.");
    }

    async scheduleCheck(): Promise<void> {
      const planned = await this.ctx.storage.getAlarm();
      if (planned === null)
        await this.ctx.storage.setAlarm(this.sources.now() + LOST_POKE_CHECK_MILLISECONDS);
    }
  };
}

/** Managers and admins see more than the shared board, and everybody sees their own figures in full. */
function mayHavePersonalChange(watcher: Watcher, members: ReadonlySet<string>): boolean {
  const privileged = watcher.role !== "member" && watcher.role !== "viewer";
  return privileged || members.size === 0 || (watcher.memberId !== null && members.has(watcher.memberId));
}

/** An empty list is everybody, and stays so whatever is announced with it. */
function joinMembers(left: ReadonlySet<string> | null, right: readonly string[]): ReadonlySet<string> {
  if (!left) return new Set(right);
  return left.size === 0 || right.length === 0 ? new Set() : new Set([...left, ...right]);
}

function joinTouched(left: Touched | null, right: Touched): Touched {
  if (!left) return right;
  const events = left.events && right.events ? [...new Set([...left.events, ...right.events])] : null;
  const days =
    left.days && right.days
      ? {
          from: left.days.from < right.days.from ? left.days.from : right.days.from,
          to: left.days.to > right.days.to ? left.days.to : right.days.to,
        }
      : null;
  return { events, days };
}

function watcherOf(socket: WebSocket): Watcher | null {
  const parsed = v.safeParse(Watcher, socket.deserializeAttachment());
  if (!parsed.success) return null;
  // The board was checked when it was asked for and is only read back here.
  const board = v.safeParse(LiveRequest, { type: "watch", board: parsed.output.board });
  return {
    ...parsed.output,
    board: board.success && board.output.type === "watch" ? board.output.board : null,
  };
}

function readTold(kept: unknown): Told {
  const parsed = v.safeParse(Told, kept);
  return parsed.success ? parsed.output : TOLD_NOTHING;
}

function readRequest(message: string | ArrayBuffer): LiveRequest | null {
  if (typeof message !== "string" || message.length > MESSAGE_LENGTH_MAX) return null;
  try {
    const parsed = v.safeParse(LiveRequest, JSON.parse(message));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function send(socket: WebSocket, message: LiveMessage): void {
  sendText(socket, JSON.stringify(message));
}

/** A socket may have gone between being listed and being written to; its close handler does the rest. */
function sendText(socket: WebSocket, text: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(text);
}

/** How a page finds out that its socket leads nowhere any more: a line that is gone may keep silent for minutes. */

/** Said by the page, and answered by the room without being woken. Both are whole messages, and no JSON. */
export const PING = "ping";
export const PONG = "pong";

/** How often a page asks, in milliseconds. */
export const HEARTBEAT_MILLISECONDS = 25_000;

import { HttpClient } from "@hubspot/api-client/lib/src/services/http/HttpClient.js";
import { Request as HubSpotRequest } from "@hubspot/api-client/lib/src/services/http/Request.js";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { type CrmReply, failureOfSilence, type Silence } from "../reply.ts";
import type { DatedPath } from "./paths.ts";

/** HubSpot's own gateways give up at 30 seconds; an answer that is not here by then does not come. */
export const ANSWER_MILLIS_MAX = 30_000;

/** What a reply looks like inside the client's generated code, whichever area it is of. */
interface ClientReply {
  readonly httpStatusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { text(): Promise<string> };
}

/** Sees every reply of a discovery class as it came, before the client makes models of it. */
interface ReplyWatcher {
  pre<Context>(context: Context): Promise<Context>;
  post<Reply extends ClientReply>(reply: Reply): Promise<Reply>;
}

/** The options that every method of a discovery class takes last. */
export interface WatchedCall {
  readonly middleware: ReplyWatcher[];
  readonly middlewareMergeStrategy: "append";
}

/** A call on a dated path, for which the client has no discovery class. */
export interface DatedCall {
  readonly method: "GET" | "POST";
  readonly path: DatedPath;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * Calls a method of a discovery class and hands back the raw reply. The client's models are left aside: they
 * fail a whole page on one odd record, and turn what is missing into what was never sent.
 */
export async function sendByDiscovery(
  call: (options: WatchedCall) => Promise<unknown>,
  answerMillisMax: number,
): Promise<Result<CrmReply, CrmFailure>> {
  const seen: { reply: CrmReply | null } = { reply: null };
  const watcher: ReplyWatcher = {
    pre: (context) => Promise.resolve(context),
    post: async (reply) => {
      seen.reply = { status: reply.httpStatusCode, headers: reply.headers, text: await reply.body.text() };
      return reply;
    },
  };
  const sent = call({ middleware: [watcher], middlewareMergeStrategy: "append" });
  const ended = await endOf(sent, answerMillisMax);
  // A thrown model or status error is no news once the reply was seen.
  return seen.reply === null ? err(failureOfSilence(ended)) : ok(seen.reply);
}

/** Calls a dated path through the client's own request and transport. */
export async function sendToPath(
  connection: { readonly apiUrl: string; readonly accessToken: string | null },
  call: DatedCall,
  answerMillisMax: number,
): Promise<Result<CrmReply, CrmFailure>> {
  const seen: { reply: CrmReply | null } = { reply: null };
  const ended = await endOf(
    HttpClient.send(buildRequest(connection, call)).then(async (response) => {
      const text = await response.text();
      seen.reply = { status: response.status, headers: Object.fromEntries(response.headers), text };
    }),
    answerMillisMax,
  );
  return seen.reply === null ? err(failureOfSilence(ended)) : ok(seen.reply);
}

function buildRequest(
  { apiUrl, accessToken }: { readonly apiUrl: string; readonly accessToken: string | null },
  { method, path, query, json, form }: DatedCall,
): HubSpotRequest {
  return new HubSpotRequest(
    { basePath: apiUrl, ...(accessToken === null ? {} : { accessToken }) },
    {
      method,
      path,
      ...(query === undefined ? {} : { qs: { ...query } }),
      ...(json === undefined ? {} : { body: json }),
      ...(form === undefined ? {} : formBody(form)),
    },
  );
}

function formBody(form: Readonly<Record<string, string>>) {
  return {
    defaultJson: false,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  };
}

/** Waits for the end, but not for ever. The client takes no abort signal, so a late answer is only left. */
async function endOf(work: Promise<unknown>, millisMax: number): Promise<Silence> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<Silence>((resolve) => {
    timer = setTimeout(() => resolve("too_late"), millisMax);
  });
  // It ends the same way, whether or not it succeeds: what counts is whether a reply was seen.
  const ending = work.then(
    (): Silence => "cut",
    (): Silence => "cut",
  );
  try {
    return await Promise.race([ending, limit]);
  } finally {
    clearTimeout(timer);
  }
}

import { PassThrough } from "node:stream";
import { Connection } from "jsforce/lib/connection.js";
import { OAuth2 } from "jsforce/lib/oauth2.js";
import { Transport } from "jsforce/lib/transport.js";
import { StreamPromise } from "jsforce/lib/util/promise.js";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmReply, Silence } from "../../reply.ts";

/** Salesforce lets a query run for two minutes; an answer that is not here by then does not come. */
export const ANSWER_MILLIS_MAX = 125_000;
/** The version of Salesforce's API that everything here is written for. */
export const API_VERSION = "66.0";

type TransportRequest = Parameters<Transport["httpRequest"]>[0];
type TransportReply = Awaited<ReturnType<Transport["httpRequest"]>>;

/** How patiently is sent. */
export interface Sender {
  readonly answerMillisMax: number;
}

/** What our app shows to be believed, and where. */
export interface AppSecret {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Calls an org through jsforce and hands back the raw reply. */
export function sendToOrg(
  org: { readonly apiUrl: string; readonly accessToken: string },
  request: TransportRequest,
  sender: Sender,
): Promise<Result<CrmReply, Silence>> {
  const transport = new WatchedTransport(sender.answerMillisMax);
  // A connection per call and without refresh: jsforce would refresh a refused token over and over, and
  // the rotated token has to be saved before anybody uses it.
  const connection = new Connection({
    instanceUrl: org.apiUrl,
    accessToken: org.accessToken,
    version: API_VERSION,
  });
  connection._transport = transport;
  // As plain text: jsforce would take a page apart only for us to do it again, and CSV by the row.
  return transport.watch(() => connection.request(request, { responseType: "text/plain" }));
}

/** Asks the token endpoint through jsforce, which adds the app's id and secret. */
export function sendForToken(
  app: AppSecret,
  form: Readonly<Record<string, string>> & { readonly grant_type: string },
  sender: Sender,
): Promise<Result<CrmReply, Silence>> {
  const transport = new WatchedTransport(sender.answerMillisMax);
  const oauth2 = new OAuth2(app);
  oauth2._transport = transport;
  return transport.watch(() => oauth2.requestToken({ ...form }));
}

/** Asks what became of a token, without using it. jsforce has no call for that. */
export function askAboutToken(
  app: AppSecret,
  form: Readonly<Record<string, string>>,
  sender: Sender,
): Promise<Result<CrmReply, Silence>> {
  const transport = new WatchedTransport(sender.answerMillisMax);
  const fields = { ...form, client_id: app.clientId, client_secret: app.clientSecret };
  return transport.watch(() =>
    transport.httpRequest({
      method: "POST",
      url: `${app.loginUrl}/services/oauth2/introspect`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    }),
  );
}

/**
 * Sends by `fetch`, with a time limit, and keeps the reply as it came. jsforce's own transport never settles
 * when a connection is refused, and waits half an hour for an answer.
 */
class WatchedTransport extends Transport {
  private readonly answerMillisMax: number;
  private reply: CrmReply | null = null;
  private silence: Silence = "cut";

  constructor(answerMillisMax: number) {
    super();
    this.answerMillisMax = answerMillisMax;
  }

  /** Runs a call of jsforce. What it makes of the reply, or throws, is no news once the reply was seen. */
  async watch(call: () => Promise<unknown>): Promise<Result<CrmReply, Silence>> {
    await Promise.allSettled([call()]);
    return this.reply === null ? err(this.silence) : ok(this.reply);
  }

  override httpRequest(request: TransportRequest): StreamPromise<TransportReply> {
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.send(request) }));
  }

  private async send({ url, method, headers, body }: TransportRequest): Promise<TransportReply> {
    try {
      const response = await fetch(url, {
        method,
        headers: { ...headers },
        // A token must not follow a redirect to where nobody sent it.
        redirect: "manual",
        signal: AbortSignal.timeout(this.answerMillisMax),
        ...(typeof body === "string" ? { body } : {}),
      });
      const text = await response.text();
      this.reply = { status: response.status, headers: Object.fromEntries(response.headers), text };
      return { statusCode: response.status, headers: { ...this.reply.headers }, body: text };
    } catch (error) {
      this.silence = silenceOf(error);
      throw error;
    }
  }
}

/** Codes of Node for a connection that never came about. workerd tells no codes. */
const UNSENT_CODES = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function silenceOf(error: unknown): Silence {
  if (Object(error).name === "TimeoutError") return "too_late";
  const code: unknown = Object(Object(error).cause).code;
  return typeof code === "string" && UNSENT_CODES.has(code) ? "unsent" : "cut";
}

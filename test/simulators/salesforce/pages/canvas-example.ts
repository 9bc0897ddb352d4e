import type { Answer, Incoming } from "../../shared/exchange.ts";
import { readForm } from "../../shared/exchange.ts";
import { html, scriptValue } from "../../shared/html.ts";
import { page } from "./page.ts";

/**
 * `POST /canvas/example`: a canvas app of its own, for tests of the host. It speaks through the script that Salesforce
 * gives to such apps, keeps what it was told in `window.told`, and has a button for each thing that can be asked.
 */
export function examplePage(incoming: Incoming): Answer {
  const signedRequest = readForm(incoming).get("signed_request");
  const body = html`<main><section><h1>Example app</h1><p id="received"></p>
<button id="refresh">Refresh</button> <button id="repost">Repost</button> <button id="renew">Repost anew</button> <button id="context">Context</button>
<button id="grow">Resize</button> <button id="publish">Publish</button> <button id="ajax">Ajax</button><output id="told"></output></section></main>
<script src="/canvas/sdk/canvas-all.js"></script>
<script>
  const signedRequest = ${scriptValue(signedRequest)};
  const read = (request) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(request.split(".")[1]), (sign) => sign.codePointAt(0))));
  const { client } = read(signedRequest);
  const canvas = Sfdc.canvas.client;
  window.told = [];
  const tell = (what) => { window.told.push(what); document.getElementById("told").textContent = JSON.stringify(what); };
  document.getElementById("received").textContent = signedRequest;
  const actions = {
    refresh: () => canvas.refreshSignedRequest((answer) => tell({ refresh: answer })),
    repost: () => canvas.repost(),
    renew: () => canvas.repost(true),
    context: () => canvas.ctx((answer) => tell({ context: answer }), client),
    grow: () => canvas.resize(client, { height: "612px" }),
    publish: () => canvas.publish(client, { name: "standings.opened", payload: { dealId: "1" } }),
    ajax: () => canvas.ajax(client.instanceUrl + "/services/data", { client, success: (answer) => tell({ ajax: answer }) }),
  };
  canvas.subscribe(client, { name: "standings.opened", onData: (payload) => tell({ event: payload }) });
  for (const [id, act] of Object.entries(actions)) document.getElementById(id).addEventListener("click", act);
</script>`;
  return { status: 200, text: page("Example app", body) };
}

import type { Person } from "../../../organisation/organisation.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok, SCRIPT_TYPE } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html } from "../../shared/html.ts";
import { extensionScript } from "../host/extension-script.ts";
import type { Place } from "../host/place.ts";
import type { Portal } from "../portal/portal.ts";
import { invalid, notFound, readJsonObject } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { callSigned } from "./embed.ts";
import { actingPerson, portalOf } from "./people.ts";

/** What HubSpot says of a call that did not come to an answer. */
const GATEWAY = { status: "error", message: "The app did not answer in time.", category: "GATEWAY_ERROR" };

/** An extension in the page. It finds the place by the element's id. */
export function extension(name: string, where: Place): Markup {
  return html`<div class="extension" id="${name}" data-extension-place="${JSON.stringify(where)}"></div>
<script type="module" src="/extensions/${name}?place=${name}"></script>`;
}

/** Where an extension stands, for whoever looks. */
export function placeOf(
  simulation: Simulation,
  who: { readonly portal: Portal; readonly person: Person },
  where: Pick<Place, "location" | "record">,
): Place {
  return {
    ...where,
    portalId: String(who.portal.portalId),
    userId: who.person.userId,
    standingsUrl: simulation.app.appUrl?.replace(/\/$/, "") ?? "",
  };
}

/** `GET /extensions/{name}` */
export async function extensionFile(incoming: Incoming): Promise<Answer> {
  const script = extensionScript(incoming.params.name ?? "");
  if (script === null) throw notFound("The project has no such extension");
  return { status: 200, text: await script, type: SCRIPT_TYPE };
}

/** `POST /app/{portalId}/fetch`: what `hubspot.fetch` of an extension comes to. */
export async function extensionFetch(simulation: Simulation, incoming: Incoming): Promise<Answer> {
  const portal = portalOf(simulation, incoming);
  const person = actingPerson(portal, incoming);
  const { url, method, body } = readJsonObject(incoming, ["url", "method", "body"]);
  const { appUrl } = simulation.app;
  if (typeof url !== "string" || typeof method !== "string") throw invalid("url and method must be given");
  if (appUrl === null || !url.startsWith(appUrl))
    throw invalid("The address is not among permittedUrls.fetch");
  const call = { url, method, body: body === null ? "" : JSON.stringify(body) };
  try {
    const answer = await callSigned(simulation, { portal, person }, call);
    return answer.ok ? ok(JSON.parse(answer.text)) : { status: 502, json: GATEWAY };
  } catch {
    return { status: 502, json: GATEWAY };
  }
}

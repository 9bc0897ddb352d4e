import type { Answer, Incoming } from "./exchange.ts";
import { ok } from "./exchange.ts";
import { html, type Markup, scriptValue } from "./html.ts";

/** Told to the document with the saved values, as a CRM tells the extensions on its page. */
export const RECORD_SAVED = "simulator:record-saved";

/** Saves the form "deal" without loading the page again, so that the embedded board can be seen to change. */
export const SAVING_SCRIPT: Markup = html`<script>
  const form = document.getElementById("deal");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const saved = document.getElementById("saved");
    saved.textContent = "Saving";
    const answer = await fetch(location.href, {
      method: "POST", headers: { accept: "application/json" }, body: new URLSearchParams(new FormData(form)),
    });
    const told = await answer.json();
    saved.textContent = answer.ok ? "Saved" : told.message;
    if (!answer.ok) return;
    for (const [name, value] of Object.entries(told.values)) form.elements[name].value = value;
    document.dispatchEvent(new CustomEvent(${scriptValue(RECORD_SAVED)}, { detail: told.values }));
  });
</script>`;

/** What a saved form comes to: as JSON for the page's script, else back to the page. */
export function savedAnswer(
  incoming: Incoming,
  values: Readonly<Record<string, string | null | undefined>>,
): Answer {
  if (incoming.headers.accept?.includes("application/json")) return ok({ values });
  return { status: 303, headers: { location: incoming.url.pathname + incoming.url.search } };
}

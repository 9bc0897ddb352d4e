/** What HubSpot gives to an extension: where it is, what it may do, and its fetch. */
import { type ComponentChild, render } from "preact";
import { RECORD_SAVED } from "../../shared/deal-form.ts";
import { findPlace, type Place } from "./place.ts";

interface Modal {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  readonly title?: string;
}

interface Given {
  readonly context: ReturnType<typeof contextOf>;
  readonly actions: ReturnType<typeof actionsOf>;
}

interface FetchOptions {
  readonly method?: string;
  readonly body?: Record<string, unknown>;
}

const { element, place } = findPlace(import.meta.url);

function contextOf({ location, portalId, userId, standingsUrl, record }: Place) {
  return {
    location,
    portal: { id: Number(portalId) },
    user: { id: Number(userId), locale: navigator.language.toLowerCase() },
    variables: { STANDINGS_URL: standingsUrl },
    crm: record ?? { objectId: "", objectTypeId: "" },
  };
}

/** HubSpot draws the frame over its own page and cannot be reached from it: no message comes through. */
function openIframeModal({ uri, width, height, title = "" }: Modal, onClose?: () => void): void {
  const dialog = document.createElement("dialog");
  dialog.className = "hs-modal";
  const head = document.createElement("header");
  const name = document.createElement("strong");
  name.textContent = title;
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  head.append(name, close);
  const frame = document.createElement("iframe");
  frame.src = uri;
  frame.title = title;
  frame.style.width = `min(${width}px, 94vw)`;
  frame.style.height = `min(${height}px, 84vh)`;
  dialog.append(head, frame);
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function addAlert({ title, message }: { readonly title: string; readonly message: string }): void {
  const alert = document.createElement("p");
  alert.className = "hs-alert";
  alert.setAttribute("role", "alert");
  alert.textContent = `${title} ${message}`;
  document.body.append(alert);
}

function actionsOf() {
  return {
    addAlert,
    openIframeModal,
    onCrmPropertiesUpdate(
      wanted: readonly string[],
      listener: (properties: Record<string, string>) => void,
    ): void {
      document.addEventListener(RECORD_SAVED, (event) => {
        if (!(event instanceof CustomEvent)) return;
        const saved = event.detail as Record<string, string>;
        if (wanted.some((name) => name in saved)) listener(saved);
      });
    },
  };
}

export const hubspot = {
  extend(draw: (given: Given) => ComponentChild): void {
    render(draw({ context: contextOf(place), actions: actionsOf() }), element);
  },
  /** HubSpot's servers make the call, and sign it in the name of whoever looks. */
  fetch(url: string, { method = "GET", body }: FetchOptions = {}): Promise<Response> {
    return fetch(`/app/${place.portalId}/fetch?as=${place.userId}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ url, method, body: body ?? null }),
    });
  },
};

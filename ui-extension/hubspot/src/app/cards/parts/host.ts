import { addressOf, fetchTicket, type Opening } from "./standings-api.ts";
import { wordsOf } from "./words.ts";

const MODAL_WIDTH = 1240;
const MODAL_HEIGHT = 820;

/** What a place in HubSpot gives to an extension, as far as ours need it. */
export interface HostContext {
  readonly user: { readonly locale?: string; readonly language?: string };
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface HostActions {
  readonly addAlert: (alert: { type: "danger"; title: string; message: string }) => void;
  readonly openIframeModal: (
    modal: { uri: string; width: number; height: number; title: string },
    onClose?: () => void,
  ) => void;
}

/** Where Standings is: the profile that the project was uploaded with says it. */
export function standingsUrlOf(context: HostContext): string {
  return String(context.variables?.STANDINGS_URL ?? "").replace(/\/+$/, "");
}

/** Language and region of the person who looks. */
export function localeOf(context: HostContext): string {
  return context.user.locale ?? context.user.language ?? "en";
}

/** Opens Standings over the page, at a figure's records or where it starts. `onClose` when the person is back. */
export async function openStandings(
  context: HostContext,
  actions: HostActions,
  opening: Opening,
  onClose: () => void,
): Promise<void> {
  const words = wordsOf(localeOf(context));
  const ticket = await fetchTicket(standingsUrlOf(context));
  if (ticket === null) {
    actions.addAlert({ type: "danger", title: words.notOpened, message: words.notOpenedDetail });
    return;
  }
  actions.openIframeModal(
    { uri: addressOf(ticket, opening), width: MODAL_WIDTH, height: MODAL_HEIGHT, title: "Standings" },
    onClose,
  );
}

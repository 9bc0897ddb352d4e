/** The place in the page where an extension stands: what the simulator's page told the script about it. */

/** What the page says to the extension, as a JSON attribute of its element. */
export interface Place {
  readonly location: string;
  readonly portalId: string;
  readonly userId: string;
  readonly standingsUrl: string;
  readonly record: { readonly objectId: string; readonly objectTypeId: string } | null;
}

const attribute = "data-extension-place";

/** The element that the page left for an extension. Each script is asked with its own name. */
export function findPlace(script: string): { readonly element: HTMLElement; readonly place: Place } {
  const name = new URL(script).searchParams.get("place") ?? "";
  const element = document.getElementById(name);
  const text = element?.getAttribute(attribute);
  if (!element || !text) throw new Error(`The page has no place ${name}`);
  return { element, place: JSON.parse(text) as Place };
}

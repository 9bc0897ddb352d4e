import { useRef } from "preact/hooks";

/** Letters typed within this time belong to one word. */
const PAUSE_MILLISECONDS = 600;

/**
 * Finds what typed letters begin, from the place after the current one on. Letters typed in a row make a word;
 * the same letter again goes to the next that begins with it. Null when the key types nothing or nothing begins so.
 */
export function useTypeAhead(): (
  event: KeyboardEvent,
  list: { readonly labels: readonly string[]; readonly at: number },
) => number | null {
  const typed = useRef({ text: "", until: 0 });
  return (event, { labels, at }) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return null;
    const continues = event.timeStamp < typed.current.until && typed.current.text !== "";
    if (event.key === " " && !continues) return null;
    const text = (continues ? typed.current.text : "") + event.key.toLocaleLowerCase();
    typed.current = { text, until: event.timeStamp + PAUSE_MILLISECONDS };
    const repeated = [...text].every((letter) => letter === text[0]);
    const sought = repeated ? (text[0] ?? "") : text;
    const from = repeated ? at + 1 : Math.max(0, at);
    const order = labels.map((_, index) => (from + index) % labels.length);
    return order.find((index) => labels[index]?.toLocaleLowerCase().startsWith(sought)) ?? null;
  };
}

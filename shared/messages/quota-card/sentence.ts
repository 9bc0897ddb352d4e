/** Ends a sentence: some languages write days with a full stop of their own, and so do names. */
export function ended(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

/** A part of an address as it was before it was encoded; null for what was cut in the middle of a letter. */
export function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

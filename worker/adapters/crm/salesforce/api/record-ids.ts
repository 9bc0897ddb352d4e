const ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;
const SUFFIX_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const SHORT_LENGTH = 15;
const CHUNK_LENGTH = 5;

/** An id in its 18 characters; null when the text is none. Ids may differ in case alone. */
export function toFullId(text: string): string | null {
  if (!ID.test(text)) return null;
  return text.length > SHORT_LENGTH ? text : text + suffixOf(text);
}

/**
 * An id in its 18 characters, as Salesforce itself would write it; null when the last three do not belong to the others.
 * One such id makes Salesforce refuse a whole query.
 */
export function toGenuineId(text: string): string | null {
  const full = toFullId(text);
  return full?.slice(SHORT_LENGTH) === suffixOf(text.slice(0, SHORT_LENGTH)) ? full : null;
}

/** Three characters that tell which of the fifteen are upper case, for whoever compares without case. */
function suffixOf(short: string): string {
  return [0, CHUNK_LENGTH, 2 * CHUNK_LENGTH]
    .map((from) => {
      const chunk = [...short.slice(from, from + CHUNK_LENGTH)];
      const bits = chunk.reduce((sum, letter, at) => sum + (/[A-Z]/.test(letter) ? 2 ** at : 0), 0);
      return SUFFIX_LETTERS.charAt(bits);
    })
    .join("");
}

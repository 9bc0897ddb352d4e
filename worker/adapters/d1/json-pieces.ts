/** D1 takes texts up to 2 MB; what is over this is cut, so that the rest of the row has room. */
const JSON_BYTES_MAX = 1_500_000;

/** Rows as JSON arrays for `json_each(?)`, each below D1's limit. No rows, no pieces. */
export function jsonPieces(rows: readonly unknown[], bytesMax = JSON_BYTES_MAX): readonly string[] {
  const encoder = new TextEncoder();
  const pieces: string[] = [];
  let texts: string[] = [];
  let bytes = 0;
  const cut = () => {
    if (texts.length > 0) pieces.push(`[${texts.join(",")}]`);
    texts = [];
    bytes = 0;
  };
  for (const row of rows) {
    const text = JSON.stringify(row);
    const size = encoder.encode(text).length + 1;
    if (bytes + size > bytesMax) cut();
    texts.push(text);
    bytes += size;
  }
  cut();
  return pieces;
}

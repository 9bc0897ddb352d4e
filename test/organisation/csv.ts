/** A CSV file with a header line as one object per line; values stay as they are written. */
export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...lines] = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "");
  const names = splitLine(header ?? "");
  return lines.map((line) => {
    const values = splitLine(line);
    return Object.fromEntries(names.map((name, place) => [name, values[place] ?? ""]));
  });
}

/** Quoted values may hold commas and doubled quotes. */
function splitLine(line: string): string[] {
  const values: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    values.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
  }
  return values;
}

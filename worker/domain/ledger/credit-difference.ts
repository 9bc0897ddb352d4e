import type { CreditLine } from "../credits.ts";

/** What has to be closed and opened so that exactly the wanted lines stand. */
export interface CreditDifference<Open extends CreditLine, Wanted extends CreditLine> {
  readonly closed: readonly Open[];
  readonly opened: readonly Wanted[];
}

/** Lines of one record. A line that stands as it is wanted is left alone. */
export function differenceOfCredits<Open extends CreditLine, Wanted extends CreditLine>(
  wanted: readonly Wanted[],
  open: readonly Open[],
): CreditDifference<Open, Wanted> {
  const standing = new Map(open.map((line) => [placeOfLine(line), line]));
  const opened: Wanted[] = [];
  for (const line of wanted) {
    const place = placeOfLine(line);
    const known = standing.get(place);
    if (known && sameLine(known, line)) standing.delete(place);
    else opened.push(line);
  }
  return { closed: [...standing.values()], opened };
}

/** Tells the lines of one record apart. */
export function placeOfLine(line: CreditLine): string {
  return `${line.event} ${line.line}`;
}

/** Whether two lines say the same, in figures and in what explains them. */
export function sameLine(one: CreditLine, other: CreditLine): boolean {
  return (
    one.memberId === other.memberId &&
    one.teamId === other.teamId &&
    one.day === other.day &&
    one.at === other.at &&
    one.count === other.count &&
    one.unit === other.unit &&
    one.amountMinor === other.amountMinor &&
    one.seconds === other.seconds &&
    one.leftOut === other.leftOut &&
    one.slice.pipelineId === other.slice.pipelineId &&
    one.slice.dealType === other.slice.dealType &&
    one.rate === other.rate &&
    one.original?.minor === other.original?.minor &&
    one.original?.currency === other.original?.currency &&
    one.marks.toSorted().join() === other.marks.toSorted().join()
  );
}

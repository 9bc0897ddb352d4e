/** What the ledger says, as plain texts that compare. */
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import type { CreditLine } from "../../../worker/domain/credits.ts";
import type { CreditFilter, LedgerReader } from "../../../worker/ports/ledger.ts";
import { naiveFacts, type World } from "../../unit/credit/naive-facts.ts";
import type { TestTenant } from "./ledger-tenant.ts";
import { EVERYTHING } from "./ledger-tenant.ts";

const PAGE = 500;

function textOfLine(name: { kind: string; crmId: string }, line: CreditLine): string {
  const { event, line: number, memberId, teamId, day, at, count, unit, amountMinor, seconds, leftOut } = line;
  const { slice, marks, original, rate } = line;
  return JSON.stringify([
    name.kind,
    name.crmId,
    event,
    number,
    memberId,
    teamId,
    day,
    at,
    [count, unit, amountMinor, seconds],
    leftOut,
    [slice.pipelineId, slice.dealType],
    marks.toSorted(),
    original,
    rate,
  ]);
}

/** Every line that stands, read page by page. */
export async function standingLines(tenant: TestTenant): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const undated of [false, true]) {
    for (const leftOut of [false, true]) {
      const reader = tenant.reader();
      let after: string | undefined;
      do {
        const page = { limit: PAGE, leftOut, ...(after === undefined ? {} : { after }) };
        const { credits, next } = await reader.listCredits({ ...EVERYTHING, undated }, page);
        texts.push(...credits.map((credit) => textOfLine(credit, credit)));
        after = next ?? undefined;
      } while (after !== undefined);
    }
  }
  return texts.sort();
}

/** The lines that the records should have, with facts found by looking through all of them. */
export function expectedLines(world: World): readonly string[] {
  return world.records
    .flatMap((record) =>
      creditRecord(record, naiveFacts(world, record), world.rules).map((line) => textOfLine(record, line)),
    )
    .sort();
}

/** All sums of a filter, as a board and its left-out counts would show them. */
export async function sums(reader: LedgerReader, filter: CreditFilter): Promise<readonly string[]> {
  const [credits, days, leftOut, undated] = await Promise.all([
    reader.sumCredits(filter),
    reader.sumByDay(filter),
    reader.sumLeftOut(filter),
    reader.sumLeftOut({ ...filter, undated: true }),
  ]);
  const weeks = await reader.sumByWeek(filter);
  const hours = await reader.sumByHour(filter);
  return [
    ...credits.map((sum) => `credits ${figures(sum)}`),
    ...days.map((sum) => `day ${sum.day} ${figures(sum)}`),
    ...weeks.map((sum) => `week ${sum.week} ${figures(sum)}`),
    ...leftOut.map((sum) => `left out ${sum.event} ${sum.memberId} ${sum.reason} ${sum.count}`),
    ...undated.map((sum) => `undated ${sum.event} ${sum.memberId} ${sum.reason} ${sum.count}`),
    ...hours.map(
      (sum) =>
        `hour ${sum.event} ${sum.memberId} ${sum.teamId} ${sum.weekday} ${sum.hour} ${sum.count} ${sum.seconds}`,
    ),
  ].sort();
}

function figures(sum: Awaited<ReturnType<LedgerReader["sumCredits"]>>[number]): string {
  return [sum.event, sum.memberId, sum.teamId, sum.count, sum.unit, sum.amountMinor, sum.seconds].join(" ");
}

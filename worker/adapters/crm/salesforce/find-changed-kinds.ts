import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { ChangesWanted, CrmFailure } from "../../../ports/crm.ts";
import type { SalesforceContext } from "./context.ts";
import { endedCondition, findSplits } from "./fetch-changed.ts";
import { homeOf } from "./home.ts";
import { type ObjectFields, withPresentFields } from "./object-fields.ts";
import { mayBeTaskOf } from "./read-task.ts";
import { type PresentSource, presentSources } from "./record-sources.ts";
import { allOf, anyOf, instantLiteral, writeSoql } from "./soql.ts";

/** Tasks are several kinds: so many of the changed ones are looked at, and beyond that all kinds may have changed. */
const TASKS_LOOKED_AT = 200;
const QUERIES_TOGETHER_MAX = 5;

/** One object that is asked about, for all the kinds it holds. */
interface Question {
  readonly kinds: CrmRecordKind[];
  readonly present: PresentSource;
  since: Instant;
}

/** A query, and which kinds its rows tell of. */
interface Asked {
  readonly soql: string;
  readonly kindsIn: (rows: readonly unknown[]) => readonly CrmRecordKind[];
}

/**
 * Those of the kinds of which anything changed. All kinds lie in five objects, which makes one call; splits are a
 * sixth that few orgs have besides.
 */
export function findChangedKinds(
  context: SalesforceContext,
  wanted: readonly ChangesWanted[],
): Promise<Result<readonly CrmRecordKind[], CrmFailure>> {
  return withPresentFields(context, async () => {
    const asked = await planQueries(context, wanted);
    if (!asked.ok) return asked;
    const changed = new Set<CrmRecordKind>();
    for (let from = 0; from < asked.value.length; from += QUERIES_TOGETHER_MAX) {
      const piece = asked.value.slice(from, from + QUERIES_TOGETHER_MAX);
      const answers = await context.gateway.queryTogether(
        piece.map(({ soql }) => soql),
        { deleted: true },
      );
      if (!answers.ok) return answers;
      for (const [index, { kindsIn }] of piece.entries()) {
        const rows = answers.value[index]?.records;
        if (rows === undefined) return err({ reason: "unavailable", detail: "a query without an answer" });
        for (const kind of kindsIn(rows)) changed.add(kind);
      }
    }
    return ok(wanted.map(({ kind }) => kind).filter((kind) => changed.has(kind)));
  });
}

async function planQueries(
  context: SalesforceContext,
  wanted: readonly ChangesWanted[],
): Promise<Result<readonly Asked[], CrmFailure>> {
  if (wanted.length === 0) return ok([]);
  const questions = await planQuestions(context, wanted);
  if (!questions.ok) return questions;
  const home = await homeOf(context);
  if (!home.ok) return home;
  const begunAt = context.now();
  const asked = questions.value.map((question) => ({
    soql: soqlOf(question, begunAt, home.value.timeZone),
    kindsIn: (rows: readonly unknown[]) => changedIn(question, rows),
  }));
  const deals = wanted.find(({ kind }) => kind === "deal");
  const splits = deals ? await findSplits(context, "deal") : ok(null);
  if (!splits.ok) return splits;
  return deals && splits.value ? ok([...asked, askForSplits(splits.value, deals.since)]) : ok(asked);
}

function askForSplits({ object, stamp }: ObjectFields, since: Instant): Asked {
  const where = [`${stamp} >= ${instantLiteral(since)}`];
  return {
    soql: writeSoql({ fields: ["Id"], from: object, where, limit: 1 }),
    kindsIn: (rows) => (rows.length > 0 ? ["deal"] : []),
  };
}

async function planQuestions(
  context: SalesforceContext,
  wanted: readonly ChangesWanted[],
): Promise<Result<readonly Question[], CrmFailure>> {
  const questions = new Map<string, Question>();
  for (const { kind, since } of wanted) {
    const sources = await presentSources(context, kind);
    if (!sources.ok) return sources;
    for (const present of sources.value) {
      const known = questions.get(present.fields.object);
      if (known === undefined) {
        questions.set(present.fields.object, { kinds: [kind], present, since });
        continue;
      }
      known.kinds.push(kind);
      if (since < known.since) known.since = since;
    }
  }
  return ok([...questions.values()]);
}

function soqlOf({ kinds, present, since }: Question, begunAt: Instant, timeZone: string): string {
  const { fields, source } = present;
  const changed = `${fields.stamp} >= ${instantLiteral(since)}`;
  const ended = endedCondition(present, { since, begunAt, timeZone });
  const isTask = source.idPrefix === "00T";
  return writeSoql({
    fields: isTask ? fields.names : ["Id"],
    from: fields.object,
    where: [
      ended === null ? changed : anyOf([changed, allOf([ended, "IsDeleted = false"])]),
      ...(kinds.length === 1 ? source.conditions(fields) : []),
    ],
    limit: isTask ? TASKS_LOOKED_AT : 1,
  });
}

function changedIn({ kinds, present }: Question, rows: readonly unknown[]): readonly CrmRecordKind[] {
  if (rows.length === 0) return [];
  if (kinds.length === 1 || present.source.idPrefix !== "00T" || rows.length >= TASKS_LOOKED_AT) return kinds;
  return kinds.filter((kind) => rows.some((raw) => mayBeTaskOf(kind, raw)));
}

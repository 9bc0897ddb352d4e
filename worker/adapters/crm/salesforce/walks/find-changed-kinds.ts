import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { ChangesWanted, CrmFailure } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import type { QueryPage } from "../api/gateway.ts";
import { type ObjectFields, withPresentFields } from "../api/object-fields.ts";
import { allOf, anyOf, instantLiteral, writeSoql } from "../api/soql.ts";
import { homeOf } from "../org/home.ts";
import { SPLIT_FIELDS } from "../reading/opportunity-rows.ts";
import { mayBeTaskOf } from "../reading/read-task.ts";
import { objectsOf, type PresentSource, presentSources } from "../reading/record-sources.ts";
import { endedCondition, findSplits } from "./fetch-changed.ts";

/** Tasks are several kinds: so many of the changed ones are looked at, and beyond that all kinds may have changed. */
const TASKS_LOOKED_AT = 200;

/** One object that is asked about, for all the kinds it holds. */
interface Question {
  readonly kinds: CrmRecordKind[];
  readonly present: PresentSource;
  since: Instant;
}

/** A query, and which kinds its rows tell of. */
interface Asked {
  readonly soql: string;
  readonly kindsIn: (page: QueryPage) => readonly CrmRecordKind[];
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
    const plan = await planQueries(context, wanted);
    if (!plan.ok) return plan;
    const { asked, untold } = plan.value;
    const soqls = asked.map(({ soql }) => soql);
    const answers = await context.gateway.queryTogether(soqls, { deleted: true });
    if (!answers.ok) return answers;
    const changed = new Set<CrmRecordKind>(untold);
    for (const [index, { kindsIn }] of asked.entries()) {
      const page = answers.value[index];
      if (page === undefined) return err({ reason: "unavailable", detail: "a query without an answer" });
      for (const kind of kindsIn(page)) changed.add(kind);
    }
    return ok(wanted.map(({ kind }) => kind).filter((kind) => changed.has(kind)));
  });
}

interface Plan {
  readonly asked: readonly Asked[];
  /** Kinds that cannot be asked about: whoever walks them is told why, and the others are asked without them. */
  readonly untold: readonly CrmRecordKind[];
}

async function planQueries(
  context: SalesforceContext,
  wanted: readonly ChangesWanted[],
): Promise<Result<Plan, CrmFailure>> {
  if (wanted.length === 0) return ok({ asked: [], untold: [] });
  const planned = await planQuestions(context, wanted);
  if (!planned.ok) return planned;
  const { questions, untold } = planned.value;
  const home = await homeOf(context);
  if (!home.ok) return home;
  const begunAt = context.now();
  const asked: Asked[] = questions.map((question) => ({
    soql: soqlOf(question, begunAt, home.value.timeZone),
    kindsIn: (page: QueryPage) => changedIn(question, page),
  }));
  const deals = wanted.find(({ kind }) => kind === "deal");
  const splits = deals ? await findSplits(context, "deal") : ok(null);
  if (!splits.ok) return splits;
  if (deals && splits.value) asked.push(askForSplits(splits.value, deals.since));
  return ok({ asked, untold });
}

function askForSplits({ object, stamp }: ObjectFields, since: Instant): Asked {
  const where = [`${stamp} >= ${instantLiteral(since)}`];
  return {
    soql: writeSoql({ fields: ["Id"], from: object, where, limit: 1 }),
    kindsIn: ({ records }) => (records.length > 0 ? ["deal"] : []),
  };
}

async function planQuestions(
  context: SalesforceContext,
  wanted: readonly ChangesWanted[],
): Promise<Result<{ readonly questions: readonly Question[] } & Pick<Plan, "untold">, CrmFailure>> {
  // A lane that slept remembers no object: without this each would cost a call with every poll.
  const objects = wanted.flatMap(({ kind }) => objectsOf(context, kind));
  const beside = wanted.some(({ kind }) => kind === "deal") ? [SPLIT_FIELDS.object] : [];
  await context.gateway.describeTogether([...new Set([...objects, ...beside])]);
  const questions = new Map<string, Question>();
  const untold: CrmRecordKind[] = [];
  for (const { kind, since } of wanted) {
    const sources = await presentSources(context, kind);
    if (!sources.ok && !isNotToBeHad(sources.error)) return sources;
    if (!sources.ok) {
      untold.push(kind);
      continue;
    }
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
  return ok({ questions: [...questions.values()], untold });
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

function changedIn({ kinds, present }: Question, { records, next }: QueryPage): readonly CrmRecordKind[] {
  if (records.length === 0) return [];
  if (kinds.length === 1 || present.source.idPrefix !== "00T") return kinds;
  if (records.length >= TASKS_LOOKED_AT || next !== null) return kinds;
  return kinds.filter((kind) => records.some((raw) => mayBeTaskOf(kind, raw)));
}

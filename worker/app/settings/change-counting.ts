/** What a change of how results are counted comes to, and what is wrong with it. */

import { COUNTED_IDS, type CountedId, type CountingChange } from "../../../shared/contracts/counting.ts";
import { type Counting, coversFields, type ExtraFields, extraFieldsOf } from "../../domain/counting.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { EventRules } from "../../domain/rules.ts";
import type { CrmDealField, CrmFailure } from "../../ports/crm.ts";
import type { InputFault } from "../input-fault.ts";

/** What reads which fields of deals the CRM has. */
export type ReadDealFields = () => Promise<Result<readonly CrmDealField[], CrmFailure>>;

type Choices = readonly (readonly [CountedId, EventRules])[];

/** What is given replaces what was chosen before, the rest stays. */
export function countingAfter(before: Counting, { calendar, events }: CountingChange): Counting {
  const days = { ...before.calendar, ...calendar };
  const chosen = COUNTED_IDS.flatMap((id) => {
    const choice = events?.[id] === undefined ? before.events[id] : events[id];
    return choice ? [[id, choice] as const] : [];
  });
  return {
    calendar: {
      ...days,
      weekend: days.weekend.toSorted(),
      holidays: [...new Set(days.holidays)].toSorted(),
    },
    events: Object.fromEntries(chosen),
  };
}

/**
 * Pipelines and fields that the CRM does not have. It is asked for its fields only where the change names one that
 * was not chosen before.
 */
export async function faultsOfCounting(
  change: CountingChange,
  known: {
    readonly before: Counting;
    readonly pipelines: readonly string[];
    readonly readFields: ReadDealFields;
  },
): Promise<Result<readonly InputFault[], CrmFailure>> {
  const choices = COUNTED_IDS.flatMap((id) => {
    const choice = change.events?.[id];
    return choice ? [[id, choice] as const] : [];
  });
  const pipelineFaults = choices.flatMap(([id, { pipelines = [] }]) =>
    pipelines.flatMap((pipeline, index) =>
      known.pipelines.includes(pipeline)
        ? []
        : [{ path: `counting.events.${id}.pipelines.${index}`, message: "is no pipeline" }],
    ),
  );
  const wanted = extraFieldsOf(choices.map(([, choice]) => choice));
  if (coversFields(extraFieldsOf(Object.values(known.before.events)), wanted)) return ok(pipelineFaults);
  const fields = await known.readFields();
  if (!fields.ok) return fields;
  return ok([...pipelineFaults, ...fieldFaults(choices, namesOf(fields.value))]);
}

function namesOf(fields: readonly CrmDealField[]): ExtraFields {
  const namesOfThoseWith = (holds: CrmDealField["holds"]) =>
    fields.filter((field) => field.holds === holds).map(({ name }) => name);
  return { amounts: namesOfThoseWith("amount"), owners: namesOfThoseWith("person") };
}

function fieldFaults(choices: Choices, { amounts, owners }: ExtraFields): readonly InputFault[] {
  return choices.flatMap(([id, { amountProperty, creditSource }]) => [
    ...(amountProperty !== undefined && !amounts.includes(amountProperty)
      ? [
          {
            path: `counting.events.${id}.amountProperty`,
            message: "is no field of deals in the CRM that holds money",
          },
        ]
      : []),
    ...(creditSource?.kind === "property" && !owners.includes(creditSource.name)
      ? [
          {
            path: `counting.events.${id}.creditSource.name`,
            message: "is no field of deals in the CRM that names a user",
          },
        ]
      : []),
  ]);
}

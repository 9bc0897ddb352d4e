import * as v from "valibot";
import type { Stage, StageOutcome } from "../../../../domain/facts.ts";
import { Text } from "../../read-values.ts";
import type { WantedFields } from "../api/object-fields.ts";
import { Count, Flag, StageName } from "../api/read-values.ts";

/** What is read of the stages of opportunities. Inactive ones stay: closed opportunities are in them. */
export const STAGE_FIELDS: WantedFields = {
  object: "OpportunityStage",
  required: ["Id", "MasterLabel", "SortOrder", "IsWon", "IsClosed"],
  optional: ["ApiName", "DefaultProbability"],
};

const StageRow = v.object({
  ApiName: StageName,
  MasterLabel: StageName,
  SortOrder: Count,
  IsWon: Flag,
  IsClosed: Flag,
  DefaultProbability: Text,
});

/** The stages of the org, found by what an opportunity says. */
export interface StageBook {
  readonly stages: readonly Stage[];
  /** Opportunities name the stage, and older rows its label. A name that nobody knows stays as it is. */
  idOf(stageName: string): string;
  isWon(stageId: string): boolean;
}

/** Null when a row cannot be read: its opportunities would lose their stage. */
export function readStages(rows: readonly unknown[]): StageBook | null {
  const parsed = v.safeParse(v.array(StageRow), rows);
  if (!parsed.success) return null;
  const stages: Stage[] = parsed.output.flatMap((row, index) => {
    const id = row.ApiName ?? row.MasterLabel;
    if (id === null) return [];
    return {
      id,
      label: row.MasterLabel ?? id,
      order: row.SortOrder ?? index,
      outcome: outcomeOf(row.IsClosed, row.IsWon),
      probability: readProbability(row.DefaultProbability),
    };
  });
  const known = new Set(stages.map(({ id }) => id));
  const byLabel = new Map(stages.map(({ label, id }) => [label, id]));
  const won = new Set(stages.filter(({ outcome }) => outcome === "won").map(({ id }) => id));
  return {
    stages: stages.toSorted((left, right) => left.order - right.order),
    idOf: (name) => (known.has(name) ? name : (byLabel.get(name) ?? name)),
    isWon: (id) => won.has(id),
  };
}

function outcomeOf(isClosed: boolean, isWon: boolean): StageOutcome {
  if (isWon) return "won";
  return isClosed ? "lost" : "open";
}

/** Salesforce counts in percent. */
function readProbability(text: string | null): number | null {
  const percent = text === null ? Number.NaN : Number(text);
  return percent >= 0 && percent <= 100 ? percent / 100 : null;
}

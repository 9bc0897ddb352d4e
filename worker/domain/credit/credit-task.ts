import type { Facts } from "../facts.ts";
import type { Task } from "../records.ts";
import type { Rules } from "../rules.ts";
import { activityHolder, dayOf } from "./activity-holder.ts";
import { type Candidate, PLAIN } from "./candidate.ts";

/** A task counts on the day it was completed. */
export function candidatesOfTask(task: Task, facts: Facts, rules: Rules): readonly Candidate[] {
  if (!task.completed) return [];
  return [
    {
      ...PLAIN,
      event: "task_completed",
      at: task.completedAt,
      day: dayOf(task.completedAt, rules),
      holders: activityHolder(task, "task_completed", facts, rules),
    },
  ];
}

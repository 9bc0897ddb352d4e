import { defineMetric } from "./metric.ts";

export const tasksCompleted = defineMetric({
  id: "tasks_completed",
  label: "Tasks Completed",
  description: "The tasks that were marked as done.",
  formula: { kind: "sum", terms: [{ event: "task_completed", of: "count" }] },
  unit: "count",
  better: "higher",
  dateField: "The day the task was completed",
  creditRule: "The owner of the task",
  exclusions: ["Tasks that were deleted"],
});

import type { DealDesk } from "./deal-desk.ts";
import { TASK_SUBJECTS } from "./names.ts";
import type { Message, Task } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import type { Shift, Story } from "./story.ts";
import { momentOn, spreadOver } from "./story.ts";
import { DAY } from "./zone-clock.ts";

interface Options {
  readonly random: Random;
  readonly shifts: readonly Shift[];
  readonly target: number;
}

/** Tasks with a due date; most are done, some late, some never. */
export function tellTasks(story: Story, desk: DealDesk, options: Options): Task[] {
  const { random, shifts, target } = options;
  const nextId = createIds(27_800_000_001);
  const tasks: Task[] = [];
  spreadOver(shifts, target, random, ({ person, day }) => {
    const createdAt = momentOn(story, random, day);
    if (createdAt > story.until) return;
    const dueAt = createdAt + random.integer(0, 10) * DAY;
    const doneAt = Math.floor(createdAt + random.logNormal(2.5, 1) * DAY);
    const done = random.chance(0.8) && doneAt < story.until;
    tasks.push({
      kind: "tasks",
      id: nextId(),
      subject: random.pick(TASK_SUBJECTS),
      dueAt,
      status: done
        ? "COMPLETED"
        : random.pick(["NOT_STARTED", "NOT_STARTED", "IN_PROGRESS", "WAITING", "DEFERRED"]),
      type: random.pick(["TODO", "CALL", "EMAIL"]),
      completedAt: done && !random.chance(0.02) ? doneAt : null,
      createdAt,
      modifiedAt: done ? doneAt : createdAt,
      ownerId: random.chance(0.02) ? null : person.ownerId,
      creatorUserId: person.userId,
      links: desk.subjectFor(random, person, createdAt).links,
    });
  });
  return tasks;
}

/** Short messages that were logged by hand. */
export function tellMessages(story: Story, desk: DealDesk, options: Options): Message[] {
  const { random, shifts, target } = options;
  const nextId = createIds(18_600_000_001);
  const messages: Message[] = [];
  spreadOver(shifts, target, random, ({ person, day }) => {
    const at = momentOn(story, random, day);
    if (at > story.until) return;
    messages.push({
      kind: "communications",
      id: nextId(),
      at,
      channel: random.weighted([
        ["LINKEDIN_MESSAGE", 55],
        ["SMS", 35],
        ["WHATS_APP", 10],
      ]),
      createdAt: at,
      modifiedAt: at,
      ownerId: person.ownerId,
      creatorUserId: person.userId,
      links: desk.subjectFor(random, person, at).links,
    });
  });
  return messages;
}

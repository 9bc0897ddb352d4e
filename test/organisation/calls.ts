import type { DealDesk } from "./deal-desk.ts";
import type { Call } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import { DISPOSITIONS } from "./pipelines.ts";
import type { Random } from "./random.ts";
import type { Shift, Story } from "./story.ts";
import { momentOn, spreadOver } from "./story.ts";
import { MINUTE } from "./zone-clock.ts";

const SECOND = 1000;

interface Ending {
  readonly disposition: string | null;
  readonly status: string;
  readonly medianSeconds: number;
}

function endingOf(label: string): Ending {
  const disposition = DISPOSITIONS.find((known) => known.label === label)?.id ?? null;
  const talked = ["Connected", "Left live message", "Connected, call back agreed"].includes(label);
  if (talked) return { disposition, status: "COMPLETED", medianSeconds: label === "Connected" ? 260 : 90 };
  if (label === "Left voicemail") return { disposition, status: "COMPLETED", medianSeconds: 35 };
  if (label === "Busy") return { disposition, status: "BUSY", medianSeconds: 4 };
  if (label === "Wrong number") return { disposition, status: "COMPLETED", medianSeconds: 15 };
  return { disposition, status: "NO_ANSWER", medianSeconds: 20 };
}

function drawEnding(random: Random): Ending {
  const label = random.weighted([
    ["Connected", 32],
    ["No answer", 30],
    ["Left voicemail", 19],
    ["Left live message", 6],
    ["Busy", 5],
    ["Wrong number", 3],
    ["Connected, call back agreed", 2],
    ["", 3],
  ]);
  return label === "" ? { disposition: null, status: "COMPLETED", medianSeconds: 120 } : endingOf(label);
}

/** Calls out and in, with outcomes and lengths; some miss the one or the other. */
export function tellCalls(
  story: Story,
  desk: DealDesk,
  options: { readonly random: Random; readonly shifts: readonly Shift[]; readonly target: number },
): Call[] {
  const { random, shifts, target } = options;
  const nextId = createIds(51_200_000_001);
  const calls: Call[] = [];
  spreadOver(shifts, target, random, ({ person, day }) => {
    const at = momentOn(story, random, day);
    if (at > story.until - MINUTE) return;
    const ending = drawEnding(random);
    const length = Math.round(random.logNormal(ending.medianSeconds, 0.7) * SECOND);
    const createdAt = Math.min(story.until, at + length + 20 * SECOND);
    calls.push({
      kind: "calls",
      id: nextId(),
      at,
      createdAt,
      modifiedAt: createdAt,
      ownerId: person.ownerId,
      creatorUserId: person.userId,
      direction: random.chance(0.01) ? null : random.chance(0.17) ? "INBOUND" : "OUTBOUND",
      durationMilliseconds: random.chance(0.03) ? null : length,
      disposition: ending.disposition,
      status: random.chance(0.02) ? null : ending.status,
      links: desk.subjectFor(random, person, at).links,
    });
  });
  return calls;
}

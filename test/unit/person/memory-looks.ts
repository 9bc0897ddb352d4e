import type { LookStore } from "../../../worker/ports/looks.ts";

/** Looks in memory. */
export function memoryLooks(first: Readonly<Record<string, string>> = {}): LookStore & {
  readonly saved: ReadonlyMap<string, string>;
} {
  const saved = new Map(Object.entries(first));
  return {
    saved,
    load: async ({ viewerId, memberId }) => saved.get(`${viewerId} ${memberId}`) ?? null,
    async save({ viewerId, memberId }, at) {
      saved.set(`${viewerId} ${memberId}`, at);
    },
  };
}

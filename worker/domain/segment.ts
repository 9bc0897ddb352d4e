/** Parts of the deals, as an address names them. */

/** The deals of one pipeline, or of one type. */
export interface Segment {
  readonly kind: "pipeline" | "type";
  readonly id: string;
}

/** Reads `pipeline:<id>` or `type:<deal type>`; null for anything else. */
export function readSegment(text: string): Segment | null {
  const [, kind, id] = /^(pipeline|type):(.{1,100})$/u.exec(text) ?? [];
  return (kind === "pipeline" || kind === "type") && id !== undefined ? { kind, id } : null;
}

/** What `readSegment` reads. */
export function segmentText({ kind, id }: Segment): string {
  return `${kind}:${id}`;
}

/** Which sections the page has, for whom. Pure. */
import type { Session } from "../../../shared/contracts/access.ts";

const SECTIONS = [
  "pipelines",
  "counting",
  "leaderboard",
  "hubspot",
  "people",
  "displays",
  "privacy",
] as const;

/** The name of a section in the address. */
export type SectionId = (typeof SECTIONS)[number];

/** What of the session decides on the sections. */
export type SectionViewer = Pick<Session, "role"> & { readonly tenant: Pick<Session["tenant"], "crm"> };

/** Everything for admins and owners; for everybody else how they are seen themselves. In the order of the list. */
export function sectionsFor({ role, tenant }: SectionViewer): readonly SectionId[] {
  if (role !== "owner" && role !== "admin") return ["privacy"];
  return SECTIONS.filter((id) => id !== "hubspot" || tenant.crm === "hubspot");
}

/** The section of the address; the first one for a name that is none, or not for this viewer. */
export function sectionOf(name: string | null, viewer: SectionViewer): SectionId {
  const sections = sectionsFor(viewer);
  return sections.find((id) => id === name) ?? sections[0] ?? "privacy";
}

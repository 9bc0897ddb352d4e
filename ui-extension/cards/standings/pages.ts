import type { ComponentType } from "preact";
import type { Role } from "../../../shared/contracts/ids.ts";

/** What each page's `page.tsx` exports by default. */
export type PageComponent = ComponentType<{ readonly route: URLSearchParams }>;

interface PageEntry {
  readonly id: PageId;
  /** The folder whose `page.tsx` it is. */
  readonly folder: string;
  readonly roles: readonly Role[];
  /** False for what is reached from another page. */
  readonly tab: boolean;
}

const EVERYBODY: readonly Role[] = ["owner", "admin", "manager", "member", "viewer"];
const MEMBERS: readonly Role[] = ["owner", "admin", "manager", "member"];
const ADMINS: readonly Role[] = ["owner", "admin"];

/** Every page, in the order of the tabs. My standing is the person page of oneself. */
const PAGES = [
  { id: "standing", folder: "person", roles: MEMBERS, tab: true },
  { id: "leaderboard", folder: "leaderboard", roles: EVERYBODY, tab: true },
  { id: "person", folder: "person", roles: EVERYBODY, tab: false },
  { id: "quotas", folder: "quotas", roles: EVERYBODY, tab: true },
  { id: "activity", folder: "activity", roles: EVERYBODY, tab: true },
  { id: "connection", folder: "connection", roles: ADMINS, tab: true },
  { id: "install", folder: "install", roles: ADMINS, tab: false },
  { id: "settings", folder: "settings", roles: EVERYBODY, tab: true },
] as const;

/** The name of a page in the address. */
export type PageId = (typeof PAGES)[number]["id"];

/** Pages that are built, by folder; each is a chunk of its own. */
const BUILT = import.meta.glob<PageComponent>("../*/page.tsx", { import: "default" });

export function isPageId(name: string): name is PageId {
  return PAGES.some(({ id }) => id === name);
}

/** The tabs of a role, in order. A page that is not built has none. */
export function pagesFor(role: Role): readonly PageEntry[] {
  return PAGES.filter((page) => page.tab && isOpen(page, role));
}

/** Whom a page is for. */
export function rolesOf(id: PageId): readonly Role[] {
  return PAGES.find((page) => page.id === id)?.roles ?? [];
}

/** How to load a page; null where it is not built, or not for this role. */
export function loaderOf(id: PageId, role: Role): (() => Promise<PageComponent>) | null {
  const page = PAGES.find((entry) => entry.id === id);
  if (!page || !isOpen(page, role)) return null;
  return BUILT[fileOf(page)] ?? null;
}

function isOpen(page: PageEntry, role: Role): boolean {
  return page.roles.includes(role) && fileOf(page) in BUILT;
}

function fileOf({ folder }: PageEntry): string {
  return `../${folder}/page.tsx`;
}

import { randomBytes } from "node:crypto";

/** What is left of a query after its first page. */
export interface OpenQuery {
  readonly orgId: string;
  readonly rows: readonly unknown[];
  readonly pageRows: number;
  readonly openedAt: number;
}

export interface Locators {
  open(query: OpenQuery): string;
  find(id: string): OpenQuery | null;
  /** Makes every locator of an org unusable. */
  expireAll(orgId?: string): void;
  expire(id: string): void;
}

/** The cursors of queries that did not fit in one answer. */
export function createLocators(): Locators {
  const open = new Map<string, OpenQuery>();
  return {
    open(query) {
      const id = `0r8${randomBytes(12).toString("hex").slice(0, 15)}`;
      open.set(id, query);
      return id;
    },
    find: (id) => open.get(id) ?? null,
    expireAll(orgId) {
      for (const [id, query] of open) if (orgId === undefined || query.orgId === orgId) open.delete(id);
    },
    expire(id) {
      open.delete(id);
    },
  };
}

import { randomBytes } from "node:crypto";

export type BulkState = "UploadComplete" | "InProgress" | "JobComplete" | "Aborted" | "Failed";

export interface BulkJob {
  readonly id: string;
  readonly orgId: string;
  readonly userId: string;
  readonly operation: "query" | "queryAll";
  readonly object: string;
  readonly apiVersion: string;
  readonly createdAt: number;
  readonly lineEnding: "LF" | "CRLF";
  readonly columns: readonly string[];
  /** Values as they stand in the CSV; an absent one is empty. */
  readonly rows: readonly (readonly string[])[];
  state: BulkState;
}

export interface BulkJobs {
  add(job: Omit<BulkJob, "id" | "state">): BulkJob;
  find(orgId: string, id: string): BulkJob | null;
  of(orgId: string): readonly BulkJob[];
  remove(id: string): void;
}

/** Bulk query jobs. A job passes through its states as it is asked for them. */
export function createBulkJobs(): BulkJobs {
  const jobs = new Map<string, BulkJob>();
  return {
    add(job) {
      const id = `750${randomBytes(12).toString("hex").slice(0, 12)}AAA`;
      const added: BulkJob = { ...job, id, state: "UploadComplete" };
      jobs.set(id, added);
      return added;
    },
    find(orgId, id) {
      const job = jobs.get(id);
      return job?.orgId === orgId ? job : null;
    },
    of: (orgId) => [...jobs.values()].filter((job) => job.orgId === orgId),
    remove(id) {
      jobs.delete(id);
    },
  };
}

function cell(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/** Rows as Salesforce writes them: every value quoted, the names of the columns above each page. */
export function csvOf(job: BulkJob, rows: readonly (readonly string[])[]): string {
  const end = job.lineEnding === "CRLF" ? "\r\n" : "\n";
  return [job.columns, ...rows].map((row) => row.map(cell).join(",") + end).join("");
}

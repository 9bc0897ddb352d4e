import { useEffect, useState } from "preact/hooks";
import type { Connection } from "../../../shared/contracts/connection.ts";
import type { CrmName } from "../../../shared/contracts/ids.ts";
import type { ReconciledPeriod, ReconciliationAnswer } from "../../../shared/contracts/reconciliation.ts";
import { salesforceInstallPath } from "../../../shared/salesforce/install-path.ts";
import { type UsedAnswer, useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { type ConnectionAction, isReading } from "./connection-view.ts";

/** While records arrive or work is under way, how it stands is asked for this often. */
const BUSY_MILLISECONDS = 2000;
const QUIET_MILLISECONDS = 30_000;

/** How the connection stands, asked again while the page is in view: often while something is under way. */
export function useConnection(): UsedAnswer<Connection> {
  const { api, page } = usePage();
  const answer = useAnswer<Connection>("connection", () => api.get("connection"));
  const { value, asOf, retry } = answer;
  const isBusy = value !== null && (isReading(value) || value.openJobs.length > 0);
  // `asOf` moves with every answer, so each one plans the next: none piles up behind a slow one.
  useEffect(() => {
    const ask = () => page.document.visibilityState === "visible" && retry();
    const timer = page.setInterval(ask, isBusy ? BUSY_MILLISECONDS : QUIET_MILLISECONDS);
    return () => page.clearInterval(timer);
  }, [page, isBusy, asOf, retry]);
  return answer;
}

/** How a period agrees with the CRM; asked again with the connection until it is the last word. */
export function useReconciliation(
  period: ReconciledPeriod,
  connection: UsedAnswer<Connection>,
): UsedAnswer<ReconciliationAnswer> {
  const { api } = usePage();
  const answer = useAnswer<ReconciliationAnswer>(`reconciliation ${period}`, () =>
    api.get("reconciliation", { period }),
  );
  const { retry, value } = answer;
  const isOpen = value?.reconciliation?.final !== true || value.running;
  const { asOf } = connection;
  useEffect(() => {
    if (isOpen && asOf !== null) retry();
  }, [isOpen, asOf, retry]);
  return answer;
}

/** What became of something that was asked for. */
export type AskedState = "started" | "too_soon" | "failed" | null;

/** What can be done about the connection. Consent opens beside the host's page: it cannot be given in a frame. */
export function useConnectionActions(onStarted: () => void): {
  readonly asked: AskedState;
  readonly act: (action: ConnectionAction) => void;
} {
  const { api, openRecord, page, session } = usePage();
  const [asked, setAsked] = useState<AskedState>(null);
  const start = async (path: string) => {
    const answer = await api.post<{ readonly jobId: string }>(path, { body: undefined });
    if (answer.kind === "ok") {
      setAsked("started");
      onStarted();
    } else {
      setAsked(answer.kind === "problem" && answer.problem.status === 429 ? "too_soon" : "failed");
    }
  };
  return {
    asked,
    act: (action) => {
      if (action === "reconnect") openRecord(installPath(session.tenant.crm, page.location.search));
      else void start(action === "sync" ? "connection/sync" : "reconciliation");
    },
  };
}

/** Where consent is given again. A page in Salesforce is told in its address where the org answers. */
function installPath(crm: CrmName, search: string): string {
  return crm === "salesforce"
    ? salesforceInstallPath(new URLSearchParams(search).get("parent"))
    : `/install/${crm}`;
}

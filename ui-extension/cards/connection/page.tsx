import { useState } from "preact/hooks";
import type { Connection } from "../../../shared/contracts/connection.ts";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Status } from "../design/status.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import { ReceiptNote } from "../install/receipt-note.tsx";
import { usePage, useWords } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { AllowanceCard } from "./allowance-card.tsx";
import { ChecksCard } from "./checks-card.tsx";
import {
  type ConnectionAction,
  type ConnectionWording,
  connectedText,
  isReading,
  stateView,
} from "./connection-view.ts";
import { FaultsCard } from "./faults-card.tsx";
import { FirstReading } from "./reading-card.tsx";
import { SyncTable } from "./sync-table.tsx";
import { type AskedState, useConnection, useConnectionActions, useReconciliation } from "./use-connection.ts";
import { CONNECTION_WORDS } from "./words/book.ts";
import type { ConnectionWords } from "./words/en.ts";
import "../design/data-table.css";
import "./connection.css";

/** The page `connection` of the app: how the CRM's connection stands, for those who can mend it. */
export default function Page() {
  const { locale } = usePage();
  const words = useWords(CONNECTION_WORDS);
  const connection = useConnection();
  const reconciliation = useReconciliation("this_quarter", connection);
  const { asked, act } = useConnectionActions(() => {
    connection.retry();
    reconciliation.retry();
  });
  if (!words) return <Loading />;
  const { value } = connection;
  return (
    <div class="page">
      <Head connection={value} words={words} act={act} />
      {value ? (
        <div class="stack">
          <Asked asked={asked} words={words} />
          <ReceiptNote reconciliation={reconciliation.value?.reconciliation ?? null} />
          <Body
            connection={value}
            asOf={connection.asOf ?? value.connectedAt}
            reconciliation={reconciliation.value?.reconciliation ?? null}
            wording={{ words, locale }}
            act={act}
            onKeyMade={connection.retry}
          />
        </div>
      ) : connection.state === "problem" || connection.state === "offline" ? (
        <ProblemState
          problem={connection.state === "problem" ? connection.problem : null}
          onRetry={connection.retry}
        />
      ) : (
        <Skeleton rows={8} label={words.loading} />
      )}
    </div>
  );
}

function Loading() {
  return (
    <div class="page">
      <Skeleton rows={8} />
    </div>
  );
}

function Head(props: {
  readonly connection: Connection | null;
  readonly words: ConnectionWords;
  readonly act: (action: ConnectionAction) => void;
}) {
  const { connection, words, act } = props;
  const isSyncing = connection?.openJobs.includes("sync") ?? false;
  return (
    <PageHead title={words.title}>
      <Button
        icon="refresh"
        disabled={connection === null || isSyncing || connection.state === "reconnect"}
        onClick={() => act("sync")}
      >
        {isSyncing ? words.syncing : words.syncNow}
      </Button>
      <Button icon="link" onClick={() => act("reconnect")}>
        {words.reconnect}
      </Button>
    </PageHead>
  );
}

function Asked({ asked, words }: { readonly asked: AskedState; readonly words: ConnectionWords }) {
  if (asked === null) return null;
  const texts = { started: words.syncStarted, too_soon: words.tooSoon, failed: words.failed };
  return (
    <Note tone={asked === "started" ? "info" : "warn"} role="status">
      {texts[asked]}
    </Note>
  );
}

function Body(props: {
  readonly connection: Connection;
  readonly asOf: string;
  readonly reconciliation: Parameters<typeof ChecksCard>[0]["reconciliation"];
  readonly wording: ConnectionWording;
  readonly act: (action: ConnectionAction) => void;
  readonly onKeyMade: () => void;
}) {
  const { connection, asOf, wording, act } = props;
  const { words } = wording;
  return (
    <>
      <section class="card">
        <div class="connection-head">
          <div>
            <h2>{words.account(connection.name, crmLabel(connection.crm), connection.crmId)}</h2>
            <p class="text-3 text-sm">{connectedText(connection, wording)}</p>
          </div>
          <Status status={stateView(connection, words)} />
        </div>
        {connection.state === "reconnect" && (
          <div class="connection-part">
            <Note tone="bad" action={{ label: words.reconnect, onClick: () => act("reconnect") }}>
              {words.cutOff}
            </Note>
          </div>
        )}
        {isReading(connection) && <FirstReading connection={connection} asOf={asOf} wording={wording} />}
      </section>
      {connection.crm === "salesforce" && <Preflight pings={connection.pings} onKeyMade={props.onKeyMade} />}
      <SyncTable connection={connection} asOf={asOf} wording={wording} onAction={act} />
      <div class="connection-columns">
        <FaultsCard connection={connection} wording={wording} onAction={act} />
        <div class="stack">
          <AllowanceCard connection={connection} wording={wording} />
          <ChecksCard reconciliation={props.reconciliation} wording={wording} />
        </div>
      </div>
    </>
  );
}

/** Other CRMs have nothing of it, so it comes by itself. */
function Preflight(props: { readonly pings: Connection["pings"]; readonly onKeyMade: () => void }) {
  const [missing, setMissing] = useState(false);
  const part = useLoaded(
    !missing,
    () => import("./preflight/preflight-card.tsx"),
    () => setMissing(true),
  );
  if (missing) return <ProblemState problem={null} onRetry={() => setMissing(false)} />;
  return part ? <part.PreflightCard {...props} /> : <Skeleton rows={6} />;
}

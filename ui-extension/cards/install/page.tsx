import { useState } from "preact/hooks";
import type { MemberList } from "../../../shared/contracts/api.ts";
import type { Connection } from "../../../shared/contracts/connection.ts";
import type { ReconciledPeriod, Reconciliation } from "../../../shared/contracts/reconciliation.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { type ConnectionWording, isReading } from "../connection/connection-view.ts";
import { FirstReading } from "../connection/reading-card.tsx";
import { useConnection, useConnectionActions, useReconciliation } from "../connection/use-connection.ts";
import { CONNECTION_WORDS } from "../connection/words/book.ts";
import { Button } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { usePageTitle } from "../standings/page-head.tsx";
import { Receipt } from "./receipt-card.tsx";
import { StepsCard } from "./steps-card.tsx";
import { INSTALL_WORDS } from "./words/book.ts";
import type { InstallWords } from "./words/en.ts";
import "./install.css";

/** The page `install` of the app: reached after installing, with the first reading and then the receipt. */
export default function Page() {
  const words = useWords(INSTALL_WORDS);
  const connectionWords = useWords(CONNECTION_WORDS);
  const { locale } = usePage();
  const connection = useConnection();
  if (!words || !connectionWords) return <Loading />;
  return (
    <div class="page install-page">
      {connection.value ? (
        <Install
          answer={connection}
          connection={connection.value}
          words={words}
          wording={{ words: connectionWords, locale }}
        />
      ) : connection.state === "problem" || connection.state === "offline" ? (
        <ProblemState
          problem={connection.state === "problem" ? connection.problem : null}
          onRetry={connection.retry}
        />
      ) : (
        <Skeleton lines={6} label={words.loading} />
      )}
    </div>
  );
}

function Loading() {
  return (
    <div class="page install-page">
      <Skeleton lines={6} />
    </div>
  );
}

function Install(props: {
  readonly answer: ReturnType<typeof useConnection>;
  readonly connection: Connection;
  readonly words: InstallWords;
  readonly wording: ConnectionWording;
}) {
  const { answer, connection, words, wording } = props;
  const [period, setPeriod] = useState<ReconciledPeriod>("this_quarter");
  const reconciled = useReconciliation(period, answer);
  const reconciliation = reconciled.value?.reconciliation ?? null;
  const { asked, act } = useConnectionActions(() => {
    answer.retry();
    reconciled.retry();
  });
  const reading = isReading(connection);
  const isReady = reconciliation !== null || !reading;
  return (
    <div class="stack">
      <Head connection={connection} ready={isReady} words={words} />
      {reading && (
        <section class="card install-reading" aria-label={words.reading}>
          <FirstReading
            connection={connection}
            asOf={answer.asOf ?? connection.connectedAt}
            wording={wording}
          />
        </section>
      )}
      <section class="card" aria-label={words.receipt.period}>
        <ReceiptControls
          period={period}
          onPeriod={setPeriod}
          running={connection.openJobs.includes("reconcile")}
          reading={reading}
          words={words}
          onCheck={() => act("reconcile")}
        />
        {asked !== null && asked !== "started" && (
          <div class="receipt-part">
            <Note tone="warn" role="status">
              {asked === "too_soon" ? wording.words.tooSoon : wording.words.failed}
            </Note>
          </div>
        )}
        <ReceiptPart reconciliation={reconciliation} period={period} words={words} />
      </section>
      <StepsCard ready={isReady} words={words} />
      <p class="text-sm text-3">{words.stay}</p>
    </div>
  );
}

function Head(props: {
  readonly connection: Connection;
  readonly ready: boolean;
  readonly words: InstallWords;
}) {
  const { connection, ready, words } = props;
  const { api, locale } = usePage();
  const head = usePageTitle(words.windowTitle);
  const members = useAnswer<MemberList>("members", () => api.get("members"));
  const found = members.value && foundText(members.value, words, locale.language);
  return (
    <header class="install-head">
      <Icon name="check-circle" size={24} />
      <div>
        <h1 ref={head} tabIndex={-1}>
          {words.title(connection.name)}
        </h1>
        <p class="text-2">
          {found} {ready ? words.ready : words.readySoon}
        </p>
      </div>
    </header>
  );
}

function foundText({ members, teams }: MemberList, words: InstallWords, language: string): string {
  const people = words.people(members.length, formatCount(members.length, language));
  return words.found(people, words.teams(teams.length, formatCount(teams.length, language)));
}

function ReceiptControls(props: {
  readonly period: ReconciledPeriod;
  readonly onPeriod: (period: ReconciledPeriod) => void;
  readonly running: boolean;
  readonly reading: boolean;
  readonly words: InstallWords;
  readonly onCheck: () => void;
}) {
  const { receipt } = props.words;
  return (
    <div class="receipt-controls">
      <Segmented
        label={receipt.period}
        value={props.period}
        options={[
          { value: "this_quarter", label: receipt.present },
          { value: "last_quarter", label: receipt.previous },
        ]}
        onChange={props.onPeriod}
      />
      <Button icon="refresh" disabled={props.running || props.reading} onClick={props.onCheck}>
        {props.running ? receipt.checking : receipt.again}
      </Button>
    </div>
  );
}

function ReceiptPart(props: {
  readonly reconciliation: Reconciliation | null;
  readonly period: ReconciledPeriod;
  readonly words: InstallWords;
}) {
  const { session, locale } = usePage();
  const { reconciliation, period, words } = props;
  if (!reconciliation) return <p class="text-2 receipt-part">{words.receipt.waiting}</p>;
  return (
    <Receipt
      reconciliation={reconciliation}
      period={period}
      wording={{ words, locale, crm: session.tenant.crm }}
    />
  );
}

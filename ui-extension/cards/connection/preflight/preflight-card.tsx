import { useState } from "preact/hooks";
import type { Connection } from "../../../../shared/contracts/connection.ts";
import type { Preflight } from "../../../../shared/contracts/preflight.ts";
import { Button } from "../../design/button.tsx";
import { ProblemState } from "../../design/problem-state.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { Status } from "../../design/status.tsx";
import { useAnswer } from "../../host/use-answer.ts";
import { usePage, useWords } from "../../standings/page-context.ts";
import { PingKey } from "./ping-key.tsx";
import { type PreflightRow, type PreflightWording, preflightView } from "./preflight-view.ts";
import { PREFLIGHT_WORDS } from "./words/book.ts";
import "./preflight.css";

const PATH = "connection/preflight";

/** What is set up in Salesforce, step by step, each with its menu and its reason; for an account of Salesforce. */
export function PreflightCard(props: {
  readonly pings: Connection["pings"];
  /** A key was made: the connection says since when. */
  readonly onKeyMade: () => void;
}) {
  const { api, locale } = usePage();
  const words = useWords(PREFLIGHT_WORDS);
  const preflight = useAnswer<Preflight>(PATH, () => api.get(PATH));
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const recheck = async () => {
    setAsking(true);
    const answer = await api.post<Preflight>(PATH, { body: undefined });
    setAsking(false);
    setFailed(answer.kind !== "ok");
    if (answer.kind === "ok") preflight.update(answer.value);
  };
  if (!words) return <Skeleton rows={6} />;
  const wording = { words, locale };
  if (preflight.value) {
    return (
      <Steps
        preflight={preflight.value}
        wording={wording}
        asking={asking}
        failed={failed}
        onRecheck={() => void recheck()}
        pings={props.pings}
        onKeyMade={props.onKeyMade}
      />
    );
  }
  return (
    <section class="card connection-part">
      <h2>{words.title}</h2>
      {preflight.state === "loading" ? (
        <Skeleton lines={6} card={false} label={words.loading} />
      ) : (
        <ProblemState
          problem={preflight.state === "problem" ? preflight.problem : null}
          onRetry={preflight.retry}
          card={false}
        />
      )}
    </section>
  );
}

function Steps(props: {
  readonly preflight: Preflight;
  readonly wording: PreflightWording;
  readonly asking: boolean;
  readonly failed: boolean;
  readonly onRecheck: () => void;
  readonly pings: Connection["pings"];
  readonly onKeyMade: () => void;
}) {
  const { wording, asking } = props;
  const { words } = wording;
  const view = preflightView(props.preflight, wording);
  return (
    <section class="card connection-part">
      <div class="row row-between row-wrap">
        <div>
          <h2>{words.title}</h2>
          <p class="text-2">{view.summary}</p>
        </div>
        <Button icon="refresh" disabled={asking} onClick={props.onRecheck}>
          {asking ? words.rechecking : words.recheck}
        </Button>
      </div>
      <p class="text-sm text-3" role="status">
        {props.failed ? words.failed : view.checked}
      </p>
      <ol class="preflight">
        {view.rows.map((row) => (
          <Step key={row.step} row={row}>
            {row.step === "ping" && (
              <PingKey pings={props.pings} wording={wording} onMade={props.onKeyMade} />
            )}
          </Step>
        ))}
      </ol>
    </section>
  );
}

function Step(props: { readonly row: PreflightRow; readonly children: preact.ComponentChildren }) {
  const { status, title, reason, where, evidence } = props.row;
  return (
    <li>
      <div class="preflight-head">
        <b>{title}</b>
        <Status status={status} />
      </div>
      <p class="text-2">{reason}</p>
      {where !== null && <p class="text-sm">{where}</p>}
      {evidence.map((line) => (
        <p key={line} class="text-sm text-3 preflight-evidence">
          {line}
        </p>
      ))}
      {props.children}
    </li>
  );
}

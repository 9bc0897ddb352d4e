import { useState } from "preact/hooks";
import type { MemberList } from "../../../shared/contracts/api.ts";
import type { DisplayKeyHead, DisplayKeyMade, DisplayKeys } from "../../../shared/contracts/display.ts";
import { administers } from "../../../shared/contracts/ids.ts";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import type { Answer } from "../host/api-client.ts";
import { useAnswer } from "../host/use-answer.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { DisplayForm, type WantedDisplay } from "./display-form.tsx";
import { DisplayTable } from "./display-table.tsx";
import { MadeNote } from "./made-note.tsx";
import { DISPLAYS_WORDS } from "./words/book.ts";
import "./displays.css";

type Teams = MemberList["teams"];

/** Where admins and owners make addresses for screens on a wall, and take them away. Nothing for others. */
export function DisplaysSection() {
  const { session } = usePage();
  return administers(session.role) ? <Section /> : null;
}

function Section() {
  const { api } = usePage();
  const words = useWords(DISPLAYS_WORDS);
  const keys = useAnswer("display-keys", () => api.get<DisplayKeys>("display-keys"));
  const people = useAnswer("members", () => api.get<MemberList>("members"));
  const teams: Teams = people.value?.teams ?? [];
  const changes = useChanges(keys.retry);
  const [asked, setAsked] = useState<DisplayKeyHead | null>(null);
  if (!words) return <Skeleton rows={2} />;
  const said = changes.fault === null ? null : words[changes.fault];
  return (
    <section class="card displays" aria-labelledby="displays-title">
      <div class="card-head">
        <div>
          <h2 id="displays-title">{words.title}</h2>
          <p>{words.detail}</p>
        </div>
      </div>
      <div class="card-body stack">
        {said !== null && (
          <Note tone="bad" role="alert">
            {said}
          </Note>
        )}
        {changes.made && <MadeNote made={changes.made} words={words} onDone={changes.forget} />}
        <DisplayForm teams={teams} words={words} busy={changes.busy} onMake={changes.make} />
        {keys.value ? (
          <DisplayTable keys={keys.value.keys} teams={teams} words={words} onDisconnect={setAsked} />
        ) : keys.state === "problem" || keys.state === "offline" ? (
          <ProblemState
            card={false}
            problem={keys.state === "problem" ? keys.problem : null}
            onRetry={keys.retry}
          />
        ) : (
          <Skeleton rows={2} card={false} label={words.loading} />
        )}
      </div>
      {asked && (
        <DisconnectDialog
          display={asked}
          words={words}
          onClose={() => setAsked(null)}
          onDisconnect={() => {
            setAsked(null);
            void changes.disconnect(asked.id);
          }}
        />
      )}
    </section>
  );
}

/** Makes and takes away, one at a time. */
function useChanges(reload: () => void) {
  const { api } = usePage();
  const [made, setMade] = useState<DisplayKeyMade | null>(null);
  const [fault, setFault] = useState<"failed" | "full" | null>(null);
  const [busy, setBusy] = useState(false);

  async function change<T>(send: () => Promise<Answer<T>>): Promise<T | null> {
    setBusy(true);
    setFault(null);
    const answer = await send();
    setBusy(false);
    reload();
    if (answer.kind === "ok") return answer.value;
    const isFull = answer.kind === "problem" && answer.problem.type.endsWith("/display-keys-full");
    setFault(isFull ? "full" : "failed");
    return null;
  }

  return {
    made,
    fault,
    busy,
    /** False where nothing was made. */
    async make(wanted: WantedDisplay): Promise<boolean> {
      const answer = await change(() => api.post<DisplayKeyMade>("display-keys", { body: wanted }));
      if (answer) setMade(answer);
      return answer !== null;
    },
    async disconnect(id: string): Promise<void> {
      await change(() => api.delete(`display-keys/${encodeURIComponent(id)}`));
      setMade((shown) => (shown?.id === id ? null : shown));
    },
    forget: () => setMade(null),
  };
}

import { useRef, useState } from "preact/hooks";
import type { Connection } from "../../../../shared/contracts/connection.ts";
import type { PingKeyMade } from "../../../../shared/contracts/preflight.ts";
import { Button } from "../../design/button.tsx";
import { Note } from "../../design/note.tsx";
import { usePage } from "../../standings/page-context.ts";
import { atMoment, type PreflightWording } from "./preflight-view.ts";
import type { PreflightWords } from "./words/en.ts";

/** Makes the key of the change notices, and shows it until it is put away: nobody can show it a second time. */
export function PingKey(props: {
  readonly pings: Connection["pings"];
  readonly wording: PreflightWording;
  readonly onMade: () => void;
}) {
  const { api } = usePage();
  const { words, locale } = props.wording;
  const [key, setKey] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const madeAt = props.pings?.keyMadeAt ?? null;
  const make = async () => {
    const answer = await api.post<PingKeyMade>("connection/ping-key", { body: undefined });
    setFailed(answer.kind !== "ok");
    if (answer.kind !== "ok") return;
    setKey(answer.value.key);
    props.onMade();
  };
  if (key !== null) return <MadeKey value={key} words={words} onDone={() => setKey(null)} />;
  return (
    <div class="preflight-key">
      {madeAt !== null && (
        <p class="text-sm text-3">
          {atMoment(words.key.since, madeAt, locale)}. {words.key.replaces}
        </p>
      )}
      <Button small icon="lock" onClick={() => void make()}>
        {madeAt === null ? words.key.make : words.key.makeAnother}
      </Button>
      {failed && <p role="alert">{words.failed}</p>}
    </div>
  );
}

function MadeKey(props: {
  readonly value: string;
  readonly words: PreflightWords;
  readonly onDone: () => void;
}) {
  const { value, words, onDone } = props;
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // A frame may not be allowed to: it is marked, to be copied by hand.
      field.current?.select();
    }
  }

  return (
    <Note tone="good" role="status">
      <p>{words.key.made}</p>
      <div class="preflight-made">
        <input
          ref={field}
          class="field"
          readOnly
          aria-label={words.key.label}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button onClick={() => void copy()}>{copied ? words.key.copied : words.key.copy}</Button>
        <Button kind="ghost" onClick={onDone}>
          {words.key.done}
        </Button>
      </div>
    </Note>
  );
}

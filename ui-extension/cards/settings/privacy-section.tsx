import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { MemberDescription, MemberList } from "../../../shared/contracts/api.ts";
import { PRIVACY_MODES, type PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { LeaveList } from "../../../shared/contracts/leave.ts";
import { formatDay, formatDays } from "../../../shared/wording/dates.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { withMember } from "./people-view.ts";
import type { SettingsSectionProps } from "./settings-card.tsx";
import type { SettingsWords } from "./words/en.ts";
import "../design/field.css";

type SectionProps = Pick<SettingsSectionProps, "words" | "onSaved" | "onDirty">;

/** How one is shown to others, by one's own choice, and one's own leave. */
export function PrivacySection(props: SectionProps) {
  const { words } = props;
  const { api, session } = usePage();
  const people = useAnswer<MemberList>("members", () => api.get("members"));
  const me = people.value?.members.find(({ id }) => id === session.member.id);
  if (people.value && me) {
    const { value, update } = people;
    return (
      <div class="stack">
        <PrivacyForm
          {...props}
          present={me.privacy ?? "named"}
          onChanged={(saved) => update(withMember(value, saved))}
        />
        <OwnLeave memberId={me.id} words={words} />
      </div>
    );
  }
  if (people.value) return <Note tone="info">{words.privacy.unknown}</Note>;
  if (people.state === "loading") return <Skeleton lines={6} label={words.loading} />;
  return <ProblemState problem={people.state === "problem" ? people.problem : null} onRetry={people.retry} />;
}

function PrivacyForm(
  props: SectionProps & {
    readonly present: PrivacyMode;
    readonly onChanged: (saved: MemberDescription) => void;
  },
) {
  const { words, present, onDirty } = props;
  const head = useRef<HTMLHeadingElement>(null);
  const choice = usePrivacyChoice(present, (saved) => {
    props.onChanged(saved);
    head.current?.focus();
    props.onSaved();
  });
  const id = useId();
  const hasChanges = choice.mode !== present;
  useEffect(() => {
    onDirty(hasChanges);
    return () => onDirty(false);
  }, [hasChanges, onDirty]);
  return (
    <form
      class="card settings-card"
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        void choice.save();
      }}
    >
      <div class="card-head">
        <h2 id={id} ref={head} tabIndex={-1}>
          {words.privacy.title}
        </h2>
      </div>
      <div class="card-body stack">
        <fieldset class="settings-checks">
          <legend class="visually-hidden">{words.privacy.choice}</legend>
          {PRIVACY_MODES.map((mode) => (
            <PrivacyOption key={mode} name={id} mode={mode} choice={choice} words={words} />
          ))}
        </fieldset>
        <p class="text-2 text-sm">{words.privacy.always}</p>
        {choice.failed !== null && (
          <Note tone="bad" role="alert">
            {choice.failed === "offline" ? words.save.offline : words.privacy.failed}
          </Note>
        )}
      </div>
      {hasChanges && (
        <div class="settings-save">
          <span class="text-2" role="status">
            {choice.busy ? words.save.saving : words.save.unsaved}
          </span>
          <div class="row">
            <Button onClick={() => choice.setMode(present)}>{words.save.discard}</Button>
            <Button kind="primary" type="submit">
              {words.save.save}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}

function PrivacyOption(props: {
  readonly name: string;
  readonly mode: PrivacyMode;
  readonly choice: ReturnType<typeof usePrivacyChoice>;
  readonly words: SettingsWords;
}) {
  const { name, mode, choice, words } = props;
  return (
    <label class="check settings-option">
      <input
        type="radio"
        name={name}
        value={mode}
        checked={choice.mode === mode}
        aria-describedby={`${name}-${mode}`}
        onChange={() => choice.setMode(mode)}
      />
      <span>
        <b>{words.privacy.names[mode]}</b>
        <span class="text-2" id={`${name}-${mode}`}>
          {words.privacy.details[mode]}
        </span>
      </span>
    </label>
  );
}

function usePrivacyChoice(present: PrivacyMode, onSaved: (saved: MemberDescription) => void) {
  const { api, session } = usePage();
  const [wanted, setWanted] = useState<PrivacyMode | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<"offline" | "refused" | null>(null);
  return {
    mode: wanted ?? present,
    busy,
    failed,
    setMode(mode: PrivacyMode): void {
      if (busy) return;
      setFailed(null);
      setWanted(mode === present ? null : mode);
    },
    async save(): Promise<void> {
      if (busy || wanted === null) return;
      setBusy(true);
      const path = `members/${encodeURIComponent(session.member.id)}`;
      const answer = await api.patch<MemberDescription>(path, { body: { privacy: wanted } });
      setBusy(false);
      if (answer.kind !== "ok") return setFailed(answer.kind === "offline" ? "offline" : "refused");
      setWanted(null);
      onSaved(answer.value);
    },
  };
}

/** One's own leave, to be read. */
function OwnLeave({ memberId, words }: { readonly memberId: string; readonly words: SettingsWords }) {
  const { api } = usePage();
  const path = `members/${encodeURIComponent(memberId)}/leave`;
  const leave = useAnswer<LeaveList>(path, () => api.get(path));
  // Somebody without leave, and a question that failed, are not the same.
  const isFailed = leave.state === "problem" || leave.state === "offline";
  return (
    <section class="card" aria-label={words.privacy.leaveTitle}>
      <div class="card-head">
        <div>
          <h2>{words.privacy.leaveTitle}</h2>
          <p>{words.privacy.leaveDetail}</p>
        </div>
      </div>
      <div class="card-body">
        {leave.value && <LeaveItems list={leave.value} words={words} />}
        {leave.state === "loading" && <Skeleton lines={2} card={false} label={words.absence.loading} />}
        {isFailed && (
          <ProblemState
            card={false}
            problem={leave.state === "problem" ? leave.problem : null}
            onRetry={leave.retry}
          />
        )}
      </div>
    </section>
  );
}

function LeaveItems({ list, words }: { readonly list: LeaveList; readonly words: SettingsWords }) {
  const { language } = usePage().locale;
  if (list.leave.length === 0) return <p class="text-2">{words.privacy.leaveNone}</p>;
  return (
    <ul class="settings-leave">
      {list.leave.map(({ from, to, relievesQuota }) => (
        <li key={from}>
          <b>
            {to === null
              ? words.privacy.leaveOpen(formatDay(from, language))
              : formatDays(from, to, language)}
          </b>
          <span class="text-2 text-sm">{relievesQuota ? words.privacy.relieved : words.privacy.paused}</span>
        </li>
      ))}
    </ul>
  );
}

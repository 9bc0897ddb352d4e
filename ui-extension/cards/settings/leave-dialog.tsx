import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { MemberDescription } from "../../../shared/contracts/api.ts";
import type { LeaveList } from "../../../shared/contracts/leave.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { usePage } from "../standings/page-context.ts";
import type { LeaveDraft, LeaveFault } from "./leave-view.ts";
import { type LeaveEditing, useLeaveRows } from "./use-leave-rows.ts";
import type { SettingsWords } from "./words/en.ts";
import "../design/field.css";

type AbsenceWords = SettingsWords["absence"];

/** When somebody is away: from and to, or with an open end, and whether the quota shrinks. Saved whole. */
export function LeaveDialog(props: {
  readonly member: Pick<MemberDescription, "id" | "name">;
  readonly words: AbsenceWords;
  readonly onClose: () => void;
  readonly onSaved: (before: LeaveList) => void;
}) {
  const { member, words, onClose } = props;
  const leave = useLeaveRows(member.id, props.onSaved);
  const [asked, setAsked] = useState(false);
  const hasChanges = leave.state === "ready" && leave.hasChanges;
  const leaveDialog = () => (hasChanges && !asked ? setAsked(true) : onClose());
  return (
    <Dialog
      title={words.title(member.name)}
      onClose={leaveDialog}
      wide
      footer={
        leave.state === "ready" && (
          <>
            <Button onClick={leaveDialog}>{asked && hasChanges ? words.drop : words.cancel}</Button>
            <Button kind="primary" onClick={() => void leave.save()}>
              {leave.saving === "saving" ? words.saving : words.save}
            </Button>
          </>
        )
      }
    >
      <div class="stack">
        <p class="text-2">{words.detail}</p>
        {leave.state === "loading" && <Skeleton lines={3} card={false} label={words.loading} />}
        {leave.state === "failed" && (
          <ProblemState card={false} problem={leave.problem} onRetry={leave.retry} />
        )}
        {leave.state === "ready" && <LeaveFields leave={leave} words={words} />}
        {asked && hasChanges && (
          <Note tone="warn" role="alert">
            {words.unsaved}
          </Note>
        )}
      </div>
    </Dialog>
  );
}

function LeaveFields({ leave, words }: { readonly leave: LeaveEditing; readonly words: AbsenceWords }) {
  const fields = useRef<HTMLDivElement>(null);
  const { refusals, rows, saving } = leave;
  useEffect(() => {
    if (refusals > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  return (
    <div ref={fields} class="stack">
      {rows.length === 0 && <p class="text-3">{words.none}</p>}
      {rows.map((row, index) => (
        <LeaveRow key={row.key} row={row} index={index} leave={leave} words={words} />
      ))}
      {(saving === "failed" || saving === "offline") && (
        <Note tone="bad" role="alert">
          {words[saving]}
        </Note>
      )}
      <div>
        <Button icon="plus" onClick={leave.add}>
          {words.add}
        </Button>
      </div>
    </div>
  );
}

function LeaveRow(props: {
  readonly row: LeaveDraft;
  readonly index: number;
  readonly leave: LeaveEditing;
  readonly words: AbsenceWords;
}) {
  const { row, leave, words } = props;
  const { language } = usePage().locale;
  const nth = (what: string) => words.nth(what, formatCount(props.index + 1, language));
  const found = leave.faults.get(row.key);
  const faultIn = (field: "from" | "to") => (found?.field === field ? found.fault : undefined);
  return (
    <div class="leave-row">
      <DayField
        label={words.from}
        name={nth(words.from)}
        value={row.from}
        fault={faultIn("from")}
        words={words}
        onChange={(from) => leave.edit(row.key, { from })}
      />
      <DayField
        label={words.to}
        name={nth(words.to)}
        value={row.to}
        hint={words.toHint}
        fault={faultIn("to")}
        words={words}
        onChange={(to) => leave.edit(row.key, { to })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={row.relievesQuota}
          aria-label={nth(words.relieves)}
          onChange={(event) => leave.edit(row.key, { relievesQuota: event.currentTarget.checked })}
        />
        {words.relieves}
      </label>
      <Button kind="ghost" small label={nth(words.remove)} onClick={() => leave.remove(row.key)}>
        {words.remove}
      </Button>
    </div>
  );
}

function DayField(props: {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly hint?: string;
  readonly fault: LeaveFault | undefined;
  readonly words: AbsenceWords;
  readonly onChange: (value: string) => void;
}) {
  const { value, hint, fault } = props;
  const id = useId();
  return (
    <div>
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        type="date"
        class="field"
        aria-label={props.name}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={fault ? `${id}-fault` : hint ? `${id}-hint` : undefined}
        value={value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      {fault && (
        <p class="field-error" id={`${id}-fault`}>
          {props.words.faults[fault]}
        </p>
      )}
      {!fault && hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { TenantSettings } from "../../../shared/contracts/settings.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import type { UsedAnswer } from "../host/use-answer.ts";
import { type SettingsForm, type SettingsSaving, useSettingsForm } from "./use-settings-form.ts";
import type { SettingsWords } from "./words/en.ts";

/** What every section over the settings of the account is given. */
export interface SettingsSectionProps {
  readonly settings: TenantSettings;
  readonly update: UsedAnswer<TenantSettings>["update"];
  readonly words: SettingsWords;
  readonly onSaved: () => void;
  /** Whether something is not saved. */
  readonly onDirty: (dirty: boolean) => void;
}

/** One section of the settings as a form of its own: rows, what went wrong, and Save once something changed. */
export function SettingsCard(
  props: SettingsSectionProps & {
    readonly title: string;
    readonly children: (form: SettingsForm) => ComponentChildren;
  },
) {
  const { words, onDirty } = props;
  const head = useRef<HTMLHeadingElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const id = useId();
  const form = useSettingsForm(props.settings, props.update, () => {
    // The button that was pressed goes away.
    head.current?.focus();
    props.onSaved();
  });
  const { hasChanges, saving, refusals } = form;
  useEffect(() => {
    onDirty(hasChanges);
    return () => onDirty(false);
  }, [hasChanges, onDirty]);
  useEffect(() => {
    if (refusals > 0) rows.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);

  return (
    <form
      class="card settings-card"
      noValidate
      aria-labelledby={id}
      aria-busy={saving.kind === "saving"}
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <div class="card-head">
        <h2 id={id} ref={head} tabIndex={-1}>
          {props.title}
        </h2>
      </div>
      <div ref={rows}>{props.children(form)}</div>
      <SavingNote saving={saving} hasChanges={hasChanges} words={words} />
      {hasChanges && (
        <div class="settings-save">
          <span class="text-2" role="status">
            {saving.kind === "saving" ? words.save.saving : words.save.unsaved}
          </span>
          <div class="row">
            <Button onClick={form.discard}>{words.save.discard}</Button>
            <Button kind="primary" type="submit">
              {words.save.save}
            </Button>
          </div>
        </div>
      )}
    </form>
  );
}

function SavingNote(props: {
  readonly saving: SettingsSaving;
  readonly hasChanges: boolean;
  readonly words: SettingsWords;
}) {
  const { saving, hasChanges, words } = props;
  if (saving.kind === "idle" || saving.kind === "saving") return null;
  if (saving.kind === "conflict") {
    return (
      <div class="settings-note">
        <Note tone="warn" role="alert">
          {conflictText(saving.why, hasChanges, words)}
        </Note>
      </div>
    );
  }
  return (
    <div class="settings-note">
      <Note tone="bad" role="alert">
        {saving.problem === null ? words.save.offline : words.save.failed}
      </Note>
    </div>
  );
}

function conflictText(
  why: Extract<SettingsSaving, { kind: "conflict" }>["why"],
  hasChanges: boolean,
  words: SettingsWords,
): string {
  if (why === "pipeline_gone") return words.save.pipelineGone;
  if (why === "field_gone") return words.save.fieldGone;
  return hasChanges ? words.save.conflict : words.save.conflictGone;
}

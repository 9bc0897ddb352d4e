import type { ComponentChildren } from "preact";
import { Select, type SelectProps } from "../design/select.tsx";
import type { SettingsFault } from "./settings-view.ts";
import type { SettingsWords } from "./words/en.ts";
import "../design/field.css";

/** A setting: its name, what it means, and its control beside it. */
export function SettingRow(props: {
  readonly title: ComponentChildren;
  readonly detail: ComponentChildren;
  /** Ids of title and detail, for the control to be named by. */
  readonly titleId?: string | undefined;
  readonly detailId?: string | undefined;
  readonly control?: ComponentChildren;
  /** What takes the whole width below. */
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="setting">
      <div class="setting-text">
        <b id={props.titleId}>{props.title}</b>
        <p id={props.detailId}>{props.detail}</p>
      </div>
      {props.control && <div class="setting-control">{props.control}</div>}
      {props.children && <div class="setting-more">{props.children}</div>}
    </div>
  );
}

/** A setting that is chosen from a list. */
export function ChoiceRow<Value extends string>({
  title,
  detail,
  children,
  ...choice
}: {
  readonly title: string;
  readonly detail: string;
  readonly children?: ComponentChildren;
} & Pick<SelectProps<Value>, "value" | "options" | "onChange" | "filterable">) {
  const control = <Select<Value> {...choice} label={title} hideLabel />;
  return (
    <SettingRow title={title} detail={detail} control={control}>
      {children}
    </SettingRow>
  );
}

/** A number that is typed, with what is wrong with it under it. */
export function NumberField(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: SettingsFault | undefined;
  readonly words: SettingsWords;
}) {
  const { id, fault } = props;
  return (
    <div>
      <label class="field-label" for={id}>
        {props.label}
      </label>
      <input
        id={id}
        class="field setting-number"
        inputMode="decimal"
        autocomplete="off"
        value={props.value}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <FieldFault id={`${id}-fault`} fault={fault} words={props.words} />
    </div>
  );
}

/** What is wrong with a field; nothing where nothing is. */
export function FieldFault(props: {
  readonly id: string;
  readonly fault: SettingsFault | undefined;
  readonly words: SettingsWords;
}) {
  if (!props.fault) return null;
  return (
    <p class="field-error" id={props.id}>
      {props.words.faults[props.fault]}
    </p>
  );
}

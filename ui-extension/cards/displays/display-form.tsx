import { useId, useRef, useState } from "preact/hooks";
import type { MemberList } from "../../../shared/contracts/api.ts";
import type { DisplayKeyRequest } from "../../../shared/contracts/display.ts";
import { DISPLAY_METRIC_IDS, PERIOD_NAMES } from "../../../shared/contracts/ids.ts";
import { Button } from "../design/button.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Select } from "../design/select.tsx";
import type { DisplaysWords } from "./words/en.ts";
import "../design/field.css";

/** What is asked for. */
export type WantedDisplay = DisplayKeyRequest;

const LABEL_LENGTH_MAX = 60;
const NEW: WantedDisplay = {
  label: "",
  metric: "revenue_closed",
  period: "this_month",
  by: "member",
  teamId: null,
};

/** Where a screen hangs and what it shows. */
export function DisplayForm(props: {
  readonly teams: MemberList["teams"];
  readonly words: DisplaysWords;
  readonly busy: boolean;
  /** Whether it was made. */
  readonly onMake: (wanted: WantedDisplay) => Promise<boolean>;
}) {
  const { teams, words, busy } = props;
  const [wanted, setWanted] = useState(NEW);
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const choose = (choice: Partial<WantedDisplay>) => setWanted((before) => ({ ...before, ...choice }));

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const label = wanted.label.trim();
    setMissing(label === "");
    if (label === "") return field.current?.focus();
    if (await props.onMake({ ...wanted, label })) choose({ label: "" });
  }

  return (
    <form class="displays-form" noValidate onSubmit={(event) => void submit(event)}>
      <div class="displays-label">
        <label class="field-label" for={`${id}-label`}>
          {words.label}
        </label>
        <input
          ref={field}
          id={`${id}-label`}
          class="field"
          maxLength={LABEL_LENGTH_MAX}
          placeholder={words.labelHint}
          value={wanted.label}
          aria-invalid={missing}
          aria-describedby={missing ? `${id}-error` : undefined}
          onInput={(event) => choose({ label: event.currentTarget.value })}
        />
        {missing && (
          <p class="field-error" id={`${id}-error`}>
            {words.labelMissing}
          </p>
        )}
      </div>
      <div class="row row-wrap">
        <BoardControls teams={teams} words={words} wanted={wanted} choose={choose} />
        <Button type="submit" kind="primary" disabled={busy}>
          {words.make}
        </Button>
      </div>
    </form>
  );
}

function BoardControls(props: {
  readonly teams: MemberList["teams"];
  readonly words: DisplaysWords;
  readonly wanted: WantedDisplay;
  readonly choose: (choice: Partial<WantedDisplay>) => void;
}) {
  const { teams, words, wanted, choose } = props;
  return (
    <>
      <Select
        label={words.metric}
        value={wanted.metric}
        options={DISPLAY_METRIC_IDS.map((value) => ({ value, label: words.metricLabel(value) }))}
        onChange={(metric) => choose({ metric })}
        filterable
      />
      <Select
        label={words.period}
        value={wanted.period}
        options={PERIOD_NAMES.map((value) => ({ value, label: words.periods[value] }))}
        onChange={(period) => choose({ period })}
      />
      <Segmented
        label={words.rankBy}
        value={wanted.by}
        options={[
          { value: "member", label: words.people },
          { value: "team", label: words.teams },
        ]}
        onChange={(by) => choose({ by })}
      />
      {teams.length > 0 && (
        <Select
          label={words.team}
          value={wanted.teamId ?? ""}
          options={[
            { value: "", label: words.allTeams },
            ...teams.map(({ id: value, name: label }) => ({ value, label })),
          ]}
          onChange={(teamId) => choose({ teamId: teamId === "" ? null : teamId })}
          filterable
        />
      )}
    </>
  );
}

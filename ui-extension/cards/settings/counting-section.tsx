import { useRef, useState } from "preact/hooks";
import type { DealFields } from "../../../shared/contracts/counting.ts";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { formatDay, formatWeekday } from "../../../shared/wording/dates.ts";
import { Button } from "../design/button.tsx";
import { Note } from "../design/note.tsx";
import { Select } from "../design/select.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import {
  type CountingDraft,
  creditField,
  isNewHoliday,
  WEEK_PATTERNS,
  WEEKDAYS,
  type WonCredit,
  withWeekendDay,
} from "./counting-view.ts";
import { ChoiceRow, SettingRow } from "./setting-row.tsx";
import { SettingsCard, type SettingsSectionProps } from "./settings-card.tsx";
import type { SettingsForm } from "./use-settings-form.ts";
import type { SettingsWords } from "./words/en.ts";

/** A list of more of them has a field to find one by its name. */
const UNFILTERED_FIELDS_MAX = 8;

interface RowProps {
  readonly draft: CountingDraft;
  readonly edit: (edit: Partial<CountingDraft>) => void;
  readonly words: SettingsWords;
}

/** The calendar that results are counted by, and who is credited with a won deal. */
export function CountingSection(props: SettingsSectionProps) {
  const { words, settings } = props;
  return (
    <SettingsCard {...props} title={words.counting.title}>
      {(form) => (
        <>
          <div class="settings-note">
            {settings.counting.pending ? (
              <Note tone="info" role="status">
                {words.counting.pending}
              </Note>
            ) : (
              <p class="field-hint">{words.counting.detail}</p>
            )}
          </div>
          <Rows form={form} words={words} />
        </>
      )}
    </SettingsCard>
  );
}

function Rows({ form, words }: { readonly form: SettingsForm; readonly words: SettingsWords }) {
  const draft = form.draft.counting;
  const row: RowProps = {
    draft,
    edit: (edit) => form.edit({ counting: { ...draft, ...edit } }),
    words,
  };
  return (
    <>
      <FiscalYear {...row} />
      <Week {...row} />
      <Holidays {...row} />
      <WonDeals {...row} />
    </>
  );
}

function FiscalYear({ draft, edit, words }: RowProps) {
  const { session, locale } = usePage();
  const { counting } = words;
  const { crm } = session.tenant;
  const hasMonth = draft.fiscal === "months" || draft.fiscal === "weeks";
  return (
    <ChoiceRow<CountingDraft["fiscal"]>
      title={counting.fiscal}
      detail={counting.fiscalDetail}
      value={draft.fiscal}
      options={[
        // HubSpot says nothing of the year.
        {
          value: "crm",
          label: crm === "hubspot" ? counting.calendarYear : counting.ofCrm(crmLabel(crm)),
        },
        { value: "months", label: counting.byMonths },
        { value: "weeks", label: counting.byWeeks },
        { value: "iso_weeks", label: counting.byIsoWeeks },
      ]}
      onChange={(fiscal) => edit({ fiscal })}
    >
      {hasMonth && (
        <div class="settings-pair">
          <Select
            label={counting.startMonth}
            value={String(draft.startMonth)}
            options={MONTHS.map((month) => ({
              value: String(month),
              label: monthName(month, locale.language),
            }))}
            onChange={(month) => edit({ startMonth: Number(month) })}
          />
          {draft.fiscal === "weeks" && <YearOfWeeks draft={draft} edit={edit} words={words} />}
          {draft.fiscal === "months" && draft.startMonth > 1 && (
            <label class="check">
              <input
                type="checkbox"
                checked={draft.namedByStart}
                onChange={(event) => edit({ namedByStart: event.currentTarget.checked })}
              />
              {counting.namedByStart}
            </label>
          )}
        </div>
      )}
    </ChoiceRow>
  );
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function monthName(month: number, language: string): string {
  const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
  return format.format(new Date(Date.UTC(2024, month - 1)));
}

function YearOfWeeks({ draft, edit, words }: RowProps) {
  const { counting } = words;
  return (
    <>
      <Select<CountingDraft["pattern"]>
        label={counting.pattern}
        value={draft.pattern}
        options={WEEK_PATTERNS.map((value) => ({ value, label: value }))}
        onChange={(pattern) => edit({ pattern })}
      />
      <Select<CountingDraft["anchor"]>
        label={counting.anchor}
        value={draft.anchor}
        options={[
          { value: "nearest", label: counting.nearest },
          { value: "last", label: counting.last },
        ]}
        onChange={(anchor) => edit({ anchor })}
      />
    </>
  );
}

function Week({ draft, edit, words }: RowProps) {
  const { locale } = usePage();
  const { counting } = words;
  const days = WEEKDAYS.map((day) => ({ day, name: formatWeekday(day, locale.language, "long") }));
  const isFull = draft.weekend.length === WEEKDAYS.length - 1;
  return (
    <>
      <ChoiceRow
        title={counting.weekStart}
        detail={counting.weekStartDetail}
        value={String(draft.weekStart)}
        options={days.map(({ day, name }) => ({ value: String(day), label: name }))}
        onChange={(value) => edit({ weekStart: WEEKDAYS.find((day) => String(day) === value) ?? 1 })}
      />
      <SettingRow title={counting.weekend} detail={counting.weekendDetail}>
        <fieldset class="settings-checks settings-days">
          <legend class="visually-hidden">{counting.weekend}</legend>
          {days.map(({ day, name }) => (
            <label key={day} class="check">
              <input
                type="checkbox"
                checked={draft.weekend.includes(day)}
                disabled={isFull && !draft.weekend.includes(day)}
                onChange={(event) => edit(withWeekendDay(draft, day, event.currentTarget.checked))}
              />
              {name}
            </label>
          ))}
        </fieldset>
      </SettingRow>
    </>
  );
}

function Holidays({ draft, edit, words }: RowProps) {
  const { locale } = usePage();
  const { counting } = words;
  const [day, setDay] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const canAdd = isNewHoliday(draft, day);
  const change = (holidays: readonly string[]) => {
    edit({ holidays });
    // The button that was pressed goes away, or cannot be pressed again.
    field.current?.focus();
  };
  const add = () => {
    if (!canAdd) return;
    change([...draft.holidays, day].toSorted());
    setDay("");
  };
  return (
    <SettingRow title={counting.holidays} detail={counting.holidaysDetail}>
      <div class="settings-pair">
        <input
          ref={field}
          type="date"
          class="field"
          aria-label={counting.holiday}
          value={day}
          onInput={(event) => setDay(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // Enter adds the day; it does not save all.
            event.preventDefault();
            add();
          }}
        />
        <Button onClick={add} disabled={!canAdd}>
          {counting.addHoliday}
        </Button>
      </div>
      {draft.holidays.length > 0 && (
        <ul class="settings-holidays">
          {draft.holidays.map((each) => {
            const name = formatDay(each, locale.language);
            return (
              <li key={each}>
                <span>{name}</span>
                <Button
                  kind="ghost"
                  label={counting.removeNamed(name)}
                  onClick={() => change(draft.holidays.filter((other) => other !== each))}
                >
                  {counting.remove}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </SettingRow>
  );
}

/** Fields of the CRM are offered once it has told of them; what is chosen is always there. */
function WonDeals({ draft, edit, words }: RowProps) {
  const { api, session } = usePage();
  const { counting } = words;
  const crm = crmLabel(session.tenant.crm);
  const answer = useAnswer<DealFields>("settings/deal-fields", () => api.get("settings/deal-fields"));
  const fields = answer.value?.fields ?? [];
  const fieldOf = (name: string) => ({
    label: fields.find((field) => field.name === name)?.label ?? name,
    group: counting.fieldsOf(crm),
  });
  const person = creditField(draft.credit);
  const people = namesOf(fields, "person", person ?? "");
  const amounts = namesOf(fields, "amount", draft.amount);
  return (
    <>
      <ChoiceRow<WonCredit>
        title={counting.credit}
        detail={draft.credit === "splits" ? counting.splitsDetail(crm) : counting.creditDetail}
        filterable={people.length > UNFILTERED_FIELDS_MAX}
        value={draft.credit}
        options={[
          { value: "owner_at_event", label: counting.owner },
          { value: "creator", label: counting.creator },
          { value: "splits", label: counting.splits(crm) },
          ...(draft.credit === "mixed" ? [{ value: "mixed" as const, label: counting.mixed }] : []),
          ...people.map((name) => ({ value: `field:${name}` as const, ...fieldOf(name) })),
        ]}
        onChange={(credit) => edit({ credit })}
      />
      <ChoiceRow
        title={counting.amount}
        detail={answer.state === "problem" ? counting.fieldsFailed(crm) : counting.amountDetail}
        filterable={amounts.length > UNFILTERED_FIELDS_MAX}
        value={draft.amount}
        options={[
          { value: "", label: counting.ownAmount },
          ...amounts.map((name) => ({ value: name, ...fieldOf(name) })),
        ]}
        onChange={(amount) => edit({ amount })}
      />
    </>
  );
}

function namesOf(
  fields: DealFields["fields"],
  holds: DealFields["fields"][number]["holds"],
  chosen: string,
): readonly string[] {
  const names = fields.filter((field) => field.holds === holds).map(({ name }) => name);
  return chosen === "" || names.includes(chosen) ? names : [...names, chosen];
}

import { useId } from "preact/hooks";
import { METRIC_IDS, type MetricId, PERIOD_NAMES, type PeriodName } from "../../../shared/contracts/ids.ts";
import { usePage } from "../standings/page-context.ts";
import { ChoiceRow, FieldFault, NumberField, SettingRow } from "./setting-row.tsx";
import { SettingsCard, type SettingsSectionProps } from "./settings-card.tsx";
import { limitsText } from "./settings-view.ts";
import type { SettingsForm } from "./use-settings-form.ts";
import type { SettingsWords } from "./words/en.ts";

interface RowProps {
  readonly form: SettingsForm;
  readonly words: SettingsWords;
}

/** Which pipelines count, how quotas are judged, and what boards open with. */
export function CountsSection(props: SettingsSectionProps) {
  const { words } = props;
  return (
    <SettingsCard {...props} title={words.counts.title}>
      {(form) => (
        <>
          {form.settings.pipelines.length > 0 && <Pipelines form={form} words={words} />}
          <Limits form={form} words={words} />
          <Defaults form={form} words={words} />
        </>
      )}
    </SettingsCard>
  );
}

function Pipelines({ form, words }: RowProps) {
  const id = useId();
  const { draft, settings, faults, edit } = form;
  const toggle = (pipeline: string, ticked: boolean) =>
    edit({
      pipelines: ticked
        ? [...draft.pipelines, pipeline]
        : draft.pipelines.filter((each) => each !== pipeline),
    });
  const fault = faults.pipelines;
  return (
    <SettingRow title={words.counts.pipelines} detail={words.counts.pipelinesDetail}>
      <fieldset class="settings-checks">
        <legend class="visually-hidden">{words.counts.pipelines}</legend>
        {settings.pipelines.map(({ id: pipeline, label }) => (
          <label key={pipeline} class="check">
            <input
              type="checkbox"
              checked={draft.pipelines.includes(pipeline)}
              aria-invalid={fault ? "true" : undefined}
              aria-describedby={fault ? `${id}-fault` : `${id}-hint`}
              onChange={(event) => toggle(pipeline, event.currentTarget.checked)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <FieldFault id={`${id}-fault`} fault={fault} words={words} />
      <p class="field-hint" id={`${id}-hint`}>
        {words.counts.allTicked}
      </p>
    </SettingRow>
  );
}

function Limits({ form, words }: RowProps) {
  const { locale } = usePage();
  const id = useId();
  const { draft, faults, edit } = form;
  const text = limitsText(draft, locale.language);
  return (
    <SettingRow
      title={words.counts.limits}
      detail={
        <>
          {text && <>{words.counts.limitsText(text.atRisk, text.behind)} </>}
          {words.counts.limitsHint}
        </>
      }
    >
      <div class="settings-pair">
        <NumberField
          id={`${id}-on`}
          label={words.counts.onTrackFrom}
          value={draft.onTrackFrom}
          onChange={(onTrackFrom) => edit({ onTrackFrom })}
          fault={faults.onTrackFrom}
          words={words}
        />
        <NumberField
          id={`${id}-risk`}
          label={words.counts.atRiskFrom}
          value={draft.atRiskFrom}
          onChange={(atRiskFrom) => edit({ atRiskFrom })}
          fault={faults.atRiskFrom}
          words={words}
        />
      </div>
    </SettingRow>
  );
}

function Defaults({ form, words }: RowProps) {
  const { counts } = words;
  const { draft, settings, edit } = form;
  const { defaults } = settings;
  // What the rule would say is only known where nothing else is chosen.
  const byRule = (saved: string | null, label: string) =>
    saved === null ? counts.automaticNow(label) : counts.automatic;
  return (
    <>
      <ChoiceRow<PeriodName | "">
        title={counts.period}
        detail={counts.periodDetail}
        value={draft.period}
        options={[
          { value: "", label: byRule(settings.period, counts.periods[defaults.period]) },
          ...PERIOD_NAMES.map((value) => ({ value, label: counts.periods[value] })),
        ]}
        onChange={(period) => edit({ period })}
      />
      <ChoiceRow<MetricId | "">
        title={counts.metric}
        detail={counts.metricDetail}
        filterable
        value={draft.metric}
        options={[
          { value: "", label: byRule(settings.metric, counts.metricLabel(defaults.metric)) },
          ...METRIC_IDS.map((value) => ({ value, label: counts.metricLabel(value) })),
        ]}
        onChange={(metric) => edit({ metric })}
      />
    </>
  );
}

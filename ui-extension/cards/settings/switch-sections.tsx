import { useId } from "preact/hooks";
import { Switch } from "../design/switch.tsx";
import { NumberField, SettingRow } from "./setting-row.tsx";
import { SettingsCard, type SettingsSectionProps } from "./settings-card.tsx";

/** The line under the first places of a leaderboard. */
export function BoardSection(props: SettingsSectionProps) {
  const { words } = props;
  const id = useId();
  return (
    <SettingsCard {...props} title={words.board.title}>
      {({ draft, faults, edit }) => (
        <SettingRow
          title={words.board.line}
          detail={words.board.lineDetail}
          titleId={`${id}-title`}
          detailId={`${id}-detail`}
          control={
            <Switch
              on={draft.line}
              onChange={(line) => edit({ line })}
              labelledBy={`${id}-title`}
              describedBy={`${id}-detail`}
            />
          }
        >
          {draft.line && (
            <NumberField
              id={`${id}-places`}
              label={words.board.places}
              value={draft.places}
              onChange={(places) => edit({ places })}
              fault={faults.places}
              words={words}
            />
          )}
        </SettingRow>
      )}
    </SettingsCard>
  );
}

/** Whether HubSpot's own pages show Standings inline. */
export function HubspotSection(props: SettingsSectionProps) {
  const { words } = props;
  const id = useId();
  return (
    <SettingsCard {...props} title={words.hubspot.title}>
      {({ draft, edit }) => (
        <SettingRow
          title={words.hubspot.inline}
          detail={words.hubspot.inlineDetail}
          titleId={`${id}-title`}
          detailId={`${id}-detail`}
          control={
            <Switch
              on={draft.inlineFrame}
              onChange={(inlineFrame) => edit({ inlineFrame })}
              labelledBy={`${id}-title`}
              describedBy={`${id}-detail`}
            />
          }
        />
      )}
    </SettingsCard>
  );
}

import { useState } from "preact/hooks";
import type { MemberDescription, MemberList } from "../../../shared/contracts/api.ts";
import { Button } from "../design/button.tsx";
import { Dialog } from "../design/dialog.tsx";
import { SearchField } from "../design/search-field.tsx";
import type { SettingsWords } from "./words/en.ts";
import "../design/field.css";

/** More teams than these are found by name. */
const TEAMS_IN_SIGHT = 10;

/** Ticks the teams that somebody leads. */
export function LeadsDialog(props: {
  readonly member: MemberDescription;
  readonly teams: MemberList["teams"];
  readonly words: SettingsWords;
  readonly onClose: () => void;
  readonly onSave: (teamIds: string[]) => void;
}) {
  const { member, teams, onClose, onSave } = props;
  const words = props.words.leads;
  const [ticked, setTicked] = useState<readonly string[]>(member.managesTeamIds ?? []);
  const [search, setSearch] = useState("");
  const sought = search.trim().toLocaleLowerCase();
  const found = teams.filter(({ name }) => name.toLocaleLowerCase().includes(sought));
  const toggle = (id: string, on: boolean) =>
    setTicked(on ? [...ticked, id] : ticked.filter((each) => each !== id));
  return (
    <Dialog
      title={words.title(member.name)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button kind="primary" onClick={() => onSave([...ticked])}>
            {words.save}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="text-2">{words.detail}</p>
        {teams.length > TEAMS_IN_SIGHT && (
          <SearchField label={words.filter} value={search} onChange={setSearch} />
        )}
        <fieldset class="settings-checks">
          <legend class="visually-hidden">{words.title(member.name)}</legend>
          {found.map(({ id, name }) => (
            <label key={id} class="check">
              <input
                type="checkbox"
                checked={ticked.includes(id)}
                onChange={(event) => toggle(id, event.currentTarget.checked)}
              />
              {name}
            </label>
          ))}
        </fieldset>
        {found.length === 0 && (
          <p class="text-3" role="status">
            {words.none}
          </p>
        )}
      </div>
    </Dialog>
  );
}

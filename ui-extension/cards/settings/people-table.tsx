import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MemberChange, MemberDescription, MemberList } from "../../../shared/contracts/api.ts";
import { PRIVACY_MODES } from "../../../shared/contracts/ids.ts";
import { Avatar } from "../design/avatar.tsx";
import { Button } from "../design/button.tsx";
import { usePage } from "../standings/page-context.ts";
import { PageLink } from "../standings/page-link.tsx";
import { ATTRIBUTE_LENGTH_MAX, attributeOf, daysText, ledText, rolesFor } from "./people-view.ts";
import type { SettingsWords } from "./words/en.ts";
import "../design/data-table.css";
import "../design/field.css";

interface TableProps {
  readonly list: MemberList;
  readonly words: SettingsWords;
  readonly onChange: (member: MemberDescription, change: MemberChange) => void;
  readonly onLeads: (member: MemberDescription) => void;
  readonly onLeave: (member: MemberDescription) => void;
}

type Attribute = "region" | "department";

/** One page of people, every field saved by itself. */
export function PeopleTable(props: TableProps & { readonly rows: readonly MemberDescription[] }) {
  const { rows, list, words } = props;
  const { people } = words;
  const id = useId();
  const heads = [
    people.name,
    people.role,
    people.leads,
    people.privacy,
    people.region,
    people.department,
    people.leave,
    people.since,
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard
    <section class="table-scroll" tabIndex={0} aria-label={people.caption}>
      <table class="data-table people-fields">
        <caption class="visually-hidden">{people.caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((member) => (
            <PersonRow key={member.id} {...props} member={member} lists={id} />
          ))}
        </tbody>
      </table>
      <KnownValues id={`${id}-region`} values={list.members.map(({ region }) => region)} />
      <KnownValues id={`${id}-department`} values={list.members.map(({ department }) => department)} />
    </section>
  );
}

/** Offers what is in use already, so that one region is not written in two ways. */
function KnownValues(props: {
  readonly id: string;
  readonly values: readonly (string | null | undefined)[];
}) {
  const values = new Set(props.values.filter((value) => typeof value === "string"));
  return (
    <datalist id={props.id}>
      {[...values].toSorted().map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}

function PersonRow(props: TableProps & { readonly member: MemberDescription; readonly lists: string }) {
  const { member, list, words, onChange, lists } = props;
  const { people } = words;
  const { language } = usePage().locale;
  const led = ledText(member.managesTeamIds ?? [], list.teams, people, language);
  const days = daysText(member, people, language);
  const attribute = (name: Attribute) => (
    <AttributeField
      label={people.field(people[name], member.name)}
      value={member[name] ?? ""}
      list={`${lists}-${name}`}
      onSave={(value) => onChange(member, name === "region" ? { region: value } : { department: value })}
    />
  );
  return (
    <tr>
      <th scope="row">
        <PersonName member={member} teams={list.teams} words={people} />
      </th>
      <td>
        <RoleField member={member} words={people} onChange={onChange} />
      </td>
      <td>
        <Button
          kind="ghost"
          small
          class="people-leads"
          opens="dialog"
          label={`${people.field(people.leads, member.name)}: ${led}`}
          onClick={() => props.onLeads(member)}
        >
          {led}
        </Button>
      </td>
      <td>
        <PrivacyField member={member} words={words} onChange={onChange} />
      </td>
      <td>{attribute("region")}</td>
      <td>{attribute("department")}</td>
      <td>
        <Button
          kind="ghost"
          small
          opens="dialog"
          label={`${people.leaveEdit}: ${people.field(people.leave, member.name)}`}
          onClick={() => props.onLeave(member)}
        >
          {people.leaveEdit}
        </Button>
      </td>
      <td class="no-wrap">
        {days.since}
        {days.left !== null && <div class="text-3 text-xs">{days.left}</div>}
      </td>
    </tr>
  );
}

function PersonName(props: {
  readonly member: MemberDescription;
  readonly teams: MemberList["teams"];
  readonly words: SettingsWords["people"];
}) {
  const { member, teams, words } = props;
  const { session } = usePage();
  const team = teams.find(({ id }) => id === member.teamId)?.name ?? words.noTeam;
  return (
    <span class="who">
      <Avatar name={member.name} mine={member.id === session.member.id} />
      <span class="people-name">
        <PageLink to={{ page: "person", query: { member: member.id } }} class="who-name inline-target">
          {member.name}
        </PageLink>
        <span class="text-3 text-xs">{team}</span>
      </span>
    </span>
  );
}

type ChangeMember = TableProps["onChange"];

function RoleField(props: {
  readonly member: MemberDescription;
  readonly words: SettingsWords["people"];
  readonly onChange: ChangeMember;
}) {
  const { member, words, onChange } = props;
  const { session } = usePage();
  const roles = rolesFor(session.role, member.role);
  return (
    <select
      class="field"
      aria-label={words.field(words.role, member.name)}
      value={member.role}
      disabled={roles.length === 1}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        const role = chosen === "" ? null : roles.find((each) => each === chosen);
        if (role !== undefined && role !== member.role) onChange(member, { role });
      }}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {words.roles[role]}
        </option>
      ))}
      {member.roleByHand && roles.length > 1 && <option value="">{words.roleDecided}</option>}
    </select>
  );
}

function PrivacyField(props: {
  readonly member: MemberDescription;
  readonly words: SettingsWords;
  readonly onChange: ChangeMember;
}) {
  const { member, words, onChange } = props;
  const present = member.privacy ?? "named";
  return (
    <select
      class="field"
      aria-label={words.people.field(words.people.privacy, member.name)}
      value={present}
      onChange={(event) => {
        const privacy = PRIVACY_MODES.find((each) => each === event.currentTarget.value);
        if (privacy && privacy !== present) onChange(member, { privacy });
      }}
    >
      {PRIVACY_MODES.map((mode) => (
        <option key={mode} value={mode}>
          {words.privacy.names[mode]}
        </option>
      ))}
    </select>
  );
}

/** Saved by Enter or on leaving it; Esc takes back what was typed. */
function AttributeField(props: {
  readonly label: string;
  readonly value: string;
  readonly list: string;
  readonly onSave: (value: string | null) => void;
}) {
  const { value, onSave } = props;
  const [text, setText] = useState(value);
  const known = useRef(value);
  useLayoutEffect(() => {
    known.current = value;
    setText(value);
  }, [value]);
  const commit = (typed: string) => {
    const next = attributeOf(typed);
    setText(next ?? "");
    // Enter, and then leaving the field, say the same thing twice.
    if ((next ?? "") === known.current) return;
    known.current = next ?? "";
    onSave(next);
  };
  return (
    <input
      class="field people-attribute"
      aria-label={props.label}
      list={props.list}
      maxLength={ATTRIBUTE_LENGTH_MAX}
      autocomplete="off"
      value={text}
      onInput={(event) => setText(event.currentTarget.value)}
      onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit(event.currentTarget.value);
        if (event.key === "Escape") {
          event.currentTarget.value = value;
          setText(value);
        }
      }}
    />
  );
}

import { Note } from "../design/note.tsx";
import type { HeadView, RuleLine } from "./explanation-head.ts";
import type { ListName } from "./explanation-pages.ts";
import type {
  ExplanationView,
  LateView,
  LeftOutGroup,
  UncountedRow,
  UndatedView,
} from "./explanation-view.ts";
import { MoreRecords } from "./more-records.tsx";
import { QuotaPeopleTable } from "./quota-people-table.tsx";
import { RecordName, RecordTable } from "./record-table.tsx";
import type { ExplanationWords } from "./words/en.ts";

/** Rule, records with their sum, late changes and what was left out. */
export function Evidence(props: {
  readonly view: ExplanationView;
  readonly words: ExplanationWords;
  readonly reading: ListName | null;
  readonly failed: ListName | null;
  readonly onMore: (list: ListName) => void;
  readonly onReload: () => void;
}) {
  const { view, words, reading, failed, onMore } = props;
  const differs = view.lists.find(({ check }) => check?.kind === "differs")?.check;
  const moreOf = (list: ListName) => ({
    words,
    reading: reading === list,
    failed: failed === list,
    onMore: () => onMore(list),
  });
  return (
    <div class="explanation">
      {view.head.replay && <Note tone="info">{view.head.replay}</Note>}
      <div>
        <Rule lines={view.head.rule} />
        <details class="explanation-more-rule">
          <summary>{words.wholeRule}</summary>
          <Rule lines={view.head.moreRule} />
        </details>
      </div>
      <Parts head={view.head} words={words} />
      <QuotaPeopleTable view={view.people} words={words} />
      {view.hidden && <Note tone="plain">{view.hidden}</Note>}
      {view.none && <p class="text-2">{view.none}</p>}
      {view.partial && <p class="text-3 text-sm">{view.partial}</p>}
      {view.lists.map((list) => (
        <section key={list.key}>
          <RecordTable list={list} isWhole={view.moreCounted === null} words={words} />
          {list.check?.kind === "exact" && <p class="text-3 text-sm">{list.check.text}</p>}
        </section>
      ))}
      {differs && (
        <Note tone="warn" role="status" action={{ label: words.loadAgain, onClick: props.onReload }}>
          {differs.text}
        </Note>
      )}
      <MoreRecords more={view.moreCounted} {...moreOf("counted")} />
      <LateChanges changes={view.late} words={words} />
      <LeftOut groups={view.leftOut} words={words} />
      <MoreRecords more={view.moreLeftOut} {...moreOf("leftOut")} />
      {view.undated && <Undated undated={view.undated} words={words} />}
      <MoreRecords more={view.moreUndated} {...moreOf("undated")} />
    </div>
  );
}

function Rule({ lines }: { readonly lines: readonly RuleLine[] }) {
  return (
    <dl class="explanation-rule">
      {lines.map(({ term, texts }) => (
        <div key={term}>
          <dt>{term}</dt>
          {texts.map((text) => (
            <dd key={text}>{text}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function Parts({ head, words }: { readonly head: HeadView; readonly words: ExplanationWords }) {
  if (head.parts.length === 0) return null;
  return (
    <table class="data-table compact explanation-records explanation-named">
      <caption class="explanation-caption">
        <h3>{words.parts}</h3>
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.part}</th>
          <th scope="col" class="number">
            {words.base}
          </th>
          <th scope="col" class="number">
            {words.figure}
          </th>
        </tr>
      </thead>
      <tbody>
        {head.parts.map((part) => (
          <tr key={part.label}>
            <th scope="row">{part.label}</th>
            <td class="number text-2">{part.base}</td>
            <td class="number strong">{part.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LateChanges(props: { readonly changes: readonly LateView[]; readonly words: ExplanationWords }) {
  if (props.changes.length === 0) return null;
  return (
    <section>
      <h3>{props.words.late}</h3>
      <ol class="explanation-late">
        {props.changes.map((change) => (
          <li key={change.key}>
            <b>
              <RecordName title={change.title} url={change.url} />
            </b>
            , {change.text}
            <span class="text-3 text-sm">{change.when}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function LeftOut(props: { readonly groups: readonly LeftOutGroup[]; readonly words: ExplanationWords }) {
  if (props.groups.length === 0) return null;
  return (
    <section>
      <h3>{props.words.leftOut}</h3>
      {props.groups.map((group) => (
        <div key={group.reason} class="explanation-left-out">
          <h4>{group.title}</h4>
          <p class="text-3 text-sm">{group.remedy}</p>
          <UncountedRecords rows={group.rows} />
        </div>
      ))}
    </section>
  );
}

function Undated(props: { readonly undated: UndatedView; readonly words: ExplanationWords }) {
  return (
    <section class="explanation-left-out">
      <h3>{props.words.undated}</h3>
      <p class="text-3 text-sm">{props.undated.text}</p>
      <UncountedRecords rows={props.undated.rows} />
    </section>
  );
}

function UncountedRecords({ rows }: { readonly rows: readonly UncountedRow[] }) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.key}>
          <RecordName title={row.title} url={row.url} />
          <span class="text-2">{row.facts.map((fact) => `, ${fact}`).join("")}</span>
        </li>
      ))}
    </ul>
  );
}

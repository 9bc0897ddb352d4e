import { useRef, useState } from "preact/hooks";
import type { MemberDescription, MemberList } from "../../../shared/contracts/api.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { SearchField } from "../design/search-field.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { LeadsDialog } from "./leads-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { PeopleTable } from "./people-table.tsx";
import { PEOPLE_PER_PAGE, pageOfPeople, peopleFound } from "./people-view.ts";
import { type PeopleChanges, usePeopleChanges } from "./use-people-changes.ts";
import type { SettingsWords } from "./words/en.ts";
import "./people.css";

/** Everybody of the account: role, teams led, how they are shown, what they are filtered by, and leave. */
export function PeopleSection({ words }: { readonly words: SettingsWords }) {
  const { api } = usePage();
  const people = useAnswer<MemberList>("members", () => api.get("members"));
  const changes = usePeopleChanges(people, words);
  return (
    <section class="card people" aria-label={words.people.title}>
      <div class="card-head">
        <div>
          <h2>{words.people.title}</h2>
          <p>{words.people.detail}</p>
        </div>
      </div>
      {people.value ? (
        <People list={people.value} changes={changes} words={words} />
      ) : people.state === "loading" ? (
        <Skeleton rows={10} card={false} label={words.people.loading} />
      ) : (
        <ProblemState
          card={false}
          problem={people.state === "problem" ? people.problem : null}
          onRetry={people.retry}
        />
      )}
      <News changes={changes} words={words} />
    </section>
  );
}

interface PeopleProps {
  readonly list: MemberList;
  readonly changes: PeopleChanges;
  readonly words: SettingsWords;
}

type OpenDialog = { readonly kind: "leads" | "leave"; readonly member: MemberDescription };

function People({ list, changes, words }: PeopleProps) {
  const { language } = usePage().locale;
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const found = peopleFound(list, search, language);
  const shown = pageOfPeople(found, page);
  const find = (text: string) => {
    setSearch(text);
    setPage(0);
  };
  if (list.members.length === 0) {
    const { nobody, nobodyDetail } = words.people;
    return <EmptyState icon="people" title={nobody} detail={nobodyDetail} card={false} />;
  }
  return (
    <>
      <div class="people-search">
        <SearchField label={words.people.search} value={search} onChange={find} />
        <span class="text-3 text-sm" role="status">
          {words.people.found(found.length, formatCount(found.length, language))}
        </span>
      </div>
      {found.length === 0 ? (
        <EmptyState
          icon="search"
          card={false}
          title={words.people.noMatch}
          detail={words.people.noMatchDetail(search.trim())}
          action={{ label: words.people.clearSearch, onClick: () => find("") }}
        />
      ) : (
        <PeopleTable
          rows={shown.rows}
          list={list}
          words={words}
          onChange={changes.change}
          onLeads={(member) => setOpen({ kind: "leads", member })}
          onLeave={(member) => setOpen({ kind: "leave", member })}
        />
      )}
      {found.length > PEOPLE_PER_PAGE && (
        <Pager {...shown} total={found.length} words={words.people} onPage={setPage} />
      )}
      {open?.kind === "leads" && (
        <LeadsDialog
          member={open.member}
          teams={list.teams}
          words={words}
          onClose={() => setOpen(null)}
          onSave={(managesTeamIds) => {
            setOpen(null);
            changes.change(open.member, { managesTeamIds });
          }}
        />
      )}
      {open?.kind === "leave" && (
        <LeaveDialog
          member={open.member}
          words={words.absence}
          onClose={() => setOpen(null)}
          onSaved={(before) => {
            setOpen(null);
            changes.leaveSaved(open.member, before);
          }}
        />
      )}
    </>
  );
}

function Pager(props: {
  readonly page: number;
  readonly pages: number;
  readonly first: number;
  readonly rows: readonly MemberDescription[];
  readonly total: number;
  readonly words: SettingsWords["people"];
  readonly onPage: (page: number) => void;
}) {
  const { page, pages, first, rows, total, words, onPage } = props;
  const { language } = usePage().locale;
  const text = (count: number) => formatCount(count, language);
  return (
    <div class="card-foot">
      <span>{words.range(text(first + 1), text(first + rows.length), text(total))}</span>
      <div class="row">
        <Button small disabled={page === 0} onClick={() => onPage(page - 1)}>
          {words.previous}
        </Button>
        <Button small disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
          {words.next}
        </Button>
      </div>
    </div>
  );
}

/** What the last change came to. It stays in sight, however long the table is. */
function News({ changes, words }: { readonly changes: PeopleChanges; readonly words: SettingsWords }) {
  const { news } = changes;
  const place = useRef<HTMLDivElement>(null);
  if (!news) return null;
  const { undo } = news;
  const takeBack = () => {
    undo?.();
    // The button that was pressed goes away.
    place.current?.focus();
  };
  return (
    <div class="people-news" ref={place} tabIndex={-1}>
      <Note
        tone={news.tone}
        role={news.tone === "bad" ? "alert" : "status"}
        action={undo ? { label: words.people.undo, onClick: takeBack } : undefined}
      >
        {news.text}
      </Note>
    </div>
  );
}

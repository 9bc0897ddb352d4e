import { Select } from "../design/select.tsx";
import { usePage } from "./page-context.ts";
import { PageLink } from "./page-link.tsx";
import { type PageId, pagesFor } from "./pages.ts";
import { SyncMark } from "./sync-mark.tsx";
import type { StandingsWords } from "./words/en.ts";
import "./tab-bar.css";

/** The one bar over all pages: tabs, under 900 px a select, and how old the data is. */
export function TabBar({
  current,
  words,
}: {
  readonly current: PageId | null;
  readonly words: StandingsWords;
}) {
  const { session, navigate } = usePage();
  const tabs = pagesFor(session.role).map(({ id }) => id);
  const choices = current === null || tabs.includes(current) ? tabs : [...tabs, current];
  return (
    <nav class="tab-bar" aria-label={words.product}>
      <ul class="tab-bar-tabs">
        {tabs.map((id) => (
          <li key={id}>
            <PageLink to={{ page: id }} class="tab" current={id === current}>
              {words.pages[id]}
            </PageLink>
          </li>
        ))}
      </ul>
      <div class="tab-bar-select">
        <Select<PageId | "">
          label={words.page}
          hideLabel={current !== null}
          value={current ?? ""}
          options={choices.map((id) => ({ value: id, label: words.pages[id] }))}
          onChange={(id) => id !== "" && navigate({ page: id })}
        />
      </div>
      <div class="tab-bar-end">
        <SyncMark words={words} />
      </div>
    </nav>
  );
}

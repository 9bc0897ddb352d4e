import { usePage } from "../standings/page-context.ts";
import type { SectionId } from "./settings-sections.ts";
import type { SettingsWords } from "./words/en.ts";

/** The sections as links, so that each can be opened from elsewhere. */
export function SectionList(props: {
  readonly sections: readonly SectionId[];
  readonly current: SectionId;
  readonly words: SettingsWords;
  readonly onOpen: (id: SectionId) => void;
}) {
  const { sections, current, words, onOpen } = props;
  const { hrefOf } = usePage();
  const follow = (id: SectionId, event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(id);
  };
  return (
    <nav class="card settings-list" aria-label={words.sectionList}>
      <ul>
        {sections.map((id) => (
          <li key={id}>
            <a
              href={hrefOf({ page: "settings", query: { section: id } })}
              aria-current={id === current ? "page" : undefined}
              onClick={(event) => follow(id, event)}
            >
              {words.sections[id]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { Connection } from "../../../shared/contracts/connection.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { EmptyState } from "../design/empty-state.tsx";
import { Note } from "../design/note.tsx";
import { usePage } from "../standings/page-context.ts";
import {
  type ConnectionAction,
  type ConnectionWording,
  faultViews,
  needingSomebody,
} from "./connection-view.ts";

/** What stands in the way, each with its remedy and what does it. */
export function FaultsCard(props: {
  readonly connection: Connection;
  readonly wording: ConnectionWording;
  readonly onAction: (action: ConnectionAction) => void;
}) {
  const { words, locale } = props.wording;
  const { navigate } = usePage();
  const act = (kind: ConnectionAction | "pipelines") => {
    if (kind === "pipelines") navigate({ page: "settings", query: { section: "pipelines" } });
    else props.onAction(kind);
  };
  const faults = faultViews(props.connection, props.wording);
  const needing = needingSomebody(faults);
  const title =
    needing === 0 ? words.faults.none : words.faults.title(needing, formatCount(needing, locale.language));
  if (faults.length === 0) {
    return <EmptyState icon="check-circle" title={title} detail={words.faults.noneDetail} />;
  }
  return (
    <section class="card connection-part">
      <h2>{title}</h2>
      <div class="stack">
        {faults.map(({ key, tone, title: name, remedy, since, action }) => (
          <Note
            key={key}
            tone={tone}
            action={action ? { label: action.label, onClick: () => act(action.kind) } : undefined}
          >
            <b>{name}</b>
            <br />
            {remedy} <span class="text-sm text-3">{since}</span>
          </Note>
        ))}
      </div>
    </section>
  );
}

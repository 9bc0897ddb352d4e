import type { ComponentChildren } from "preact";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { Drawer } from "../design/drawer.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { usePage } from "../standings/page-context.ts";
import { RecordLink } from "../standings/page-link.tsx";
import type { RecordPages } from "./use-record-pages.ts";
import type { ConnectionWords } from "./words/en.ts";
import "./connection.css";

/** A record in the drawer. */
export interface RecordRow {
  readonly key: string;
  readonly title: string;
  /** Null where the CRM has no page for it. */
  readonly url: string | null;
  readonly facts: readonly string[];
}

/** The records behind a figure, each with its way into the CRM. */
export function RecordsDrawer(props: {
  readonly title: string;
  readonly detail: string;
  /** Where it can be mended in Standings. */
  readonly way?: ComponentChildren;
  readonly pages: RecordPages<RecordRow>;
  readonly words: ConnectionWords["records"];
  readonly onClose: () => void;
}) {
  const { title, detail, pages, words, onClose } = props;
  return (
    <Drawer title={title} onClose={onClose}>
      <p class="text-2 records-detail">
        {detail} {props.way}
      </p>
      {pages.records.length > 0 && <Rows pages={pages} words={words} />}
      {pages.state === "loading" && <Skeleton lines={4} card={false} label={words.loading} />}
      {pages.state === "problem" && (
        <ProblemState problem={pages.problem} onRetry={pages.retry} card={false} />
      )}
      {pages.state === "ready" && pages.records.length === 0 && (
        <EmptyState icon="check-circle" title={words.empty} detail={words.emptyDetail} card={false} />
      )}
    </Drawer>
  );
}

function Rows({
  pages,
  words,
}: {
  readonly pages: RecordPages<RecordRow>;
  readonly words: ConnectionWords["records"];
}) {
  const { locale } = usePage();
  const text = (count: number) => formatCount(count, locale.language);
  return (
    <>
      <ul class="records">
        {pages.records.map(({ key, title, url, facts }) => (
          <li key={key}>
            <span class="records-title">
              {url === null ? title : <RecordLink url={url}>{title}</RecordLink>}
            </span>
            <span class="text-sm text-2">{facts.join(" · ")}</span>
          </li>
        ))}
      </ul>
      <div class="records-foot">
        <span class="text-sm text-3" role="status">
          {words.shown(text(pages.records.length), text(pages.total))}
        </span>
        {pages.more && (
          <Button small onClick={pages.more}>
            {words.more}
          </Button>
        )}
      </div>
    </>
  );
}

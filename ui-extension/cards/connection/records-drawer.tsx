import type { ComponentChildren } from "preact";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { Drawer } from "../design/drawer.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import type { RecordPage, UsedPages } from "../host/use-pages.ts";
import { usePage } from "../standings/page-context.ts";
import { RecordLink } from "../standings/page-link.tsx";
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
export function RecordsDrawer<Item>(props: {
  readonly title: string;
  readonly detail: string;
  /** Where it can be mended in Standings. */
  readonly way?: ComponentChildren;
  readonly pages: UsedPages<RecordPage<Item>>;
  readonly rowOf: (record: Item) => RecordRow;
  readonly words: ConnectionWords["records"];
  readonly onClose: () => void;
}) {
  const { title, detail, pages, words, onClose } = props;
  const { answer } = pages;
  return (
    <Drawer title={title} onClose={onClose}>
      <p class="text-2 records-detail">
        {detail} {props.way}
      </p>
      {answer.state === "loading" && <Waiting words={words} />}
      {answer.state === "failed" && (
        <ProblemState problem={answer.problem} onRetry={pages.retry} card={false} />
      )}
      {answer.state === "ready" &&
        (answer.value.records.length > 0 ? (
          <Rows
            {...props}
            page={answer.value}
            isWaiting={answer.reading !== null || answer.failed !== null}
          />
        ) : (
          <EmptyState icon="check-circle" title={words.empty} detail={words.emptyDetail} card={false} />
        ))}
      {answer.state === "ready" && answer.reading && <Waiting words={words} />}
      {answer.state === "ready" && answer.failed && (
        <ProblemState problem={answer.failed.problem} onRetry={() => pages.readOn("records")} card={false} />
      )}
    </Drawer>
  );
}

function Waiting({ words }: { readonly words: ConnectionWords["records"] }) {
  return <Skeleton lines={4} card={false} label={words.loading} />;
}

function Rows<Item>(props: {
  readonly page: RecordPage<Item>;
  readonly rowOf: (record: Item) => RecordRow;
  readonly pages: UsedPages<RecordPage<Item>>;
  /** Whether what is under the rows stands for the next page. */
  readonly isWaiting: boolean;
  readonly words: ConnectionWords["records"];
}) {
  const { page, words } = props;
  const { locale } = usePage();
  const text = (count: number) => formatCount(count, locale.language);
  return (
    <>
      <ul class="records">
        {page.records.map(props.rowOf).map(({ key, title, url, facts }) => (
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
          {words.shown(text(page.records.length), text(page.total))}
        </span>
        {page.next !== null && !props.isWaiting && (
          <Button small onClick={() => props.pages.readOn("records")}>
            {words.more}
          </Button>
        )}
      </div>
    </>
  );
}

import { useEffect, useMemo, useState } from "preact/hooks";
import type { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { Drawer } from "../design/drawer.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { FileButton } from "../explanation/file-button.tsx";
import { MoreRecords } from "../explanation/more-records.tsx";
import { RecordTable } from "../explanation/record-table.tsx";
import { useDrawerAddress } from "../host/use-drawer-address.ts";
import { type UsedPages, usePages } from "../host/use-pages.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { DEALS_PARAMETER, type OpenDealsTarget, readOpenDeals } from "./deals-address.ts";
import { dealsPages, loadEveryDeal } from "./deals-pages.ts";
import { type DealsView, dealsCsv, dealsFileName, dealsView } from "./deals-view.ts";
import { OPEN_DEALS_WORDS } from "./words/book.ts";
import type { OpenDealsWords } from "./words/en.ts";
import { writeOpenDeals } from "./write-open-deals.ts";
import "../explanation/explanation.css";

interface DrawerProps {
  readonly target: OpenDealsTarget;
  readonly onClose: () => void;
}

/** The open deals behind a figure, or those that the address names, over the page. */
export default function OpenDealsDrawer(props: {
  readonly target: OpenDealsTarget | "address";
  readonly onClose: () => void;
}) {
  const { page } = usePage();
  const { onClose } = props;
  const [target] = useState(() =>
    props.target === "address" ? readOpenDeals(page.location.search) : props.target,
  );
  useEffect(() => {
    if (target === null) onClose();
  }, [target, onClose]);
  return target && <TargetDrawer target={target} onClose={onClose} />;
}

function TargetDrawer({ target, onClose }: DrawerProps) {
  const { page, api, locale } = usePage();
  const words = useWords(OPEN_DEALS_WORDS);
  // The address and the question follow what is asked, not the object that it came in.
  const asked = useMemo(() => target, [JSON.stringify(target)]);
  const used = usePages(useMemo(() => dealsPages(api, asked), [api, asked]));
  useDrawerAddress(page, DEALS_PARAMETER, writeOpenDeals(asked));
  if (!words) return null;
  const { answer } = used;
  if (answer.state !== "ready") {
    return (
      <Drawer eyebrow={words.eyebrow(asked.memberName ?? null)} title={words.waiting} onClose={onClose}>
        {answer.state === "failed" ? (
          <ProblemState problem={answer.problem} onRetry={used.retry} card={false} />
        ) : (
          <Skeleton lines={6} card={false} label={words.loading} />
        )}
      </Drawer>
    );
  }
  const view = dealsView(answer.value, asked, { words, locale });
  return (
    <Drawer
      eyebrow={view.eyebrow}
      title={view.title}
      onClose={onClose}
      footer={view.list && <DealsFile deals={answer.value} target={asked} words={words} />}
    >
      <DealsBody view={view} used={used} words={words} />
    </Drawer>
  );
}

function DealsBody(props: {
  readonly view: DealsView;
  readonly used: UsedPages<OpenDeals>;
  readonly words: OpenDealsWords;
}) {
  const { view, used, words } = props;
  const { answer } = used;
  return (
    <div class="explanation">
      <dl class="explanation-rule">
        {view.rule.map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {view.list === null ? (
        <p class="text-2">{words.none}</p>
      ) : (
        <RecordTable list={view.list} isWhole={false} words={words} />
      )}
      <MoreRecords
        more={view.more}
        words={words}
        reading={answer.state === "ready" && answer.reading !== null}
        failed={answer.state === "ready" && answer.failed !== null}
        onMore={() => used.readOn("records")}
      />
    </div>
  );
}

/** Downloads every deal, also those that are not listed yet. */
function DealsFile(props: {
  readonly deals: OpenDeals;
  readonly target: OpenDealsTarget;
  readonly words: OpenDealsWords;
}) {
  const { api } = usePage();
  const { deals, target, words } = props;
  return (
    <FileButton
      words={words}
      load={() => loadEveryDeal(api, target, deals)}
      fileOf={(every) => ({ name: dealsFileName(every), text: dealsCsv(every, words) })}
    />
  );
}

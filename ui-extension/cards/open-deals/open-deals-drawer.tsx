import { useEffect, useMemo, useState } from "preact/hooks";
import type { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { Button } from "../design/button.tsx";
import { Drawer } from "../design/drawer.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { MoreRecords } from "../explanation/more-records.tsx";
import { RecordTable } from "../explanation/record-table.tsx";
import { saveFile } from "../host/save-file.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { type OpenDealsTarget, readOpenDeals, withOpenDeals } from "./deals-address.ts";
import { type DealsView, dealsCsv, dealsFileName, dealsView } from "./deals-view.ts";
import { loadEveryDeal, type UsedOpenDeals, useOpenDeals } from "./use-open-deals.ts";
import { OPEN_DEALS_WORDS } from "./words/book.ts";
import type { OpenDealsWords } from "./words/en.ts";
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
  const used = useOpenDeals(api, asked);
  useDealsAddress(page, asked);
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
  const view = dealsView(answer.deals, asked, { words, locale });
  return (
    <Drawer
      eyebrow={view.eyebrow}
      title={view.title}
      onClose={onClose}
      footer={view.list && <DealsFile deals={answer.deals} target={asked} words={words} />}
    >
      <DealsBody view={view} used={used} words={words} />
    </Drawer>
  );
}

function DealsBody(props: {
  readonly view: DealsView;
  readonly used: UsedOpenDeals;
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
        reading={answer.state === "ready" && answer.reading}
        failed={answer.state === "ready" && answer.failed}
        onMore={used.readOn}
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
  const { page, api } = usePage();
  const { deals, target, words } = props;
  const [state, setState] = useState<"idle" | "reading" | "failed">("idle");
  const download = async () => {
    setState("reading");
    const answer =
      deals.next === null ? ({ kind: "ok", value: deals } as const) : await loadEveryDeal(api, target);
    setState(answer.kind === "ok" ? "idle" : "failed");
    if (answer.kind !== "ok") return;
    saveFile(page, { name: dealsFileName(answer.value), text: dealsCsv(answer.value, words) });
  };
  return (
    <>
      <p class="explanation-file" role="status">
        {state === "failed" && words.downloadFailed}
      </p>
      <Button icon="download" disabled={state === "reading"} onClick={() => void download()}>
        {state === "reading" ? words.downloading : words.download}
      </Button>
    </>
  );
}

/** While the drawer is open the address names its deals, so that a shared link opens the same view. */
function useDealsAddress(page: Window, target: OpenDealsTarget): void {
  useEffect(() => {
    showIn(page, target);
    return () => showIn(page, null);
  }, [page, target]);
}

function showIn(page: Window, target: OpenDealsTarget | null): void {
  const { pathname, search, hash } = page.location;
  const next = withOpenDeals(search, target);
  if (next !== search) page.history.replaceState(page.history.state, "", `${pathname}${next}${hash}`);
}

import { useState } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { Menu, type MenuItem } from "../design/menu.tsx";
import { Segmented } from "../design/segmented.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage } from "../standings/page-context.ts";
import { addressOf, type BoardQuery } from "./board-query.ts";
import { CopyLink, type CopyState } from "./copy-link.tsx";
import type { BoardLayout } from "./use-layout.ts";
import type { LeaderboardWords } from "./words/en.ts";

interface ActionsProps {
  readonly query: BoardQuery;
  readonly board: Leaderboard | null;
  readonly words: LeaderboardWords;
  readonly layout: BoardLayout;
  readonly teamNames: ReadonlyMap<string, string>;
  readonly onChange: (query: BoardQuery) => void;
  readonly onRules: () => void;
}

/** What can be done with a board: people or teams, share and export, the past, and the rules. */
export function BoardActions(props: ActionsProps) {
  const { query, words, layout, onChange } = props;
  const { page, hrefOf } = usePage();
  const [copy, setCopy] = useState<CopyState>({ kind: "idle" });
  const [asksPast, setAsksPast] = useState(false);
  const past = useLoaded(
    asksPast,
    () => import("./dialogs/past-dialog.tsx"),
    () => setAsksPast(false),
  );
  const download = useDownload(props);

  const copyLink = () => {
    const link = new URL(hrefOf({ page: "leaderboard", query: addressOf(query) }), page.location.href).href;
    const done = page.navigator.clipboard?.writeText(link);
    const byHand = () => setCopy({ kind: "by-hand", link });
    if (done) done.then(() => setCopy({ kind: "copied" }), byHand);
    else byHand();
  };
  const share: readonly MenuItem[] = [
    { id: "link", label: words.copyLink, icon: "link", onSelect: copyLink },
    { id: "csv", label: words.downloadCsv, icon: "download", onSelect: download.start },
    { kind: "rule", id: "rule" },
    { kind: "text", id: "note", label: words.sharedCopies },
  ];
  const more: readonly MenuItem[] = [
    { id: "past", label: words.asItWas, icon: "clock", onSelect: () => setAsksPast(true) },
    { id: "rules", label: words.howRankingWorks, icon: "info", onSelect: props.onRules },
  ];
  return (
    <>
      {layout === "wide" && <RankBy query={query} words={words} onChange={onChange} />}
      <Menu label={words.share} icon="share" iconOnly={layout !== "wide"} items={share} />
      <Menu label={words.more} icon="more" iconOnly items={more} />
      <CopyLink
        state={download.failed ? { kind: "failed" } : copy}
        words={words}
        onClose={() => setCopy({ kind: "idle" })}
      />
      {past && <past.PastDialog query={query} onChange={onChange} onClose={() => setAsksPast(false)} />}
    </>
  );
}

/** People or teams. */
export function RankBy(props: {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, words, onChange } = props;
  return (
    <Segmented
      label={words.rankBy}
      value={query.by}
      options={[
        { value: "member", label: words.people },
        { value: "team", label: words.teams },
      ]}
      onChange={(by) => onChange({ ...query, by })}
    />
  );
}

/** The file, and what makes it, come when they are asked for. */
function useDownload({ query, words, teamNames }: ActionsProps) {
  const { page, api, language } = usePage();
  const [failed, setFailed] = useState(false);
  const start = async () => {
    const { saveBoard } = await import("./board-csv.ts");
    setFailed(!(await saveBoard({ page, api, query, words, language, teamNames })));
  };
  return { start: () => start().catch(() => setFailed(true)), failed };
}

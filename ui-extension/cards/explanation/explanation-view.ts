import type { Explanation } from "../../../shared/contracts/api.ts";
import type { LeftOutReason } from "../../../shared/contracts/ids.ts";
import { type HeadView, headView } from "./explanation-head.ts";
import type { ExplanationScene } from "./explanation-scene.ts";
import { type QuotaPeopleView, quotaPeopleView } from "./quota-people.ts";
import { amountKindOf } from "./record-amounts.ts";
import { type RecordList, type RecordRow, recordLists, recordRow, titleOf } from "./record-lists.ts";

/** Something that moved the figure late. */
export interface LateView {
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly text: string;
  readonly when: string;
}

/** Records that do not count, for one reason. */
export interface LeftOutGroup {
  readonly reason: LeftOutReason;
  readonly title: string;
  /** What would make them count. */
  readonly remedy: string;
  readonly rows: readonly RecordRow[];
}

/** How far a list is read. */
export interface MoreView {
  readonly label: string;
}

/** "Why this number?" as the drawer draws it; its numbers are the answer's own. */
export interface ExplanationView {
  readonly head: HeadView;
  /** Whose quotas a quota is made of; null for every other figure. */
  readonly people: QuotaPeopleView | null;
  /** Instead of the records, where only some may see which they are. */
  readonly hidden: string | null;
  readonly lists: readonly RecordList[];
  /** Said where nothing counts. */
  readonly none: string | null;
  /** Of records that are listed in part. */
  readonly partial: string | null;
  readonly moreCounted: MoreView | null;
  readonly late: readonly LateView[];
  readonly leftOut: readonly LeftOutGroup[];
  readonly moreLeftOut: MoreView | null;
}

/** An explanation in words. */
export function explanationView(scene: ExplanationScene): ExplanationView {
  return scene.figure.board === "on_track" ? peopleAlone(scene) : withRecords(scene);
}

/** Who is on track is told by the people, whose figures lead to their records. */
function peopleAlone(scene: ExplanationScene): ExplanationView {
  return {
    head: headView(scene),
    people: quotaPeopleView(scene),
    hidden: null,
    lists: [],
    none: null,
    partial: null,
    moreCounted: null,
    late: [],
    leftOut: [],
    moreLeftOut: null,
  };
}

function withRecords(scene: ExplanationScene): ExplanationView {
  const { explanation, words, amounts } = scene;
  const { recordsVisible, counted, countedTotal, leftOut, leftOutTotal } = explanation;
  const isEmpty = recordsVisible && countedTotal === 0 && counted.length === 0;
  const [shown, total] = [amounts.count(counted.length), amounts.count(countedTotal)];
  const leftOutShown = amounts.count(leftOut.length);
  return {
    head: headView(scene),
    people: quotaPeopleView(scene),
    hidden: recordsVisible ? null : hiddenText(scene),
    lists: recordsVisible && !isEmpty ? recordLists(scene) : [],
    none: isEmpty ? words.none : null,
    partial: explanation.nextCounted === null ? null : words.notAll(shown, total),
    moreCounted: explanation.nextCounted === null ? null : { label: words.showMore(shown, total) },
    late: explanation.lateChanges.map((change, index) => lateView(scene, change, index)),
    leftOut: recordsVisible ? leftOutGroups(scene) : [],
    moreLeftOut:
      explanation.nextLeftOut === null
        ? null
        : { label: words.showMore(leftOutShown, amounts.count(leftOutTotal)) },
  };
}

function hiddenText({ explanation, words, amounts }: ExplanationScene): string {
  const { countedTotal, member } = explanation;
  const count = amounts.count(countedTotal);
  return member === null
    ? words.hiddenGroup(countedTotal, count)
    : words.hidden(countedTotal, count, member.name);
}

type Change = Explanation["lateChanges"][number];

function lateView(scene: ExplanationScene, change: Change, index: number): LateView {
  const { words, moments } = scene;
  return {
    key: `${change.at} ${change.kind} ${change.crmId} ${change.event} ${index}`,
    title: titleOf(change, scene),
    url: change.url ?? null,
    text: lateText(scene, change),
    when: words.lateBy(moments.moment(change.at), causeText(scene, change)),
  };
}

function lateText({ explanation, words, amounts, moments }: ExplanationScene, change: Change): string {
  const { before, after, dayBefore, dayAfter } = change;
  const kind = amountKindOf(change.event, explanation);
  const text = (value: number | null) => amounts.of(kind, value ?? 0);
  const known = moments.dayOf(change.at);
  if (before === null) {
    return words.lateEntered(moments.day(known), moments.day(dayAfter ?? known), text(after));
  }
  if (after === null) return words.lateGone(moments.day(dayBefore ?? known), text(before));
  return words.lateChanged(text(before), text(after));
}

/** By name where it is told, else by what did it. */
function causeText({ words }: ExplanationScene, { by, cause }: Change): string {
  if (by !== undefined && by !== null) return words.by(by);
  const causes: Readonly<Record<string, string>> = words.causes;
  return causes[cause] ?? words.causes.webhook;
}

/** By reason, most first; of long lists the counts are those of all pages. */
function leftOutGroups(scene: ExplanationScene): readonly LeftOutGroup[] {
  const { explanation, words, amounts } = scene;
  const lines = Map.groupBy(explanation.leftOut, ({ leftOut }) => leftOut);
  const loaded = [...lines].flatMap(([reason, of]) =>
    reason === null ? [] : [{ reason, count: of.length }],
  );
  const counts = explanation.leftOutReasons ?? loaded;
  // A reason that the lines have and the counts do not is still told.
  const unlisted = loaded.filter(({ reason }) => counts.every((each) => each.reason !== reason));
  return [...counts, ...unlisted].map(({ reason, count }) => ({
    reason,
    title: words.leftOutGroup(amounts.count(count), words.leftOutReasons[reason].label),
    remedy: words.leftOutReasons[reason].remedy,
    rows: (lines.get(reason) ?? []).map((line, index) => recordRow(scene, line, index)),
  }));
}

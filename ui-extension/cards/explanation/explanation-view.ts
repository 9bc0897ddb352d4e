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

/** A record that does not count. */
export interface UncountedRow extends Pick<RecordRow, "key" | "title" | "url"> {
  /** What is told beside its name, such as the day and the amount. */
  readonly facts: readonly string[];
}

/** Records that do not count, for one reason. */
export interface LeftOutGroup {
  readonly reason: LeftOutReason;
  readonly title: string;
  /** What would make them count. */
  readonly remedy: string;
  readonly rows: readonly UncountedRow[];
}

/** Records that are in no period, whatever else keeps them from counting. */
export interface UndatedView {
  readonly text: string;
  readonly rows: readonly UncountedRow[];
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
  /** Null where every record has a date. */
  readonly undated: UndatedView | null;
  readonly moreUndated: MoreView | null;
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
    undated: null,
    moreUndated: null,
  };
}

function withRecords(scene: ExplanationScene): ExplanationView {
  const { explanation, words, amounts } = scene;
  const { recordsVisible, counted, countedTotal, leftOut, leftOutTotal } = explanation;
  const isEmpty = recordsVisible && countedTotal === 0 && counted.length === 0;
  const [shown, total] = [amounts.count(counted.length), amounts.count(countedTotal)];
  const more = (next: string | null, lines: readonly unknown[], of: number): MoreView | null =>
    next === null ? null : { label: words.showMore(amounts.count(lines.length), amounts.count(of)) };
  return {
    head: headView(scene),
    people: quotaPeopleView(scene),
    hidden: recordsVisible ? null : hiddenText(scene),
    lists: recordsVisible && !isEmpty ? recordLists(scene) : [],
    none: isEmpty ? words.none : null,
    partial: explanation.nextCounted === null ? null : words.notAll(shown, total),
    moreCounted: more(explanation.nextCounted, counted, countedTotal),
    late: explanation.lateChanges.map((change, index) => lateView(scene, change, index)),
    leftOut: recordsVisible ? leftOutGroups(scene) : [],
    moreLeftOut: more(explanation.nextLeftOut, leftOut, leftOutTotal),
    undated: undatedView(scene),
    moreUndated: more(explanation.nextUndated, explanation.undated, explanation.undatedTotal),
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

function undatedView(scene: ExplanationScene): UndatedView | null {
  const { explanation, words, amounts } = scene;
  const { undated, undatedTotal } = explanation;
  if (undated.length === 0) return null;
  return {
    text: words.undatedHint(undatedTotal, amounts.count(undatedTotal)),
    rows: undated.map((line, index) => {
      const { leftOut } = line;
      // A date alone would not make every one of them count.
      const isMore = leftOut !== null && leftOut !== "no_date";
      return uncountedRow(recordRow(scene, line, index), isMore ? words.leftOutReasons[leftOut].label : "");
    }),
  };
}

function uncountedRow({ key, title, url, note, amount }: RecordRow, fact: string): UncountedRow {
  return { key, title, url, facts: [fact, amount, note ?? ""].filter((each) => each !== "") };
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
    rows: (lines.get(reason) ?? []).map((line, index) => {
      const row = recordRow(scene, line, index);
      return uncountedRow(row, row.day);
    }),
  }));
}

import type { Explanation } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { dayOf } from "../host/account-time.ts";
import { type Check, checkSums, type Line, sumOfEvents } from "./adding-up.ts";
import type { ExplanationScene } from "./explanation-scene.ts";
import { adjustmentText, type Money, markText } from "./mark-texts.ts";
import { daysFrom } from "./moments.ts";
import { amountKindOf, currencyOf } from "./record-amounts.ts";

/** What fits on the first page. */
const SHORT_LIST_MAX = 50;

/** A remark beside a record. */
export interface TagView {
  readonly text: string;
  readonly tone: "plain" | "warn";
}

/** A record as the drawer lists it. */
export interface RecordRow {
  readonly key: string;
  readonly day: string;
  readonly title: string;
  /** Opens it in the CRM; null where it has no page. */
  readonly url: string | null;
  readonly tags: readonly TagView[];
  /** What an admin did to it and why, where somebody did. */
  readonly note: string | null;
  readonly amount: string;
}

/** Records that add up to one figure. */
export interface RecordList {
  readonly key: string;
  /** What the records are, where there are several lists. */
  readonly title: string | null;
  readonly amountHead: string;
  readonly total: { readonly label: string; readonly amount: string };
  readonly rows: readonly RecordRow[];
  /** What is said of the sum: that it is exact, or that something changed; null while pages are missing. */
  readonly check: { readonly kind: "exact" | "differs"; readonly text: string } | null;
}

/** One list where the records add up to the figure, else one for each thing that is divided or multiplied. */
export function recordLists(scene: ExplanationScene): readonly RecordList[] {
  const { explanation } = scene;
  const events = [...new Set(explanation.measures.map(({ event }) => event))];
  const result = metricById(explanation.quota?.metric ?? explanation.metric.id);
  if (result.formula.kind === "sum" || events.length === 1) return [listOf(scene, events, null)];
  return events.map((event) => listOf(scene, [event], scene.rules.noun(event)));
}

function listOf(scene: ExplanationScene, events: readonly EventId[], title: string | null): RecordList {
  const { explanation, amounts, words } = scene;
  const lines = inOrder(explanation).filter(({ event }) => events.includes(event));
  const kind = amountKindOf(events[0] ?? "deal_created", explanation);
  const { measures } = explanation;
  const isWhole = explanation.nextCounted === null;
  const check = checkSums(lines, { events, measures, isWhole });
  return {
    key: events.join("+"),
    title,
    amountHead: words[kind],
    total: {
      label: title === null ? totalLabel(scene, lines) : words.total,
      amount: amounts.of(kind, sumOfEvents(events, measures)),
    },
    rows: lines.map((line, index) => recordRow(scene, line, index)),
    check: checkText(scene, check, { count: lines.length, kind }),
  };
}

/** As the days went by; a long list comes in pages from the newest on, and stays so. */
function inOrder({ counted, countedTotal, nextCounted }: Explanation): readonly Line[] {
  if (nextCounted !== null || countedTotal > SHORT_LIST_MAX) return counted;
  const placeOf = ({ day, at }: Line) => `${day ?? ""} ${at ?? ""}`;
  return counted.toSorted((one, other) =>
    placeOf(one) < placeOf(other) ? -1 : placeOf(one) > placeOf(other) ? 1 : 0,
  );
}

/** "6 deals", as the kind of all of them, or "120 records" where they differ. */
function totalLabel({ explanation, words, amounts }: ExplanationScene, lines: readonly Line[]): string {
  const total = explanation.countedTotal;
  const kinds = new Set(lines.map(({ kind }) => kind));
  const [kind] = kinds;
  const isWorded = kinds.size === 1 && kind !== undefined && kind in words.totalOf;
  const name = isWorded && kind !== "communication" && kind !== "adjustment" ? kind : "other";
  return words.totalOf[name](total, amounts.count(total));
}

function checkText(
  { words, amounts }: ExplanationScene,
  check: Check,
  { count, kind }: { readonly count: number; readonly kind: Parameters<typeof amounts.of>[0] },
): RecordList["check"] {
  switch (check.kind) {
    case "partial":
      return null;
    case "exact":
      return count === 0 ? null : { kind: "exact", text: words.addsUp(count, amounts.count(count)) };
    case "differs": {
      const text = words.differs(amounts.of(kind, check.loaded), amounts.of(kind, check.expected));
      return { kind: "differs", text };
    }
  }
}

/** A counted or left-out record in words. What is left out shows what it would be worth. */
export function recordRow(scene: ExplanationScene, line: Line, index: number): RecordRow {
  const { explanation, amounts, words, moments } = scene;
  const kind = amountKindOf(line.event, explanation);
  const value = line.leftOut !== null && kind === "amount" ? line.amountMinor : line.contribution;
  return {
    // One record may have several lines of one event: shares, recipients, stages.
    key: `${line.kind} ${line.crmId} ${index}`,
    day: line.day === null ? words.noDate : moments.day(line.day),
    title: titleOf(line, scene),
    url: line.url,
    tags: [...originalTags(scene, line), ...markTags(scene, line), ...lateTags(scene, line)],
    note: adjustmentText(line, words),
    amount: line.leftOut !== null && kind !== "amount" ? "" : amounts.of(kind, value),
  };
}

/** A record without a title is called by its kind and id. */
export function titleOf(
  { title, kind, crmId }: Pick<Line, "title" | "kind" | "crmId">,
  { words }: Pick<ExplanationScene, "words">,
): string {
  if (crmId === "") return words.erased(words.kinds[kind]);
  return title === null || title.trim() === "" ? words.untitled(words.kinds[kind], crmId) : title;
}

function originalTags({ explanation, amounts, words }: ExplanationScene, line: Line): readonly TagView[] {
  const { original, rate, crmRate } = line;
  if (original === null || amountKindOf(line.event, explanation) !== "amount") return [];
  const text = amounts.original(original);
  if (rate !== null) return [{ text: words.original(text, amounts.rate(rate)), tone: "plain" }];
  if (original.currency !== currencyOf(explanation)) {
    const about = crmRate == null ? null : amounts.rate(crmRate);
    return [{ text: words.convertedByCrm(text, about), tone: "plain" }];
  }
  return original.minor === line.amountMinor ? [] : [{ text: words.share(text), tone: "plain" }];
}

/** What is well as it is, and only good to know. */
const PLAIN_MARKS: readonly string[] = ["split", "owner_changed", "initial_amount", "window_open"];

function markTags({ words, amounts, moments }: ExplanationScene, line: Line): readonly TagView[] {
  const figures = {
    money: (amount: Money) => amounts.original(amount),
    moment: (at: string) => moments.moment(at),
  };
  return line.marks.flatMap((mark): readonly TagView[] => {
    const text = markText(mark, line, { words, figures });
    return text === null ? [] : [{ text, tone: PLAIN_MARKS.includes(mark) ? "plain" : "warn" }];
  });
}

/** What is told at length among the late changes stands as a word beside the record. */
function lateTags(scene: ExplanationScene, line: Line): readonly TagView[] {
  const { explanation, words, amounts, locale } = scene;
  const change = explanation.lateChanges.findLast(
    ({ kind, crmId, event, after, cause }) =>
      crmId !== "" &&
      kind === line.kind &&
      crmId === line.crmId &&
      event === line.event &&
      after !== null &&
      // With other rules the record is as it was, and what an admin did to its credit is told apart.
      cause !== "rules" &&
      cause !== "adjustment",
  );
  if (!change || line.leftOut !== null) return [];
  if (change.before !== null) {
    const isMoney = amountKindOf(line.event, explanation) === "amount";
    return [{ text: isMoney ? words.amountChanged : words.changedLate, tone: "warn" }];
  }
  const days = line.day === null ? 0 : daysFrom(line.day, dayOf(change.at, locale.timeZone));
  return days > 0 ? [{ text: words.backDated(days, amounts.count(days)), tone: "warn" }] : [];
}

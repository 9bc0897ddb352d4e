import type { MemberList } from "../../../shared/contracts/api.ts";
import { QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { openCellBook } from "./cells.ts";
import { conflictBetween } from "./changes.ts";
import { figureOf } from "./figures.ts";
import type { DeskAnswers, QuotaSpan } from "./quota-desk.ts";
import type { Saving } from "./use-saving.ts";
import type { QuotasWords } from "./words/en.ts";

/** What another person saved meanwhile, in words. */
export interface ConflictTexts {
  /** Null where nobody did. */
  readonly summary: string | null;
  /** By cell that both changed. */
  readonly byCell: ReadonlyMap<string, string>;
}

/** A machine's changes are signed with this. */
const MACHINE = "api";
const NO_CONFLICT: ConflictTexts = { summary: null, byCell: new Map() };

/** Who changed what while it was being edited here: one sentence, and a line under each cell that both changed. */
export function conflictTexts(
  saving: Saving,
  options: {
    readonly answers: DeskAnswers;
    readonly span: QuotaSpan;
    readonly edited: ReadonlySet<string>;
    readonly words: QuotasWords;
    readonly locale: Locale;
  },
): ConflictTexts {
  if (saving.kind !== "conflict") return NO_CONFLICT;
  const { answers, span, edited, words, locale } = options;
  if (saving.undoing) return { summary: words.undoConflict, byCell: new Map() };
  const { by, at, count, keys } = conflictBetween(saving.before, saving.now, { span, edited });
  const nameOf = (id: string) => setterName(id, answers.people, words);
  const book = openCellBook(answers, span, { texts: new Map(), language: locale.language });
  const figures = { currency: answers.sheet.currency, language: locale.language };
  const byCell = new Map(
    [...keys].map((key) => {
      const saved = book.savedOf(key);
      if (saved === null) return [key, words.conflictCellGone(words.names(by.map(nameOf)) || words.somebody)];
      const metric = metricOf(key);
      const name = nameOf(saved.setBy);
      return [key, words.conflictCell(metric === null ? "" : figureOf(saved.amount, metric, figures), name)];
    }),
  );
  const summary =
    at === null
      ? words.conflictUnknown
      : words.conflict(words.names(by.map(nameOf)), count, formatTime(at, locale));
  return { summary, byCell };
}

/** Whose change it is, as far as the viewer knows them. */
function setterName(id: string, { members }: Pick<MemberList, "members">, words: QuotasWords): string {
  if (id === MACHINE) return words.machine;
  return members.find((member) => member.id === id)?.name ?? words.somebody;
}

function metricOf(key: string) {
  return QUOTA_METRIC_IDS.find((metric) => key.startsWith(`${metric} `)) ?? null;
}

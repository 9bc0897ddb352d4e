import type { Attainment } from "../../../shared/contracts/api.ts";
import type { BarView } from "../../../shared/contracts/quota-card.ts";
import { formatPercentDown } from "../../../shared/wording/numbers.ts";
import { QUOTA_TONES } from "../../../shared/wording/quota-tones.ts";
import { ProgressBar } from "../design/progress-bar.tsx";
import { Status } from "../design/status.tsx";
import type { QuotasWords } from "./words/en.ts";

type Row = Attainment["rows"][number];

/** How a quota is going, as shape, word and colour. */
export function QuotaStatusMark({ row, words }: { readonly row: Row; readonly words: QuotasWords }) {
  return <Status status={{ tone: QUOTA_TONES[row.status], label: words.statuses[row.status] }} />;
}

/** The result against the quota, with the pace it is compared with. Nothing without a quota. */
export function QuotaBar(props: {
  readonly row: Row;
  readonly words: QuotasWords;
  readonly language: string;
}) {
  const bar = barOf(props.row, props.words, props.language);
  return bar === null ? null : <ProgressBar bar={bar} size={6} />;
}

/** The bar of a row; null without a quota. A bar beyond the quota is drawn to 125 %. */
export function barOf(row: Row, words: QuotasWords, language: string): BarView | null {
  const { attainment, pace, status } = row;
  if (attainment === null) return null;
  const percent = formatPercentDown(attainment, language);
  const hasPace = pace > 0 && pace < 100;
  return {
    percent: attainment,
    added: null,
    pace: hasPace ? pace : null,
    paceLabel: null,
    scale: attainment > 100 ? 125 : 100,
    tone: QUOTA_TONES[status],
    label: hasPace
      ? words.attainedWithPace(percent, formatPercentDown(pace, language))
      : words.attained(percent),
  };
}

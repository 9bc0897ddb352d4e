import { FISCAL_GRAINS } from "../../../shared/contracts/ids.ts";
import { Button } from "../design/button.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Select } from "../design/select.tsx";
import { usePage } from "../standings/page-context.ts";
import { neighbourOf, spanHolding, spanLabel } from "./periods-view.ts";
import type { QuotaSpan } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

/** Cadence and period, with the way to the next and back. */
export function PeriodControls(props: {
  readonly span: QuotaSpan;
  readonly spans: readonly QuotaSpan[];
  readonly words: QuotasWords;
  readonly onChoose: (span: QuotaSpan) => void;
}) {
  const { span, spans, words, onChoose } = props;
  const { locale } = usePage();
  const label = (each: QuotaSpan) => spanLabel(each, spans, { words, language: locale.language });
  const before = neighbourOf(spans, span, -1);
  const after = neighbourOf(spans, span, 1);
  return (
    <>
      <Segmented
        label={words.grain}
        value={span.grain}
        options={FISCAL_GRAINS.map((grain) => ({ value: grain, label: words.grains[grain] }))}
        onChange={(grain) => {
          const next = spanHolding(spans, grain, span.from);
          if (next) onChoose(next);
        }}
      />
      <Button
        kind="icon"
        icon="chevron-left"
        label={words.previousPeriod}
        disabled={!before}
        onClick={() => before && onChoose(before)}
      />
      <Select
        label={words.period}
        hideLabel
        value={span.from}
        options={spans
          .filter(({ grain }) => grain === span.grain)
          .map((each) => ({ value: each.from, label: label(each) }))}
        onChange={(from) => {
          const next = spans.find((each) => each.grain === span.grain && each.from === from);
          if (next) onChoose(next);
        }}
      />
      <Button
        kind="icon"
        icon="chevron-right"
        label={words.nextPeriod}
        disabled={!after}
        onClick={() => after && onChoose(after)}
      />
    </>
  );
}

/** @jsxImportSource react */
import { Flex, ProgressBar, StatusTag, Text } from "@hubspot/ui-extensions";
import type { BarView, StatusView, Tone } from "./standings-api.ts";

const STATUS_VARIANTS = { good: "success", warn: "warning", bad: "danger", quiet: "default" } as const;
const BAR_VARIANTS: Readonly<Record<Tone, "success" | "warning" | "danger" | null>> = {
  good: "success",
  warn: "warning",
  bad: "danger",
  quiet: null,
};

/** Shape, word and colour of a status. */
export function Status({ status }: { readonly status: StatusView }) {
  return <StatusTag variant={STATUS_VARIANTS[status.tone]}>{status.label}</StatusTag>;
}

/** HubSpot's bar has no marker and no hatch: `text` says the pace, and what is not won yet counts as filled. */
export function PaceBar({ bar, text }: { readonly bar: BarView; readonly text: string }) {
  const variant = BAR_VARIANTS[bar.tone];
  const value = Math.min(bar.percent + (bar.added ?? 0), bar.scale);
  return (
    <Flex direction="column" gap="flush">
      <ProgressBar
        aria-label={bar.label}
        value={Math.max(value, 0)}
        maxValue={bar.scale}
        {...(variant === null ? {} : { variant })}
      />
      <Text variant="microcopy">{text}</Text>
    </Flex>
  );
}

/** "72% · Pace 70% · 2 pts ahead of pace". */
export function paceText(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

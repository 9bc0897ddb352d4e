/** @jsxImportSource react */
import { Flex, LineChart, Text } from "@hubspot/ui-extensions";
import { paceText } from "./pace-bar.tsx";
import type { PaceView } from "./standings-api.ts";

/** A point of one of the three lines; HubSpot draws a line for each `line`. */
export interface PacePoint {
  readonly [field: string]: string | number;
  readonly day: string;
  readonly value: number;
  readonly line: string;
}

/** Result, pace and quota over the working days. A day that is still to come has no result. */
export function pacePoints({ days, labels, quota }: PaceView): PacePoint[] {
  return days.flatMap(({ label, result, pace }) => [
    ...(result === null ? [] : [{ day: label, value: result, line: labels.result }]),
    { day: label, value: pace, line: labels.pace },
    { day: label, value: quota, line: labels.quota },
  ]);
}

/** The way through the period. The likely range cannot be drawn here, so it is said. */
export function PaceLines({ chart }: { readonly chart: PaceView }) {
  const range = chart.projectedRange === null ? null : `${chart.labels.range} ${chart.projectedRange}`;
  return (
    <Flex direction="column" gap="extra-small">
      <LineChart
        data={pacePoints(chart)}
        axes={{
          x: { field: "day", fieldType: "category", label: chart.labels.day },
          y: { field: "value", fieldType: "linear", label: chart.labels.result },
          options: {
            groupFieldByColor: "line",
            colors: {
              [chart.labels.result]: "darkAqua",
              [chart.labels.pace]: "aqua",
              [chart.labels.quota]: "purple",
            },
          },
        }}
        options={{ title: chart.title, showLegend: true, showTooltips: true }}
      />
      <Text variant="microcopy">{paceText([chart.label, range])}</Text>
    </Flex>
  );
}

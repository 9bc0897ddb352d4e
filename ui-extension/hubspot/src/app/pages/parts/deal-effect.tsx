/** @jsxImportSource react */
import { Flex, Heading, Statistics, StatisticsItem, Text, Tile } from "@hubspot/ui-extensions";
import { PaceBar } from "./pace-bar.tsx";
import type { DealEffect } from "./standings-api.ts";

/** "If this deal closes": what quota and rank would be. */
export function DealEffectTile({ effect }: { readonly effect: DealEffect }) {
  return (
    <Tile compact>
      <Flex direction="column" gap="small">
        <Flex justify="between" align="baseline">
          <Heading>{effect.title}</Heading>
          {effect.amount !== null && <Text format={{ fontWeight: "bold" }}>{effect.amount}</Text>}
        </Flex>
        {effect.steps.length > 0 && (
          <Statistics>
            {effect.steps.map(({ label, from, to }) => (
              <StatisticsItem key={label} label={label} number={`${from} › ${to}`} />
            ))}
          </Statistics>
        )}
        {effect.bar && <PaceBar bar={effect.bar} text={effect.bar.label} />}
        {effect.sentences.map((sentence) => (
          <Text key={sentence}>{sentence}</Text>
        ))}
      </Flex>
    </Tile>
  );
}

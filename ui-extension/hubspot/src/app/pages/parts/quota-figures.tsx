/** @jsxImportSource react */
import {
  Alert,
  Button,
  EmptyState,
  Flex,
  Heading,
  Select,
  Statistics,
  StatisticsItem,
  StatisticsTrend,
  Text,
} from "@hubspot/ui-extensions";
import { DealEffectTile } from "./deal-effect.tsx";
import { FigureButton } from "./figure-button.tsx";
import { PaceBar, paceText, Status } from "./pace-bar.tsx";
import { PaceLines } from "./pace-lines.tsx";
import { QuotaList, QuotaTable } from "./quota-lines.tsx";
import type { ExplainTarget, FactView, OpenedDeals, QuotaView } from "./standings-api.ts";

interface Props {
  readonly view: QuotaView;
  /** The wide card adds the chart and the table. */
  readonly wide: boolean;
  readonly onGrain: (grain: string) => void;
  readonly onExplain: (target: ExplainTarget) => void;
  readonly onOpenDeals: (deals: OpenedDeals) => void;
}

/** The card of one person and period: every figure of the view, in its order. */
export function QuotaFigures({ view, wide, onGrain, onExplain, onOpenDeals }: Props) {
  return (
    <Flex direction="column" gap="medium">
      {view.deal && <DealEffectTile effect={view.deal} />}
      <SyncNote sync={view.sync} />
      <Head view={view} wide={wide} onGrain={onGrain} />
      <Result view={view} onExplain={onExplain} />
      <Facts view={view} onOpenDeals={onOpenDeals} />
      {wide && view.chart && <PaceLines chart={view.chart} />}
      {wide ? (
        <QuotaTable lines={view.quotas} words={view.words} onExplain={onExplain} />
      ) : (
        <QuotaList lines={view.quotas} onExplain={onExplain} />
      )}
      {wide && view.footnote !== null && <Text variant="microcopy">{view.footnote}</Text>}
    </Flex>
  );
}

function Head({ view, wide, onGrain }: Pick<Props, "view" | "wide" | "onGrain">) {
  return (
    <Flex justify="between" align="end" gap="small" wrap="wrap">
      <Select
        label={view.words.period}
        name="period"
        variant="transparent"
        value={view.period.grain}
        options={view.period.options.map((option) => ({ ...option }))}
        onChange={(grain) => onGrain(String(grain))}
      />
      <Status status={view.status} />
      {wide && <Text variant="microcopy">{view.workingDays}</Text>}
    </Flex>
  );
}

/**
 * The percentage with its pace; without a quota the result, and what can be done. Headings and statistics cannot be
 * pressed: the button under them asks about the percentage, and its answer tells how each fact follows from it.
 */
function Result({ view, onExplain }: Pick<Props, "view" | "onExplain">) {
  const { hero, result, bar, notes, words } = view;
  const explained = hero.explain ?? result?.explain;
  return (
    <Flex direction="column" gap="small">
      <Flex justify="between" align="end">
        <Heading>{hero.text}</Heading>
        {result && (
          <FigureButton text={`${result.text} ${result.of}`} explain={result.explain} onExplain={onExplain} />
        )}
      </Flex>
      {bar ? (
        <PaceBar bar={bar} text={paceText([hero.text, bar.paceLabel, hero.hint])} />
      ) : (
        <Text variant="microcopy">{hero.hint}</Text>
      )}
      {explained && (
        <Flex justify="start">
          <Button size="extra-small" variant="transparent" onClick={() => onExplain(explained)}>
            {words.whyThisNumber}
          </Button>
        </Flex>
      )}
      {notes.length > 0 && <Notes view={view} />}
    </Flex>
  );
}

function Notes({ view: { notes, result, status } }: Pick<Props, "view">) {
  const sentences = notes.map((note) => <Text key={note}>{note}</Text>);
  if (result !== null) return <Flex direction="column">{sentences}</Flex>;
  return (
    <EmptyState title={status.label} layout="vertical" imageName="target" flush>
      {sentences}
    </EmptyState>
  );
}

function Facts({ view, onOpenDeals }: Pick<Props, "view" | "onOpenDeals">) {
  const { facts, rank, openDeals } = view;
  return (
    <Flex direction="column" gap="small">
      {(facts.length > 0 || rank) && (
        <Statistics>
          {facts.map((fact) => (
            <Fact key={fact.label} fact={fact} />
          ))}
          {rank && (
            <StatisticsItem label={rank.hint} number={rank.text}>
              {rank.movement && <Movement {...rank.movement} />}
            </StatisticsItem>
          )}
        </Statistics>
      )}
      {openDeals && <OpenDeals openDeals={openDeals} onOpenDeals={onOpenDeals} />}
    </Flex>
  );
}

interface OpenDealsProps {
  readonly openDeals: NonNullable<QuotaView["openDeals"]>;
  readonly onOpenDeals: (deals: OpenedDeals) => void;
}

function OpenDeals({ openDeals: { label, value, opens }, onOpenDeals }: OpenDealsProps) {
  return (
    <Flex justify="between" align="center">
      <Text>{label}</Text>
      {opens ? (
        <Button size="extra-small" variant="transparent" onClick={() => onOpenDeals(opens)}>
          {value}
        </Button>
      ) : (
        <Text format={{ fontWeight: "demibold" }}>{value}</Text>
      )}
    </Flex>
  );
}

function Fact({ fact }: { readonly fact: FactView }) {
  return (
    <StatisticsItem label={fact.label} number={fact.value}>
      {fact.hint !== null && <Text variant="microcopy">{fact.hint}</Text>}
    </StatisticsItem>
  );
}

/** HubSpot's trend knows green and red alone. Down is never red here, so it is said in words. */
function Movement({ direction, label }: { readonly direction: string; readonly label: string }) {
  if (direction !== "up") return <Text variant="microcopy">{label}</Text>;
  return <StatisticsTrend direction="increase" color="green" value={label} />;
}

/** How old the figures are: quiet while they are live, marked when they are not. */
function SyncNote({ sync }: Pick<QuotaView, "sync">) {
  if (sync.state === "live") return <Text variant="microcopy">{sync.label}</Text>;
  return <Alert title={sync.label} variant={sync.state === "backfilling" ? "info" : "warning"} />;
}

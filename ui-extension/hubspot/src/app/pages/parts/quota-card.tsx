/** @jsxImportSource react */
import { Alert, Button, ErrorState, Flex, LoadingSpinner, Text } from "@hubspot/ui-extensions";
import { useMemo, useState } from "react";
import { type HostActions, type HostContext, localeOf, openStandings, standingsUrlOf } from "./host.ts";
import { QuotaFigures } from "./quota-figures.tsx";
import { type CardAnswer, type Opening, openingOf, openingOfDeals } from "./standings-api.ts";
import { useQuotaCard } from "./use-quota-card.ts";
import { useRecordChange } from "./use-record-change.ts";
import { type Words, wordsOf } from "./words.ts";

export interface QuotaCardProps {
  readonly context: HostContext;
  readonly actions: HostActions;
  /** The record that the card stands on; null on a page. */
  readonly record: { readonly objectType: string; readonly objectId: string } | null;
  readonly wide: boolean;
  /** Tells when the record was changed in the page; null where nothing on it matters to the card. */
  readonly onRecordChange: ((listener: () => void) => void) | null;
}

/** The quota card in HubSpot's own components. */
export function QuotaCard({ context, actions, record, wide, onRecordChange }: QuotaCardProps) {
  const [grain, setGrain] = useState<string | null>(null);
  const locale = localeOf(context);
  const words = wordsOf(locale);
  const question = useMemo(
    () => ({ objectType: record?.objectType ?? null, objectId: record?.objectId ?? null, grain, locale }),
    [record?.objectType, record?.objectId, grain, locale],
  );
  const { state, reload, follow } = useQuotaCard(standingsUrlOf(context), question);
  useRecordChange(onRecordChange, follow);
  const open = (opening: Opening) => void openStandings(context, actions, opening, reload);

  if (state.kind === "loading") return <LoadingSpinner label={words.loading} showLabel layout="centered" />;
  if (state.kind !== "ready") return <Failed failure={state} words={words} onRetry={reload} />;
  return (
    <Flex direction="column" gap="medium">
      {state.old && (
        <Alert title={words.notUpdated} variant="warning">
          <Button size="extra-small" onClick={reload}>
            {words.retry}
          </Button>
        </Alert>
      )}
      {state.busy && <LoadingSpinner label={words.loading} size="xs" layout="inline" />}
      <QuotaFigures
        view={state.view}
        wide={wide}
        onGrain={setGrain}
        onExplain={(target) => open(openingOf(target))}
        onOpenDeals={(deals) => open(openingOfDeals(deals))}
      />
      <Button variant="primary" onClick={() => open({})}>
        {state.view.words.openStandings}
      </Button>
    </Flex>
  );
}

interface FailedProps {
  readonly failure: Exclude<CardAnswer, { readonly kind: "ok" }>;
  readonly words: Words;
  readonly onRetry: () => void;
}

/** What went wrong and what to do; a button only where trying again may help. */
function Failed({ failure, words, onRetry }: FailedProps) {
  const problem = failure.kind === "problem" ? failure : null;
  const retry = problem === null ? words.retry : problem.retry;
  return (
    <ErrorState title={problem?.title ?? words.unreachable} type="error">
      <Text>{problem?.detail ?? words.unreachableDetail}</Text>
      {problem !== null && problem.action !== null && <Text>{problem.action}</Text>}
      {retry !== null && <Button onClick={onRetry}>{retry}</Button>}
    </ErrorState>
  );
}

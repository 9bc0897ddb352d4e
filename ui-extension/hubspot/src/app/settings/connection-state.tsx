/** @jsxImportSource react */
import { Alert, Button, Flex, LoadingSpinner, Text } from "@hubspot/ui-extensions";
import { useCallback, useEffect, useRef, useState } from "react";
import { type HostActions, type HostContext, localeOf, openStandings, standingsUrlOf } from "./parts/host.ts";
import { type CardAnswer, fetchCard } from "./parts/standings-api.ts";
import { type Words, wordsOf } from "./parts/words.ts";

/** Whether Standings is connected, and the way to its settings, which are its own page. */
export function ConnectionState(props: { readonly context: HostContext; readonly actions: HostActions }) {
  const { context, actions } = props;
  const locale = localeOf(context);
  const words = wordsOf(locale);
  const { answer, reload } = useConnection(standingsUrlOf(context), locale);
  const open = () => void openStandings(context, actions, { page: "settings" }, reload);
  if (answer === null) return <LoadingSpinner label={words.loading} showLabel layout="centered" />;
  return (
    <Flex direction="column" gap="medium">
      <StateNote answer={answer} words={words} onRetry={reload} />
      <Text>{words.settingsDetail}</Text>
      <Flex justify="start">
        <Button variant="primary" onClick={open}>
          {words.openSettings}
        </Button>
      </Flex>
    </Flex>
  );
}

/** The quota card's own answer tells how fresh the figures are, or why there are none. Null until it came. */
function useConnection(standingsUrl: string, locale: string) {
  const [answer, setAnswer] = useState<CardAnswer | null>(null);
  const turn = useRef(0);
  const reload = useCallback(() => {
    turn.current += 1;
    const asked = turn.current;
    const question = { objectType: null, objectId: null, grain: null, locale };
    void fetchCard(standingsUrl, question).then((given) => {
      if (asked === turn.current) setAnswer(given);
    });
  }, [standingsUrl, locale]);
  useEffect(() => {
    reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  return { answer, reload };
}

interface StateNoteProps {
  readonly answer: CardAnswer;
  readonly words: Words;
  readonly onRetry: () => void;
}

function StateNote({ answer, words, onRetry }: StateNoteProps) {
  if (answer.kind === "ok") {
    const { sync } = answer.view;
    const fresh = sync.state === "live";
    return (
      <Alert title={fresh ? words.connected : sync.label} variant={fresh ? "success" : "warning"}>
        {fresh && sync.label}
      </Alert>
    );
  }
  const problem = answer.kind === "problem" ? answer : null;
  return (
    <Alert title={problem?.title ?? words.unreachable} variant="danger">
      <Text>{problem?.detail ?? words.unreachableDetail}</Text>
      {problem !== null && problem.action !== null && <Text>{problem.action}</Text>}
      <Button size="extra-small" onClick={onRetry}>
        {words.retry}
      </Button>
    </Alert>
  );
}

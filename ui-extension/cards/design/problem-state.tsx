import { type ComponentType, createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import { useDesignWords } from "./design-words.ts";
import { EmptyState } from "./empty-state.tsx";
import type { IconName } from "./icon.tsx";
import type { DesignWords } from "./words/en.ts";

type KnownProblem = keyof DesignWords["problems"];

/** Problems that have words in every language; of any other the server's own words are shown. */
const KNOWN: Readonly<Record<string, KnownProblem>> = {
  "no-session": "session",
  unauthenticated: "session",
  "session-ended": "session",
  "ticket-invalid": "session",
  "not-permitted": "permission",
  "person-unknown": "unknownPerson",
  "account-unknown": "account",
  "account-disconnected": "account",
  "not-found": "missing",
  "member-unknown": "missing",
  "team-unknown": "missing",
  "filter-unknown": "missing",
  "version-mismatch": "changed",
  "too-many-requests": "busy",
  "not-loaded": "arriving",
};

const ICONS: Readonly<Partial<Record<KnownProblem, IconName>>> = {
  session: "lock",
  permission: "lock",
  unknownPerson: "people",
  account: "link",
  missing: "search",
  arriving: "clock",
};

/** What stands where the rights do not suffice: the frame knows who can give them, and where else to go. */
export const PermissionStateContext = createContext<ComponentType<{
  readonly card?: boolean | undefined;
}> | null>(null);

/** The problem as its type names it; null for one without words of ours. */
function knownOf(problem: Problem | null): KnownProblem | null {
  return KNOWN[problem?.type.split("/").at(-1) ?? ""] ?? null;
}

/** A problem in the viewer's words; null is that nobody answered. */
function problemWords(
  problem: Problem | null,
  words: DesignWords,
): { readonly title: string; readonly detail: string; readonly icon: IconName } {
  if (problem === null) return { title: words.offline, detail: words.offlineDetail, icon: "refresh" };
  const known = knownOf(problem);
  if (known) return { ...words.problems[known], icon: ICONS[known] ?? "refresh" };
  const said = problem.status < 500 ? [problem.title, problem.detail, problem.action] : [];
  const detail = said.filter((part) => part !== undefined && part !== "").join(". ");
  return {
    title: words.notLoaded,
    detail: detail || (problem.status === 500 ? words.serverFailed : words.serverSilent),
    icon: "refresh",
  };
}

/** What could not be loaded, why, and what to do. */
export function ProblemState(props: {
  /** Null when nobody answered. */
  readonly problem: Problem | null;
  readonly onRetry?: (() => void) | undefined;
  readonly card?: boolean | undefined;
}) {
  const words = useDesignWords();
  const [copied, setCopied] = useState(false);
  const PermissionState = useContext(PermissionStateContext);
  const { problem, onRetry } = props;
  if (PermissionState && knownOf(problem) === "permission") return <PermissionState card={props.card} />;
  const { title, detail, icon } = problemWords(problem, words);
  const reference = problem?.requestId || null;
  const copy = () => {
    const text = [problem?.type, problem?.status, reference].join(" ");
    void navigator.clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <EmptyState
      role="alert"
      icon={icon}
      title={title}
      detail={detail}
      card={props.card}
      action={onRetry && { label: words.tryAgain, onClick: onRetry }}
      secondAction={
        reference === null ? undefined : { label: copied ? words.copied : words.copyDetails, onClick: copy }
      }
      foot={reference === null ? undefined : words.reference(reference)}
    />
  );
}

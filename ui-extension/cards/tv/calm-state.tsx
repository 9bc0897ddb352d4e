import type { Problem } from "../../../shared/contracts/api.ts";
import { Icon, type IconName } from "../design/icon.tsx";
import type { TvWords } from "./words/en.ts";

type KnownProblem = keyof TvWords["problems"];

const KNOWN: Readonly<Record<string, KnownProblem>> = {
  "no-key": "address",
  "display-key-invalid": "key",
  "team-unknown": "team",
  "account-disconnected": "account",
  "not-loaded": "arriving",
};

const ICONS: Readonly<Record<KnownProblem, IconName>> = {
  key: "screen",
  address: "link",
  team: "people",
  account: "link",
  arriving: "clock",
  offline: "refresh",
  other: "refresh",
};

/** There is no board, and this is what to do about it. */
export function CalmState(props: {
  /** Null is that nobody answered. */
  readonly problem: Problem | null;
  readonly words: TvWords;
}) {
  const known = knownProblem(props.problem);
  const { title, detail } = props.words.problems[known];
  return <CalmWords icon={ICONS[known]} title={title} detail={detail} />;
}

/** Words in the middle of the screen. */
export function CalmWords(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
}) {
  return (
    <div class="tv-calm">
      <Icon name={props.icon} size={72} />
      <h1>{props.title}</h1>
      <p>{props.detail}</p>
    </div>
  );
}

function knownProblem(problem: Problem | null): KnownProblem {
  if (problem === null) return "offline";
  return KNOWN[problem.type.split("/").at(-1) ?? ""] ?? "other";
}

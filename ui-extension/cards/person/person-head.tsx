import type { ComponentChildren } from "preact";
import { Avatar } from "../design/avatar.tsx";
import { Button } from "../design/button.tsx";
import { usePage } from "../standings/page-context.ts";
import { usePageTitle } from "../standings/page-head.tsx";
import type { PersonWords } from "./words/en.ts";

/** Who it is, the way back when it is somebody else, and what can be chosen. */
export function PersonHead(props: {
  readonly name: string;
  readonly team: string | null;
  readonly mine: boolean;
  readonly words: PersonWords;
  readonly children?: ComponentChildren;
}) {
  const { name, team, mine, words } = props;
  const { hrefOf, navigate } = usePage();
  const head = usePageTitle(name);
  const target = { page: "leaderboard" } as const;
  return (
    <header class="page-head">
      <div class="person-identity">
        {!mine && (
          <Button
            kind="icon"
            ghost
            icon="chevron-left"
            label={words.back}
            href={hrefOf(target)}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              navigate(target);
            }}
          />
        )}
        <Avatar name={name} mine={mine} size="large" />
        <div>
          <h1 ref={head} tabIndex={-1}>
            {name}
          </h1>
          {team !== null && <p>{team}</p>}
        </div>
      </div>
      {props.children && <div class="row row-wrap">{props.children}</div>}
    </header>
  );
}

import { Icon } from "./icon.tsx";
import "./avatar.css";

/** First letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== "");
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** Initials on neutral grey; only mine is filled. The name stands beside it, so it is not read out. */
export function Avatar(props: {
  readonly name: string;
  readonly mine?: boolean | undefined;
  readonly private?: boolean | undefined;
  /** 22, 26 or 44 px. */
  readonly size?: "small" | "medium" | "large" | undefined;
}) {
  const classes = ["avatar", `avatar-${props.size ?? "medium"}`];
  if (props.mine) classes.push("avatar-mine");
  if (props.private) classes.push("avatar-private");
  return (
    <span class={classes.join(" ")} aria-hidden="true">
      {props.private ? <Icon name="eye-off" /> : initialsOf(props.name)}
    </span>
  );
}

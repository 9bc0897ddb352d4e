import { useLoaded } from "../host/use-loaded.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** How sharing went. */
export type CopyState =
  | { readonly kind: "idle" }
  | { readonly kind: "copied" }
  /** A frame may not be allowed to copy: the link is shown instead. */
  | { readonly kind: "by-hand"; readonly link: string }
  | { readonly kind: "failed" };

/** Says how sharing went, and shows a link that has to be copied by hand. */
export function CopyLink(props: {
  readonly state: CopyState;
  readonly words: LeaderboardWords;
  readonly onClose: () => void;
}) {
  const { state, words } = props;
  const byHand = useLoaded(
    state.kind === "by-hand",
    () => import("./dialogs/link-dialog.tsx"),
    props.onClose,
  );
  if (state.kind === "by-hand") {
    return byHand && <byHand.LinkDialog link={state.link} onClose={props.onClose} />;
  }
  const said = { idle: "", copied: words.linkCopied, failed: words.csvFailed }[state.kind];
  return (
    <span class={`board-said ${said === "" ? "visually-hidden" : ""}`} role="status">
      {said}
    </span>
  );
}

import { useState } from "preact/hooks";
import { useDesignWords } from "../design/design-words.ts";
import { EmptyState } from "../design/empty-state.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import type { PermissionStateProps } from "../permission/permission-state.tsx";

/** What the viewer's rights do not open; whom it is for comes with the first refusal. */
export function Refused(props: PermissionStateProps) {
  const [failed, setFailed] = useState(false);
  const load = () => import("../permission/permission-state.tsx");
  const loaded = useLoaded(true, load, () => setFailed(true));
  const { permission } = useDesignWords().problems;
  if (loaded) return <loaded.PermissionState {...props} />;
  return failed ? <EmptyState role="alert" icon="lock" card={props.card} {...permission} /> : null;
}

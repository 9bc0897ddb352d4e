/** How old what is shown is: a filled dot while it is kept up to date, an empty ring when it is not. */
export function LiveMark(props: { readonly state: "now" | "stale"; readonly text: string }) {
  return (
    <span class={`live-mark live-mark-${props.state}`}>
      <span class="live-mark-dot" aria-hidden="true" />
      {props.text}
    </span>
  );
}

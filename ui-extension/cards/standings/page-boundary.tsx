import { Component, type ComponentChildren } from "preact";

interface Props {
  readonly children: ComponentChildren;
  /** Instead of what could not be drawn. */
  readonly fallback: ComponentChildren;
}

/** A page that fails to draw leaves the tabs standing. */
export class PageBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    this.setState({ failed: true });
    // The fault is ours: whoever looks into the console shall find it.
    reportError(error);
  }

  override render(): ComponentChildren {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

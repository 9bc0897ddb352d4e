import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { OpenDealsTarget } from "../open-deals/deals-address.ts";

/** What `open-deals/open-deals-drawer.tsx` exports by default. */
type OpenDealsDrawer = ComponentType<OpenedDealsProps>;

interface OpenedDealsProps {
  /** "address" for those that the address names. */
  readonly target: OpenDealsTarget | "address";
  readonly onClose: () => void;
}

/** A person's open deals over the page; the code comes with the first that are opened. */
export function OpenedDeals(props: OpenedDealsProps) {
  const [drawer, setDrawer] = useState<{ readonly Drawer: OpenDealsDrawer } | null>(null);
  const { onClose } = props;
  useEffect(() => {
    import("../open-deals/open-deals-drawer.tsx").then(
      ({ default: Drawer }) => setDrawer({ Drawer }),
      onClose,
    );
  }, [onClose]);
  if (!drawer) return null;
  return <drawer.Drawer key={JSON.stringify(props.target)} target={props.target} onClose={onClose} />;
}

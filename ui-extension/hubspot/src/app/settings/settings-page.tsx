/** @jsxImportSource react */
import { hubspot } from "@hubspot/ui-extensions";
import { ConnectionState } from "./connection-state.tsx";

hubspot.extend<"settings">(({ context, actions }) => <ConnectionState context={context} actions={actions} />);

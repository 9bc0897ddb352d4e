/** @jsxImportSource react */
import { hubspot } from "@hubspot/ui-extensions";
import { RecordCard } from "./record-card.tsx";

hubspot.extend<"crm.record.sidebar">(({ context, actions }) => (
  <RecordCard context={context} actions={actions} wide={false} />
));

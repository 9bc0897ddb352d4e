/** @jsxImportSource react */
import { hubspot } from "@hubspot/ui-extensions";
import { InlineStandings } from "./parts/inline-standings.tsx";
import { RecordCard } from "./record-card.tsx";

hubspot.extend<"crm.record.tab">(({ context, actions }) => (
  <InlineStandings context={context}>
    <RecordCard context={context} actions={actions} wide />
  </InlineStandings>
));

/** @jsxImportSource react */
import { hubspot } from "@hubspot/ui-extensions";
import { PageTitle } from "@hubspot/ui-extensions/pages";
import { InlineStandings } from "./parts/inline-standings.tsx";
import { QuotaCard } from "./parts/quota-card.tsx";

hubspot.extend<"pages">(({ context, actions }) => (
  <>
    <PageTitle>Standings</PageTitle>
    <InlineStandings context={context}>
      <QuotaCard context={context} actions={actions} record={null} wide onRecordChange={null} />
    </InlineStandings>
  </>
));

/** @jsxImportSource react */
import { LoadingSpinner } from "@hubspot/ui-extensions";
import { Iframe } from "@hubspot/ui-extensions/experimental";
import { type ReactNode, useEffect, useState } from "react";
import { type HostContext, localeOf, standingsUrlOf } from "./host.ts";
import { fetchTicket, type Ticket } from "./standings-api.ts";
import { wordsOf } from "./words.ts";

/**
 * Standings itself, where the account switched that on. HubSpot calls its frame experimental and may take it away,
 * so everywhere else, and whenever no ticket comes, the card of native components stands here.
 */
export function InlineStandings(props: { readonly context: HostContext; readonly children: ReactNode }) {
  const { context, children } = props;
  const [ticket, setTicket] = useState<Ticket | "asked" | null>("asked");
  const standingsUrl = standingsUrlOf(context);
  useEffect(() => {
    let open = true;
    void fetchTicket(standingsUrl).then((given) => {
      if (open) setTicket(given);
    });
    return () => {
      open = false;
    };
  }, [standingsUrl]);
  if (ticket === "asked") {
    return <LoadingSpinner label={wordsOf(localeOf(context)).loading} showLabel layout="centered" />;
  }
  if (ticket?.inlineFrame) return <Iframe src={ticket.url} height="lg" />;
  return children;
}

/** @jsxImportSource react */
import { useCallback } from "react";
import type { HostActions, HostContext } from "./parts/host.ts";
import { QuotaCard } from "./parts/quota-card.tsx";

/** The type id that HubSpot gives to deals. */
const DEAL = "0-3";
/** What of a deal changes the quota. */
const DEAL_PROPERTIES = ["amount", "dealstage", "closedate"];

export interface RecordContext extends HostContext {
  readonly crm: { readonly objectId: number | string; readonly objectTypeId: string };
}

export interface RecordActions extends HostActions {
  readonly onCrmPropertiesUpdate: (
    properties: string[],
    callback: (properties: Record<string, string>, error?: { message: string }) => void,
  ) => void;
}

/** The quota card on a record. On a deal it says what the deal would change, and moves when the deal does. */
export function RecordCard(props: {
  readonly context: RecordContext;
  readonly actions: RecordActions;
  readonly wide: boolean;
}) {
  const { context, actions, wide } = props;
  const { objectId, objectTypeId } = context.crm;
  const onDealChange = useCallback(
    (listener: () => void) => actions.onCrmPropertiesUpdate(DEAL_PROPERTIES, () => listener()),
    [actions],
  );
  return (
    <QuotaCard
      context={context}
      actions={actions}
      record={{ objectType: objectTypeId, objectId: String(objectId) }}
      wide={wide}
      onRecordChange={objectTypeId === DEAL ? onDealChange : null}
    />
  );
}

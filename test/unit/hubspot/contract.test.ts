import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import { type CrmWorld, describeCrmContract, type WorldFault } from "../../contract/crm-contract.ts";
import { addressOfContact, ONE_STAMP } from "./recorded-data.ts";
import {
  CLIENT_OPTIONS,
  GRANT,
  openRecordedPortal,
  PORTAL_ID,
  type PortalFaults,
} from "./recorded-portal.ts";

const FAULTS: Readonly<Record<WorldFault, PortalFaults>> = {
  every_seventh_call: { everySeventh: true },
  token_expired: { expired: true },
  grant_revoked: { revoked: true },
  app_unknown: { clientUnknown: true },
  activities_not_granted: { missing: ["crm.objects.contacts.read"] },
  hangs: { hang: true },
  cuts_connections: { cut: true },
  answers_no_json: { always: { status: 200, body: null, text: "<html>Maintenance</html>" } },
};

async function openHubSpotWorld(): Promise<CrmWorld> {
  const portal = await openRecordedPortal();
  const app = { apiUrl: portal.url, appUrl: portal.url, clientId: "client", clientSecret: "secret" };
  const port = createHubSpotPort(app, { sleep: () => Promise.resolve(), answerMillisMax: 2500 });
  const present = (type: keyof typeof portal.records) =>
    portal.records[type].filter(({ archived }) => !archived).map(({ id }) => id);
  return {
    port,
    client: () => port.client(CLIENT_OPTIONS),
    set: (fault) => {
      for (const name of Object.keys(portal.faults)) delete portal.faults[name as keyof PortalFaults];
      if (fault !== null) Object.assign(portal.faults, FAULTS[fault]);
    },
    now: "2026-11-21T12:00:00.000Z",
    code: "code-1",
    codeVerifier: "proof",
    grant: GRANT,
    account: { crmId: String(PORTAL_ID), timeZone: "US/Eastern", homeCurrency: "USD" },
    present: {
      deal: present("deals"),
      call: present("calls"),
      email: present("emails"),
      meeting: present("meetings"),
      task: present("tasks"),
      communication: present("communications"),
    },
    contacts: present("contacts").map((contactId) => ({ contactId, persons: personsOf(contactId) })),
    archivedDealId: "2999",
    unreadableDealId: "2003",
    merged: { from: "902", into: "2004" },
    unknownId: "77777",
    stamp: ONE_STAMP,
    emailSpan: { from: "2026-08-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
    wonSpan: { from: "2026-08-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
    wonTotals: [
      { ownerId: "51", count: 65, amountMinor: 1_069_250 },
      { ownerId: "52", count: 65, amountMinor: 1_075_750 },
    ],
    wonStageId: "closedwon",
    lostStageId: "closedlost",
    changeDeal: (id) => {
      const stamp = "2026-10-06T08:00:00.000Z";
      const deal = portal.records.deals.find((record) => record.id === id);
      if (deal) deal.properties.hs_lastmodifieddate = stamp;
      return stamp;
    },
    changeContact: (contactId) => {
      const stamp = "2026-10-06T08:00:00.000Z";
      const contact = portal.records.contacts.find(({ id }) => id === contactId);
      if (contact) contact.properties.lastmodifieddate = stamp;
      return stamp;
    },
    close: () => portal.close(),
  };
}

function personsOf(contactId: string): readonly string[] {
  const merged = ["old@customer.example", "older@customer.example"];
  const own = ["59002", "59003"].includes(contactId) ? [] : [addressOfContact(contactId)];
  const addresses = contactId === "59001" ? [...own, ...merged] : own;
  return addresses.map((address) => personKey(CLIENT_OPTIONS.tenantId, address));
}

describeCrmContract("HubSpot", openHubSpotWorld);

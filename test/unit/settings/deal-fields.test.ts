import { afterEach, expect, it } from "vitest";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import { fetchDealFields } from "../../../worker/adapters/crm/salesforce/reading/deal-fields.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { CLIENT_OPTIONS, openRecordedPortal, type RecordedPortal } from "../hubspot/recorded-portal.ts";
import { contextOf, createRecordedOrg } from "../salesforce/recorded-org.ts";

const PROPERTIES = "/crm/v3/properties/deals";
let portal: RecordedPortal | null = null;

afterEach(() => portal?.close());

async function listOf(properties: readonly unknown[]) {
  const opened = await openRecordedPortal();
  portal = opened;
  opened.faults.spoil = (answer, { path }) =>
    path.startsWith(PROPERTIES) ? { status: 200, body: { results: properties } } : answer;
  const port = createHubSpotPort({
    apiUrl: opened.url,
    appUrl: opened.url,
    clientId: "client",
    clientSecret: "secret",
  });
  return port.client(CLIENT_OPTIONS).fetchDealFields();
}

it("of HubSpot are what holds money of the deal, and what holds one owner", async () => {
  const money = { type: "number", fieldType: "number", showCurrencySymbol: true };
  const owner = {
    type: "enumeration",
    fieldType: "select",
    externalOptions: true,
    referencedObjectType: "OWNER",
  };
  const fields = await listOf([
    { name: "tcv", label: "Total", ...money },
    { name: "arr", label: "Annual", ...money, fieldType: "calculation_equation" },
    { name: "sdr", label: "", ...owner },
    { name: "amount", label: "Amount", ...money },
    { name: "hs_closed_amount_in_home_currency", label: "Converted", ...money },
    { name: "hidden_money", label: "Hidden", ...money, hidden: true },
    { name: "old_money", label: "Old", ...money, archived: true },
    { name: "seats", label: "Seats", ...money, showCurrencySymbol: false },
    { name: "hubspot_owner_id", label: "Owner", ...owner },
    { name: "hs_all_owner_ids", label: "All owners", ...owner, fieldType: "checkbox" },
    { name: "company", label: "Company", ...owner, referencedObjectType: "COMPANY" },
    { label: "Without a name", ...money },
    "nonsense",
  ]);
  expect(fields).toEqual(
    ok([
      { name: "arr", label: "Annual", holds: "amount" },
      { name: "tcv", label: "Total", holds: "amount" },
      { name: "sdr", label: "sdr", holds: "person" },
    ]),
  );
});

it("of Salesforce are currency fields, and references to users, described anew", async () => {
  const context = contextOf(createRecordedOrg({}));
  let forgotten = 0;
  const describe = (fields: readonly object[]) => ({
    ...context,
    gateway: {
      ...context.gateway,
      forgetDescriptions: () => {
        forgotten += 1;
      },
      describe: async () =>
        ok(
          new Map(
            fields.map((field) => {
              const plain = { name: "", label: "", type: "", filterable: true, referenceTo: [] };
              const described = { ...plain, ...field };
              return [described.name, described] as const;
            }),
          ),
        ),
    },
  });
  const fields = await fetchDealFields(
    describe([
      { name: "Margin__c", label: "Margin", type: "currency" },
      { name: "SDR__c", label: "SDR", type: "reference", referenceTo: ["User"] },
      { name: "Handler__c", type: "reference", referenceTo: ["Group", "User"] },
      { name: "Amount", label: "Amount", type: "currency" },
      { name: "OwnerId", label: "Owner", type: "reference", referenceTo: ["User"] },
      { name: "LastModifiedById", label: "Last", type: "reference", referenceTo: ["User"] },
      { name: "AccountId", label: "Account", type: "reference", referenceTo: ["Account"] },
      { name: "Probability", label: "Probability", type: "percent" },
    ]),
  );
  expect(fields).toEqual(
    ok([
      { name: "Handler__c", label: "Handler__c", holds: "person" },
      { name: "Margin__c", label: "Margin", holds: "amount" },
      { name: "SDR__c", label: "SDR", holds: "person" },
    ]),
  );
  expect(forgotten).toBe(1);
  const failure: CrmFailure = { reason: "unavailable", detail: "" };
  const gateway = { ...context.gateway, describe: async () => err(failure) };
  expect(await fetchDealFields({ ...context, gateway })).toEqual(err(failure));
});

/**
 * The tab in which an admin pastes the key: its class as it stands, between stand-ins for what Salesforce's page brings,
 * which are a base class without behaviour and three calls to the org.
 */
import path from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { textOf } from "../source-files.ts";
import { ADDRESS } from "./described-access.ts";
import { PACKAGED, PROJECT } from "./metadata.ts";

interface ConnectionState {
  readonly address: string;
  readonly sendsPings: boolean;
}

/** What the tab has for its template, and what Salesforce calls. */
interface ConnectionTab {
  readonly address: string;
  readonly status: string;
  readonly failure: string;
  readonly key: string;
  readonly busy: boolean;
  readonly cannotSave: boolean;
  readonly sendsPings: boolean;
  connectedCallback(): Promise<void>;
  takeKey(event: { readonly detail: { readonly value: string } }): void;
  save(): Promise<void>;
  remove(): Promise<void>;
}

const FOLDER = `${PROJECT}/${PACKAGED}/lwc/connection`;
const KEY = "k".repeat(43);

/** The calls to the org, as the tab makes them. */
const org = vi.hoisted(() => ({ readState: vi.fn(), saveKey: vi.fn(), removeKey: vi.fn() }));

vi.mock("lwc", () => ({ LightningElement: class {} }));
vi.mock("@salesforce/apex/ConnectionController.readState", () => ({ default: org.readState }));
vi.mock("@salesforce/apex/ConnectionController.saveKey", () => ({ default: org.saveKey }));
vi.mock("@salesforce/apex/ConnectionController.removeKey", () => ({ default: org.removeKey }));

const file = path.join(import.meta.dirname, "../../..", FOLDER, "connection.js");
const { default: Connection } = (await import(file)) as { readonly default: new () => ConnectionTab };

const state = (sendsPings: boolean): ConnectionState => ({ address: ADDRESS, sendsPings });

/** The tab as it is once the org answered. */
async function openTab(sendsPings: boolean): Promise<ConnectionTab> {
  org.readState.mockResolvedValue(state(sendsPings));
  const tab = new Connection();
  await tab.connectedCallback();
  return tab;
}

function paste(tab: ConnectionTab, value: string): void {
  tab.takeKey({ detail: { value } });
}

beforeEach(() => {
  vi.resetAllMocks();
});

it("says where changes go and whether they are sent, once the org answered", async () => {
  const waiting = new Connection();
  expect([waiting.status, waiting.busy, waiting.cannotSave]).toEqual(["Please wait.", true, true]);
  const without = await openTab(false);
  expect(without).toMatchObject({ address: ADDRESS, busy: false, sendsPings: false, failure: "" });
  expect(without.status).toBe("No key is saved. Nothing is sent.");
  expect((await openTab(true)).status).toBe("A key is saved. Changes are sent.");
});

it("saves the key that was pasted, and does not keep it on the page", async () => {
  const tab = await openTab(false);
  expect(tab.cannotSave).toBe(true);
  paste(tab, KEY);
  expect(tab.cannotSave).toBe(false);
  org.saveKey.mockResolvedValue(state(true));
  const saving = tab.save();
  expect([tab.busy, tab.cannotSave]).toEqual([true, true]);
  await saving;
  expect(org.saveKey.mock.calls).toEqual([[{ key: KEY }]]);
  expect([tab.key, tab.status, tab.cannotSave]).toEqual(["", "A key is saved. Changes are sent.", true]);
});

it("leaves what was pasted when the org refuses it, and says why until the next attempt", async () => {
  const tab = await openTab(false);
  paste(tab, "short");
  org.saveKey.mockRejectedValue({ body: { message: "This is not a key of Standings." } });
  await tab.save();
  expect(tab).toMatchObject({ failure: "This is not a key of Standings.", key: "short", sendsPings: false });
  expect(tab.cannotSave).toBe(false);
  paste(tab, KEY);
  org.saveKey.mockResolvedValue(state(true));
  await tab.save();
  expect(tab).toMatchObject({ failure: "", key: "", sendsPings: true });
});

it("forgets the key when asked to", async () => {
  const tab = await openTab(true);
  org.removeKey.mockResolvedValue(state(false));
  await tab.remove();
  expect(tab.status).toBe("No key is saved. Nothing is sent.");
});

it("says something when the org gives no reason", async () => {
  org.readState.mockRejectedValue(new TypeError("Failed to fetch"));
  const tab = new Connection();
  await tab.connectedCallback();
  expect(tab).toMatchObject({ busy: false, failure: "Salesforce did not answer. Please reload the page." });
});

it("has everything that its template names", () => {
  const template = textOf(`${FOLDER}/connection.html`);
  const named = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  expect(named).toEqual(expect.arrayContaining(["status", "failure", "takeKey", "save", "remove"]));
  const tab = new Connection();
  expect(named.filter((name) => !(name in tab))).toEqual([]);
});

it("calls what the Apex class offers to pages, by the names that it gives", () => {
  const offered = textOf(`${PROJECT}/${PACKAGED}/classes/ConnectionController.cls`);
  const methods = [
    ...offered.matchAll(/@AuraEnabled\s+public static ConnectionState (\w+)\((?:\w+ (\w+))?\)/g),
  ].map(([, name, parameter]) => ({ name, parameter }));
  const members = [...offered.matchAll(/@AuraEnabled\s+public \w+ (\w+) \{/g)].map(([, name]) => name);
  const called = [...textOf(`${FOLDER}/connection.js`).matchAll(/"@salesforce\/apex\/(\w+)\.(\w+)"/g)];
  expect(called.map(([, owner, name]) => `${owner}.${name}`).toSorted()).toEqual(
    methods.map(({ name }) => `ConnectionController.${name}`).toSorted(),
  );
  expect(methods).toContainEqual({ name: "saveKey", parameter: "key" });
  expect(members.toSorted()).toEqual(Object.keys(state(true)).toSorted());
});

import { generateOrganisation } from "../../organisation/generate.ts";
import type { Answer, Incoming } from "../shared/exchange.ts";
import { isObject, ok } from "../shared/exchange.ts";
import type { Route } from "../shared/router.ts";
import { readFields } from "./api/writing.ts";
import { deleteRecord, insertRecord, restoreRecord, updateRecord } from "./org/changes.ts";
import type { Org, OrgRecord } from "./org/org.ts";
import { buildOrg } from "./org/org.ts";
import type { OrgTable } from "./org/org-table.ts";
import { decideConsent } from "./pages/consent.ts";
import { readFaultNames } from "./serving/faults.ts";
import { notFound, readJsonObject, refusal } from "./serving/refusals.ts";
import type { Simulation } from "./simulation.ts";
import { firstOrg, nextOrgId, uninstall } from "./simulation.ts";

const JOURNAL_SHOWN_MAX = 1000;

type Members = Readonly<Record<string, unknown>>;
type Control = (simulation: Simulation, incoming: Incoming, body: Members) => Answer | Promise<Answer>;

function orgFor(simulation: Simulation, incoming: Incoming): Org {
  const wanted = incoming.url.searchParams.get("org");
  const org = wanted === null ? firstOrg(simulation) : simulation.orgs.get(wanted);
  if (!org) throw notFound("There is no such org");
  return org;
}

function tableFor(org: Org, incoming: Incoming): OrgTable {
  const table = org.objects.get(incoming.params.object ?? "");
  if (!table) throw notFound("There is no such object");
  return table;
}

function recordFor(table: OrgTable, incoming: Incoming): OrgRecord {
  const record = table.get(incoming.params.id ?? "");
  if (!record) throw notFound("There is no such record");
  return record;
}

function userIn(body: Members): string | null {
  return typeof body.userId === "string" ? body.userId : null;
}

function fieldsIn(org: Org, table: OrgTable, body: Members) {
  return readFields(org, table, isObject(body.fields) ? body.fields : {});
}

const createControl: Control = (simulation, incoming, body) => {
  const org = orgFor(simulation, incoming);
  const table = tableFor(org, incoming);
  const { fields } = insertRecord(org, table.name, fieldsIn(org, table, body), { userId: userIn(body) });
  return { status: 201, json: fields };
};

const readControl: Control = (simulation, incoming) =>
  ok(recordFor(tableFor(orgFor(simulation, incoming), incoming), incoming).fields);

const updateControl: Control = (simulation, incoming, body) => {
  const org = orgFor(simulation, incoming);
  const table = tableFor(org, incoming);
  const { id } = recordFor(table, incoming);
  return ok(updateRecord(org, table.name, id, fieldsIn(org, table, body), { userId: userIn(body) }).fields);
};

const deleteControl: Control = (simulation, incoming, body) => {
  const org = orgFor(simulation, incoming);
  const table = tableFor(org, incoming);
  deleteRecord(org, table.name, recordFor(table, incoming).id, { userId: userIn(body) });
  return { status: 204 };
};

const restoreControl: Control = (simulation, incoming, body) => {
  const org = orgFor(simulation, incoming);
  const table = tableFor(org, incoming);
  const record = recordFor(table, incoming);
  restoreRecord(org, table.name, record.id, { userId: userIn(body) });
  return ok(record.fields);
};

function orgState(simulation: Simulation, org: Org): Members {
  const records = Object.fromEntries([...org.objects.values()].map(({ name, size }) => [name, size]));
  const grants = simulation.grants.active(org.id).map(({ userId, scopes }) => ({ userId, scopes }));
  const callsUsed = simulation.limits.used(org.id, simulation.now());
  const { id, name, timeZone, currency } = org;
  return { id, name, timeZone, currency, records, grants, callsUsed };
}

function stateOf(simulation: Simulation): Members {
  const { app, faults, settings, limits, pings, outbound, orgs } = simulation;
  return {
    url: simulation.url,
    app: { clientId: app.clientId, canvasUrl: app.canvasUrl },
    orgs: [...orgs.values()].map((org) => orgState(simulation, org)),
    faults: { on: faults.on(), struck: faults.counts() },
    limits: limits.settings,
    settings,
    pings: { ...pings.state(), target: pings.settings.target },
    outbound: { ...outbound.state(), target: outbound.settings.target },
    requests: simulation.journal.length,
  };
}

/** `{"faults":["busy","cut"]}` or `{"faults":"all"}`, and `{"every":{"busy":5}}`. */
const faultsControl: Control = (simulation, _incoming, body) => {
  const names = Array.isArray(body.faults) ? body.faults.join(",") : String(body.faults ?? "");
  try {
    simulation.faults.turnOn(readFaultNames(names));
    for (const [name, every] of Object.entries(isObject(body.every) ? body.every : {})) {
      const [known] = readFaultNames(name);
      if (known && Number(every) >= 1) simulation.faults.setEvery(known, Number(every));
    }
  } catch (error) {
    throw refusal(400, "INVALID_INPUT", error instanceof Error ? error.message : "Unknown fault");
  }
  return ok({ on: simulation.faults.on() });
};

/** Sets known members of the settings, of the same type. */
const settingsControl: Control = (simulation, _incoming, body) => {
  const { settings, limits, pings, outbound, app } = simulation;
  for (const [name, value] of Object.entries(body)) {
    if (name === "canvasUrl") app.canvasUrl = typeof value === "string" ? value : null;
    else if (name === "webhookTarget") pings.settings.target = typeof value === "string" ? value : null;
    else if (name === "outboundTarget") outbound.settings.target = typeof value === "string" ? value : null;
    else if (!assignKnown([settings, limits.settings], name, value)) {
      throw refusal(400, "INVALID_INPUT", `There is no setting "${name}"`);
    }
  }
  return ok(stateOf(simulation));
};

function assignKnown(targets: readonly object[], name: string, value: unknown): boolean {
  const target = targets.find(
    (candidate) => name in candidate && typeof Reflect.get(candidate, name) === typeof value,
  );
  return target !== undefined && Reflect.set(target, name, value);
}

/** Agrees without a browser: `{"authorizeUrl","approve":true,"orgId","userId"}`. */
const consentControl: Control = (simulation, _incoming, body) => {
  const query = new URL(String(body.authorizeUrl), simulation.url).searchParams;
  const decided = decideConsent(simulation, query, {
    approved: body.approve !== false,
    orgId: typeof body.orgId === "string" ? body.orgId : null,
    userId: userIn(body),
  });
  if ("problem" in decided) throw refusal(400, "INVALID_INPUT", decided.problem);
  return ok(decided);
};

/** Another org: `{"seed","scale"}`. */
const orgControl: Control = (simulation, _incoming, body) => {
  const seed = Number(body.seed ?? simulation.orgs.size + 1);
  const scale = Number(body.scale ?? 0.1);
  const organisation = generateOrganisation({ seed, today: simulation.now(), scale });
  const id = typeof body.id === "string" ? body.id : nextOrgId(simulation);
  const org = buildOrg(organisation, { clock: simulation.now, id });
  simulation.addOrg(org);
  return { status: 201, json: { id: org.id } };
};

/** `{"key"}`: what an admin pastes into the app's setting. */
const keyControl: Control = (simulation, incoming, body) => {
  simulation.pings.pasteKey(orgFor(simulation, incoming).id, String(body.key ?? ""));
  return { status: 204 };
};

const uninstallControl: Control = (simulation, incoming) => {
  uninstall(simulation, orgFor(simulation, incoming));
  return { status: 204 };
};

const expireControl: Control = (simulation, incoming) => {
  const { id } = orgFor(simulation, incoming);
  simulation.grants.expireAccess((_token, { orgId }) => orgId === id);
  return { status: 204 };
};

const locatorsControl: Control = (simulation, incoming) => {
  simulation.locators.expireAll(orgFor(simulation, incoming).id);
  return { status: 204 };
};

const pingsControl: Control = async (simulation, incoming) => {
  const { pings } = simulation;
  if (incoming.params.action === "flush") await pings.flush();
  else if (incoming.params.action === "hold") pings.hold();
  else if (incoming.params.action === "release") pings.release();
  else throw notFound("Known actions: flush, hold, release");
  return ok(pings.state());
};

const CONTROLS: readonly (readonly [method: string, path: string, control: Control])[] = [
  ["GET", "/simulator/state", (simulation) => ok(stateOf(simulation))],
  [
    "GET",
    "/simulator/requests",
    (simulation) => ok({ requests: simulation.journal.slice(-JOURNAL_SHOWN_MAX) }),
  ],
  ["POST", "/simulator/faults", faultsControl],
  ["POST", "/simulator/settings", settingsControl],
  ["POST", "/simulator/consent", consentControl],
  ["POST", "/simulator/orgs", orgControl],
  ["POST", "/simulator/ping-key", keyControl],
  ["POST", "/simulator/uninstall", uninstallControl],
  ["POST", "/simulator/expire-tokens", expireControl],
  ["POST", "/simulator/expire-locators", locatorsControl],
  ["POST", "/simulator/pings/:action", pingsControl],
  ["POST", "/simulator/records/:object", createControl],
  ["GET", "/simulator/records/:object/:id", readControl],
  ["PATCH", "/simulator/records/:object/:id", updateControl],
  ["DELETE", "/simulator/records/:object/:id", deleteControl],
  ["POST", "/simulator/records/:object/:id/restore", restoreControl],
];

/** What tests and the demo do behind Salesforce's back. */
export function controlRoutes(simulation: Simulation): readonly Route[] {
  return CONTROLS.map(([method, path, control]) => ({
    method,
    path,
    handle: (incoming: Incoming) =>
      control(simulation, incoming, incoming.body.length === 0 ? {} : readJsonObject(incoming)),
  }));
}

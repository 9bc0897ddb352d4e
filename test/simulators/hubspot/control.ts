import { generateOrganisation } from "../../organisation/generate.ts";
import { createZoneClock } from "../../organisation/zone-clock.ts";
import type { Answer, Incoming } from "../shared/exchange.ts";
import { isObject, ok } from "../shared/exchange.ts";
import type { Route } from "../shared/router.ts";
import { checkDeal, readProperties } from "./api/object-writing.ts";
import { decideConsent } from "./pages/consent.ts";
import { buildPortal } from "./portal/build-portal.ts";
import type { Act } from "./portal/changes.ts";
import {
  archiveRecord,
  createRecord,
  eraseContact,
  mergeRecords,
  restoreRecord,
  updateRecord,
} from "./portal/changes.ts";
import type { ObjectType } from "./portal/object-types.ts";
import { OBJECT_TYPES, objectTypeNamed } from "./portal/object-types.ts";
import type { Portal, PortalRecord } from "./portal/portal.ts";
import { tableOf } from "./portal/portal.ts";
import { wonTotals } from "./portal/totals.ts";
import { readFaultNames } from "./serving/faults.ts";
import { invalid, notFound } from "./serving/refusals.ts";
import type { Simulation } from "./simulation.ts";
import { firstPortal } from "./simulation.ts";

const JOURNAL_SHOWN_MAX = 1000;

type Members = Readonly<Record<string, unknown>>;

function readBody(incoming: Incoming): Members {
  if (incoming.body.length === 0) return {};
  const parsed: unknown = JSON.parse(incoming.body.toString("utf8"));
  if (!isObject(parsed)) throw invalid("A control takes a JSON object");
  return parsed;
}

function portalFor(simulation: Simulation, incoming: Incoming): Portal {
  const wanted = incoming.url.searchParams.get("portalId");
  const portal = wanted === null ? firstPortal(simulation) : simulation.portals.get(Number(wanted));
  if (!portal) throw notFound("There is no such account");
  return portal;
}

function typeOf(incoming: Incoming): ObjectType {
  const type = objectTypeNamed(incoming.params.type ?? "");
  if (!type) throw notFound("There is no such kind of record");
  return type;
}

function recordOf(portal: Portal, type: ObjectType, id: unknown): PortalRecord {
  const record = tableOf(portal, type).resolve(String(id ?? ""));
  if (!record) throw notFound("There is no such record");
  return record;
}

function actFor(simulation: Simulation, body: Members): Act {
  const userId = typeof body.userId === "string" ? body.userId : null;
  return { now: simulation.now(), userId, source: typeof body.source === "string" ? body.source : "CRM_UI" };
}

/** A record as the control shows it: all it has. */
function whole(record: PortalRecord): Members {
  const { id, type, properties, createdAt, updatedAt, archivedAt } = record;
  return { id, type, properties, createdAt, updatedAt, archivedAt };
}

type Control = (simulation: Simulation, incoming: Incoming, body: Members) => Answer | Promise<Answer>;

const createControl: Control = (simulation, incoming, body) => {
  const portal = portalFor(simulation, incoming);
  const type = typeOf(incoming);
  const first = portal.pipelines[0];
  const usual =
    type === "deals" ? { pipeline: first?.id ?? null, dealstage: first?.stages[0]?.id ?? null } : {};
  const properties = { ...usual, ...readProperties(portal, type, body.properties) };
  if (type === "deals") checkDeal(portal, properties, {});
  const record = createRecord(portal, type, properties, actFor(simulation, body));
  for (const [name, ids] of Object.entries(isObject(body.associations) ? body.associations : {})) {
    const to = objectTypeNamed(name);
    for (const id of to && Array.isArray(ids) ? ids : []) {
      if (to) portal.associations.link(record, { type: to, id: String(id) });
    }
  }
  return { status: 201, json: whole(record) };
};

const updateControl: Control = (simulation, incoming, body) => {
  const portal = portalFor(simulation, incoming);
  const record = recordOf(portal, typeOf(incoming), incoming.params.id);
  const properties = readProperties(portal, record.type, body.properties);
  if (record.type === "deals") checkDeal(portal, properties, record.properties);
  return ok(whole(updateRecord(portal, record, properties, actFor(simulation, body))));
};

const readControl: Control = (simulation, incoming) =>
  ok(whole(recordOf(portalFor(simulation, incoming), typeOf(incoming), incoming.params.id)));

const archiveControl: Control = (simulation, incoming, body) => {
  const portal = portalFor(simulation, incoming);
  const record = recordOf(portal, typeOf(incoming), incoming.params.id);
  archiveRecord(portal, record, actFor(simulation, body));
  return ok(whole(record));
};

const restoreControl: Control = (simulation, incoming, body) => {
  const portal = portalFor(simulation, incoming);
  const record = recordOf(portal, typeOf(incoming), incoming.params.id);
  restoreRecord(portal, record, actFor(simulation, body));
  return ok(whole(record));
};

const mergeControl: Control = (simulation, incoming, body) => {
  const portal = portalFor(simulation, incoming);
  const primary = recordOf(portal, typeOf(incoming), body.primaryId);
  const other = recordOf(portal, typeOf(incoming), body.otherId);
  if (primary === other) throw invalid("A record cannot be merged with itself");
  return ok(whole(mergeRecords(portal, primary, other, actFor(simulation, body))));
};

const eraseControl: Control = (simulation, incoming, body) => {
  const portal = portalFor(simulation, incoming);
  eraseContact(portal, recordOf(portal, "contacts", incoming.params.id), actFor(simulation, body));
  return { status: 204 };
};

/** `?by=owner|owner_at_win&from=&to=&pipelines=a,b` */
const totalsControl: Control = (simulation, incoming) => {
  const query = incoming.url.searchParams;
  const totals = wonTotals(portalFor(simulation, incoming), {
    by: query.get("by") === "owner_at_win" ? "owner_at_win" : "owner",
    from: query.get("from"),
    to: query.get("to"),
    pipelines: query.get("pipelines")?.split(",") ?? null,
  });
  return ok({
    totals,
    count: totals.reduce((sum, total) => sum + total.count, 0),
    sumMinor: totals.reduce((sum, total) => sum + total.sumMinor, 0),
  });
};

function portalState(simulation: Simulation, portal: Portal): Members {
  const { portalId, name, timeZone, homeCurrency } = portal;
  const records = Object.fromEntries(
    OBJECT_TYPES.map((type) => {
      const all = tableOf(portal, type).all();
      return [type, { present: all.filter(({ archivedAt }) => archivedAt === null).length, all: all.length }];
    }),
  );
  const grants = simulation.grants.active(portalId).map(({ userId, scopes }) => ({ userId, scopes }));
  const today = createZoneClock(timeZone).dayOf(simulation.now());
  return { portalId, name, timeZone, homeCurrency, today, records, installed: grants.length > 0, grants };
}

export function stateOf(simulation: Simulation): Members {
  const { app, faults, limits, settings, webhooks, portals } = simulation;
  return {
    url: simulation.url,
    app: { appId: app.appId, clientId: app.clientId, appUrl: app.appUrl },
    portals: [...portals.values()].map((portal) => portalState(simulation, portal)),
    faults: { on: faults.on(), struck: faults.counts() },
    rateLimits: limits.settings,
    settings,
    webhooks: { ...webhooks.state(), settings: webhooks.settings },
    requests: simulation.journal.length,
  };
}

/** `{"faults":["429","cut"]}` or `{"faults":"all"}`, and `{"every":{"429":5}}`. */
const faultsControl: Control = (simulation, _incoming, body) => {
  const names = Array.isArray(body.faults) ? body.faults.join(",") : String(body.faults ?? "");
  try {
    simulation.faults.turnOn(readFaultNames(names));
    for (const [name, every] of Object.entries(isObject(body.every) ? body.every : {})) {
      const [known] = readFaultNames(name);
      if (known && Number(every) >= 1) simulation.faults.setEvery(known, Number(every));
    }
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "Unknown fault");
  }
  applyStaleSearch(simulation);
  return ok({ on: simulation.faults.on() });
};

/** The fault stale_search is a lag of the index. */
export function applyStaleSearch(simulation: Simulation): void {
  const { faults, settings } = simulation;
  for (const portal of simulation.portals.values()) {
    if (faults.isOn("stale_search")) portal.indexLagMilliseconds = settings.staleSearchMilliseconds;
    else if (portal.indexLagMilliseconds === settings.staleSearchMilliseconds)
      portal.indexLagMilliseconds = 0;
  }
}

/** Sets the known members of the settings, of the same type, wherever they are. */
const settingsControl: Control = (simulation, incoming, body) => {
  const { settings, limits, webhooks, app } = simulation;
  for (const [name, value] of Object.entries(body)) {
    if (name === "rateLimits") limits.settings.enabled = value === true;
    else if (name === "appUrl") app.appUrl = typeof value === "string" ? value : null;
    else if (name === "webhookTarget") webhooks.settings.target = typeof value === "string" ? value : null;
    else if (name === "searchLagMilliseconds")
      portalFor(simulation, incoming).indexLagMilliseconds = Number(value);
    else if (!assignKnown([settings, limits.settings, webhooks.settings], name, value)) {
      throw invalid(`There is no setting "${name}"`);
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

/** Agrees without a browser: `{"authorizeUrl","optionalScopes":"all"|[…],"approve":true,"portalId","userId"}`. */
const consentControl: Control = (simulation, _incoming, body) => {
  const query = new URL(String(body.authorizeUrl), simulation.url).searchParams;
  const asked = (query.get("optional_scope") ?? "").split(/\s+/);
  const wanted = body.optionalScopes ?? "all";
  const decided = decideConsent(simulation, query, {
    approved: body.approve !== false,
    optionalScopes: Array.isArray(wanted) ? wanted.map(String) : wanted === "all" ? asked : [],
    portalId: typeof body.portalId === "number" ? body.portalId : null,
    userId: typeof body.userId === "string" ? body.userId : null,
  });
  if ("problem" in decided) throw invalid(decided.problem);
  return ok(decided);
};

/** Another account: `{"seed","scale","portalId"}`. */
const portalControl: Control = (simulation, _incoming, body) => {
  const portalId = Number(body.portalId ?? Math.max(...simulation.portals.keys()) + 1);
  const seed = Number(body.seed ?? portalId);
  const organisation = generateOrganisation({
    seed,
    today: simulation.now(),
    scale: Number(body.scale ?? 0.1),
  });
  simulation.addPortal(buildPortal(organisation, portalId));
  return { status: 201, json: { portalId } };
};

const scopesControl: Control = (simulation, incoming, body) => {
  const removed: readonly unknown[] = Array.isArray(body.remove) ? body.remove : [];
  const grants = simulation.grants.active(portalFor(simulation, incoming).portalId);
  for (const grant of grants) grant.scopes = grant.scopes.filter((scope) => !removed.includes(scope));
  return ok({ grants: grants.map(({ scopes }) => scopes) });
};

const revokeControl: Control = (simulation, incoming) => {
  simulation.grants.revokePortal(portalFor(simulation, incoming).portalId);
  return { status: 204 };
};

const expireControl: Control = (simulation, incoming) => {
  simulation.grants.expireAll(portalFor(simulation, incoming).portalId);
  return { status: 204 };
};

const webhooksControl: Control = async (simulation, incoming) => {
  const { webhooks } = simulation;
  if (incoming.params.action === "flush") await webhooks.flush();
  else if (incoming.params.action === "hold") webhooks.hold();
  else if (incoming.params.action === "release") webhooks.release();
  else throw notFound("Known actions: flush, hold, release");
  return ok(webhooks.state());
};

const CONTROLS: readonly (readonly [method: string, path: string, control: Control])[] = [
  ["GET", "/simulator/state", (simulation) => ok(stateOf(simulation))],
  ["GET", "/simulator/totals", totalsControl],
  [
    "GET",
    "/simulator/requests",
    (simulation) => ok({ requests: simulation.journal.slice(-JOURNAL_SHOWN_MAX) }),
  ],
  ["POST", "/simulator/faults", faultsControl],
  ["POST", "/simulator/settings", settingsControl],
  ["POST", "/simulator/consent", consentControl],
  ["POST", "/simulator/portals", portalControl],
  ["POST", "/simulator/scopes", scopesControl],
  ["POST", "/simulator/uninstall", revokeControl],
  ["POST", "/simulator/expire-tokens", expireControl],
  ["POST", "/simulator/webhooks/:action", webhooksControl],
  ["POST", "/simulator/contacts/:id/erase", eraseControl],
  ["POST", "/simulator/:type", createControl],
  ["POST", "/simulator/:type/merge", mergeControl],
  ["GET", "/simulator/:type/:id", readControl],
  ["PATCH", "/simulator/:type/:id", updateControl],
  ["POST", "/simulator/:type/:id/archive", archiveControl],
  ["POST", "/simulator/:type/:id/restore", restoreControl],
];

/** What tests and the demo do behind HubSpot's back. */
export function controlRoutes(simulation: Simulation): readonly Route[] {
  return CONTROLS.map(([method, path, control]) => ({
    method,
    path,
    handle: (incoming: Incoming) => control(simulation, incoming, readBody(incoming)),
  }));
}

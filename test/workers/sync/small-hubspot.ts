import * as v from "valibot";

/** One deal as the small HubSpot keeps it. */
export interface SmallDeal {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly archived: boolean;
}

const Batch = v.object({
  inputs: v.array(v.object({ id: v.string() })),
  properties: v.optional(v.array(v.string())),
});
const Search = v.object({
  filterGroups: v.array(
    v.object({
      filters: v.array(v.object({ propertyName: v.string(), operator: v.string(), value: v.string() })),
    }),
  ),
});

/**
 * As much of HubSpot as a lane with deals alone needs, answering `fetch` in place. It is here to see the real
 * objects, queue and workflow at work; how HubSpot really behaves is the simulator's part.
 */
export class SmallHubSpot {
  readonly deals = new Map<string, SmallDeal>();
  /** Answers for the next calls whose path begins so, before anything else. */
  readonly faults: {
    readonly path: string;
    readonly status: number;
    readonly headers?: Record<string, string>;
  }[] = [];
  readonly paths: string[] = [];
  revoked = false;
  pipelines: readonly object[] = [buildPipeline("default")];
  /** The properties of deals as its list tells of them. */
  dealProperties: readonly object[] = [];

  put(id: string, properties: Readonly<Record<string, string | null>>, archived = false): void {
    const modified = properties.hs_lastmodifieddate ?? new Date().toISOString();
    this.deals.set(id, {
      id,
      archived,
      properties: {
        pipeline: "default",
        dealstage: "won",
        amount: "100",
        deal_currency_code: "USD",
        closedate: new Date().toISOString(),
        createdate: "2026-01-01T00:00:00.000Z",
        hubspot_owner_id: "501",
        hs_object_id: id,
        hs_lastmodifieddate: modified,
        ...properties,
      },
    });
  }

  async answer(request: Request): Promise<Response> {
    const { pathname: path, searchParams } = new URL(request.url);
    const pathname = path.replace(/\/$/, "");
    this.paths.push(`${request.method} ${pathname}`);
    const fault = this.faults.findIndex((candidate) => pathname.startsWith(candidate.path));
    if (fault >= 0) {
      const [failing] = this.faults.splice(fault, 1);
      return new Response("{}", { status: failing?.status ?? 500, headers: failing?.headers ?? {} });
    }
    const body: unknown =
      request.method === "POST" && !pathname.includes("/token") ? await request.json() : null;
    if (pathname.endsWith("/token")) return this.token();
    if (pathname.endsWith("/introspect")) return Response.json({ hub_id: 4711, user_id: 7, scopes: SCOPES });
    if (pathname.includes("/account-info/")) return Response.json(ACCOUNT);
    if (pathname.endsWith("/owners"))
      return Response.json({ results: searchParams.get("archived") === "true" ? [] : OWNERS });
    if (pathname.endsWith("/pipelines/deals")) return Response.json({ results: this.pipelines });
    if (pathname.endsWith("/properties/deals")) return Response.json({ results: this.dealProperties });
    if (pathname.endsWith("/deals/search")) return Response.json(this.search(body));
    if (pathname.endsWith("/deals/batch/read")) {
      return Response.json({
        status: "COMPLETE",
        results: this.batch(body, searchParams.get("archived") === "true"),
      });
    }
    if (pathname.endsWith("/objects/deals")) {
      const archived = searchParams.get("archived") === "true";
      return Response.json({
        results: [...this.deals.values()].filter((deal) => deal.archived === archived).map(raw),
      });
    }
    return Response.json({ status: "error", category: "OBJECT_NOT_FOUND" }, { status: 404 });
  }

  private token(): Response {
    if (this.revoked) return Response.json({ status: "BAD_REFRESH_TOKEN" }, { status: 400 });
    return Response.json({
      access_token: `access-${this.paths.length}`,
      refresh_token: `refresh-${this.paths.length}`,
      expires_in: 1800,
      hub_id: 4711,
      user_id: 7,
      scopes: SCOPES,
    });
  }

  /** Knows the filters that lead from page to page and those of close dates; the rest is left to the reader. */
  private search(body: unknown) {
    const filters = v.parse(Search, body).filterGroups.flatMap((group) => group.filters);
    const behind = filters.find(
      ({ propertyName, operator }) => propertyName === "hs_object_id" && operator === "GT",
    );
    const closes = filters.filter(({ propertyName }) => propertyName === "closedate");
    const since = filters.find(({ propertyName }) => propertyName === "hs_lastmodifieddate");
    const found = [...this.deals.values()].filter(
      ({ id, archived, properties }) =>
        !archived &&
        Number(id) > Number(behind?.value ?? 0) &&
        Date.parse(properties.hs_lastmodifieddate ?? "") >= Number(since?.value ?? 0) &&
        closes.every(({ operator, value }) => {
          const at = Date.parse(properties.closedate ?? "");
          return operator === "LT" ? at < Number(value) : at >= Number(value);
        }),
    );
    return { total: found.length, results: found.map(raw) };
  }

  private batch(body: unknown, archived: boolean) {
    const { inputs, properties } = v.parse(Batch, body);
    return inputs
      .flatMap(({ id }) => this.deals.get(id) ?? [])
      .filter((deal) => deal.archived === archived)
      .map((deal) => ({ ...raw(deal), properties: only(deal.properties, properties) }));
  }
}

/** What was not asked for is not answered. */
function only(properties: SmallDeal["properties"], asked: readonly string[] | undefined) {
  const known = Object.entries(properties);
  return Object.fromEntries(asked ? known.filter(([name]) => asked.includes(name)) : known);
}

function raw({ id, properties, archived }: SmallDeal) {
  return {
    id,
    properties,
    propertiesWithHistory: {
      dealstage: [{ value: properties.dealstage, timestamp: properties.createdate, sourceType: "CRM_UI" }],
      hubspot_owner_id: [{ value: properties.hubspot_owner_id, timestamp: properties.createdate }],
    },
    createdAt: properties.createdate,
    updatedAt: properties.hs_lastmodifieddate,
    archived,
    ...(archived ? { archivedAt: "2026-11-01T00:00:00.000Z" } : {}),
  };
}

const SCOPES = ["oauth", "crm.objects.deals.read", "crm.objects.owners.read"];
const ACCOUNT = {
  portalId: 4711,
  timeZone: "US/Eastern",
  companyCurrency: "USD",
  additionalCurrencies: [],
  uiDomain: "app.hubspot.test",
  accountType: "STANDARD",
};
const OWNERS = [
  {
    id: "501",
    email: "ada@example.test",
    firstName: "Ada",
    lastName: "Example",
    type: "PERSON",
    userId: 7,
    teams: [],
  },
];

/** A pipeline with one stage that is open and one that is won; `suffix` makes its stages its own. */
export function buildPipeline(id: string, suffix = ""): object {
  const stage = (name: string, displayOrder: number, probability: string) => ({
    id: `${name}${suffix}`,
    label: name,
    displayOrder,
    metadata: { isClosed: String(name === "won"), probability },
  });
  return {
    id,
    label: `Pipeline ${id}`,
    displayOrder: 0,
    stages: [stage("open", 0, "0.4"), stage("won", 1, "1.0")],
  };
}

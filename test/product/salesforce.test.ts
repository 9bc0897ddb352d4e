/** One organisation in both CRMs, two accounts on one Worker; and the pages inside Salesforce. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { METRIC_IDS } from "../../shared/contracts/ids.ts";
import { generateOrganisation } from "../organisation/generate.ts";
import type { Organisation } from "../organisation/organisation.ts";
import type { SalesforceSimulator } from "../simulators/salesforce/start.ts";
import { launchChromium } from "../tools/chromium.ts";
import { type Product, startProduct } from "../tools/product.ts";
import { type BoardAnswer, openApi, type StandingsApi } from "../tools/standings-api.ts";
import { lastMonths, type Month } from "./all-figures.ts";
import { type Difference, reasonOf } from "./crm-differences.ts";

const SCALE = 0.05;
const MONTHS = 6;
const TODAY = Date.now();

let product: Product;
let salesforce: SalesforceSimulator;
let organisation: Organisation;
let browser: Browser;
/** With the rights of an admin, in either account. */
let inHubSpot: StandingsApi;
let inSalesforce: StandingsApi;

beforeAll(async () => {
  const build = () => generateOrganisation({ seed: 5, today: TODAY, scale: SCALE });
  organisation = build();
  product = await startProduct({
    state: "salesforce",
    simulator: { organisation: build(), rateLimits: { enabled: false } },
    salesforce: { organisation: build() },
  });
  if (!product.salesforce) throw new Error("No Salesforce was started");
  salesforce = product.salesforce;
  await product.install();
  await product.installSalesforce();
  const tenants = await product.untilLive((all) => all.length);
  const keyOf = async (crmId: string) => {
    const tenant = tenants.find((each) => each.crmId === crmId);
    return openApi(() => product.worker.url, await product.apiKey(tenant?.id ?? ""));
  };
  inHubSpot = await keyOf(String(product.simulator.portal.portalId));
  inSalesforce = await keyOf(salesforce.org.id);
  const { key } = (await (await inSalesforce.ask("connection/ping-key", { method: "POST" })).json()) as {
    key: string;
  };
  salesforce.pastePingKey(key);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** What a board says of each person, by their e-mail address, which is the same in both CRMs. */
type ByPerson = Readonly<Record<string, number | null>>;

async function figuresOf(
  api: StandingsApi,
  personOf: (crmId: string) => string | null,
  { metric, month }: { readonly metric: string; readonly month: Month },
): Promise<ByPerson> {
  const board = await api.get<BoardAnswer>(
    `leaderboard?metric=${metric}&from=${month.from}&to=${month.to}&all=true`,
  );
  return Object.fromEntries(
    board.rows.flatMap(({ member, value }) => {
      const person = member ? personOf(member.crmId) : null;
      return person === null ? [] : [[person, value] as const];
    }),
  );
}

function personOfOwner(ownerId: string): string | null {
  return organisation.people.find((person) => person.ownerId === ownerId)?.email ?? null;
}

function personOfUser(id: string): string | null {
  const { users } = salesforce.org.places;
  return organisation.people.find(({ userId }) => users.get(userId) === id)?.email ?? null;
}

describe("one organisation in both CRMs", () => {
  it("has the same figure for every metric, member and month, but for what the CRMs cannot say alike", async () => {
    const months = lastMonths(product.simulator.portal, TODAY, MONTHS);
    const unexplained: Difference[] = [];
    let same = 0;
    for (const metric of METRIC_IDS) {
      for (const month of months) {
        const [there, here] = await Promise.all([
          figuresOf(inHubSpot, personOfOwner, { metric, month }),
          figuresOf(inSalesforce, personOfUser, { metric, month }),
        ]);
        for (const email of new Set([...Object.keys(there), ...Object.keys(here)])) {
          const [inHubSpot, inSalesforce] = [there[email] ?? null, here[email] ?? null];
          const difference = { metric, month, email, inHubSpot, inSalesforce };
          if (inHubSpot === inSalesforce) same += 1;
          else if (reasonOf(difference, organisation) === null) unexplained.push(difference);
        }
      }
    }
    expect(unexplained).toEqual([]);
    expect(same).toBeGreaterThan(MONTHS * METRIC_IDS.length * 20);
  });
});

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readDelivery } from "../../../worker/adapters/crm/hubspot/read-notice.ts";
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from "../../../worker/adapters/crm/hubspot/scopes.ts";
import { COPIES, partPath } from "../../tools/copy-hubspot-parts.ts";
import { filesUnder, textOf } from "../source-files.ts";

const PROJECT = "ui-extension/hubspot";
const UID_LENGTH_MAX = 64;
const NAME_LENGTH_MAX = 200;
const DESCRIPTION_LENGTH_MAX = 8192;

interface Subscription {
  readonly subscriptionType: string;
  readonly objectType?: string;
  readonly propertyName?: string;
}

/** What the components' settings hold; each type has some of it. */
interface ComponentConfig {
  readonly name?: string;
  readonly description?: string;
  readonly distribution?: string;
  readonly auth?: Readonly<Record<string, unknown>>;
  readonly permittedUrls?: Readonly<Record<string, readonly string[]>>;
  readonly entrypoint?: string;
  readonly location?: string;
  readonly objectTypes?: readonly string[];
  readonly settings?: { readonly targetUrl: string; readonly maxConcurrentRequests: number };
  readonly subscriptions?: {
    readonly crmObjects: readonly Subscription[];
    readonly hubEvents: readonly Subscription[];
  };
}

/** One component of the project, as its file says it. */
interface Component {
  readonly file: string;
  readonly uid: string;
  readonly type: string;
  readonly config: ComponentConfig;
}

const components: readonly Component[] = filesUnder(`${PROJECT}/src`, ["-hsmeta.json"]).map((file) => ({
  file,
  ...JSON.parse(textOf(file)),
}));
const ofType = (type: string) => components.filter((component) => component.type === type);
const app = ofType("app")[0]?.config ?? {};
// biome-ignore lint/suspicious/noTemplateCurlyInString: HubSpot puts the profile's variable here.
const STANDINGS = "${STANDINGS_URL}";

describe("the developer project of HubSpot", () => {
  it("is one of platform 2026.09 with every place that shows Standings", () => {
    expect(JSON.parse(textOf(`${PROJECT}/hsproject.json`))).toEqual({
      name: "standings",
      srcDir: "src",
      platformVersion: "2026.09",
    });
    expect(components.map(({ type }) => type).toSorted()).toEqual(
      ["app", "card", "card", "card", "card", "page", "settings", "webhooks"].toSorted(),
    );
  });

  it("names each component once, and shortly enough", () => {
    const uids = components.map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^\w+$/.test(uid) || uid.length > UID_LENGTH_MAX)).toEqual([]);
  });

  it("keeps each component at the root of its folder", () => {
    const folders = components.map(({ file }) =>
      path.posix.relative(`${PROJECT}/src/app`, path.dirname(file)),
    );
    expect([...new Set(folders)].toSorted()).toEqual(["", "cards", "pages", "settings", "webhooks"]);
  });

  it("enters at files that exist, in a folder with packages of its own", () => {
    const entries = components.flatMap(({ config }) => (config.entrypoint ? [config.entrypoint] : []));
    expect(new Set(entries).size).toBe(6);
    for (const entry of entries) {
      const file = path.join(PROJECT, "src", entry);
      expect(existsSync(file), file).toBe(true);
      const manifest = JSON.parse(textOf(path.join(path.dirname(file), "package.json")));
      expect(manifest.dependencies).toEqual({ "@hubspot/ui-extensions": "0.17.0", react: "18.3.1" });
    }
  });

  it("asks for the scopes that the Worker asks for", () => {
    expect(app.auth?.requiredScopes).toEqual([...REQUIRED_SCOPES]);
    expect(app.auth?.optionalScopes).toEqual([...OPTIONAL_SCOPES]);
    expect(app.auth).toMatchObject({ type: "oauth", conditionallyRequiredScopes: [] });
    expect(app.distribution).toBe("marketplace");
  });

  it("speaks to Standings alone, wherever the profile says that it is", () => {
    expect(app.permittedUrls).toEqual({ fetch: [STANDINGS], iframe: [STANDINGS], img: [] });
    expect(app.auth?.redirectUrls).toEqual([`${STANDINGS}/oauth/hubspot/callback`]);
    expect(ofType("webhooks")[0]?.config.settings?.targetUrl).toBe(`${STANDINGS}/webhooks/hubspot`);
  });

  it("uses no variable that the profile's example does not name", () => {
    const profile = JSON.parse(textOf(`${PROJECT}/hsprofile.example.json`));
    const used = components.flatMap(({ file }) =>
      [...textOf(file).matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]),
    );
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(profile.variables).toSorted());
    expect(profile.variables.STANDINGS_URL).toMatch(/^https:.*[^/]$/);
  });

  it("names cards by what they say, and never by HubSpot", () => {
    for (const { config } of [...ofType("card"), { config: app }]) {
      expect(config.name?.length).toBeLessThanOrEqual(NAME_LENGTH_MAX);
      expect(config.description?.length).toBeLessThanOrEqual(DESCRIPTION_LENGTH_MAX);
      expect(config.name).not.toMatch(/hubspot/i);
    }
  });

  it("puts the quota on deals, contacts and companies, beside the record and in its middle", () => {
    const places = ofType("card").flatMap(({ config }) =>
      (config.objectTypes ?? []).map((objectType) => `${objectType} ${config.location}`),
    );
    const expected = ["deals", "contacts", "companies"].flatMap((objectType) => [
      `${objectType} crm.record.sidebar`,
      `${objectType} crm.record.tab`,
    ]);
    expect(places.toSorted()).toEqual(expected.toSorted());
  });
});

describe("its webhooks", () => {
  const { subscriptions, settings } = ofType("webhooks")[0]?.config ?? {};
  const objects = subscriptions?.crmObjects ?? [];
  const all = [...objects, ...(subscriptions?.hubEvents ?? [])];
  const TYPE_IDS: Readonly<Record<string, string>> = {
    deal: "0-3",
    call: "0-48",
    email: "0-49",
    meeting_event: "0-47",
    task: "0-27",
    communication: "0-18",
  };

  it("are each subscribed once, and as many at a time as HubSpot allows", () => {
    expect(new Set(all.map((entry) => JSON.stringify(entry))).size).toBe(all.length);
    expect(settings?.maxConcurrentRequests).toBeGreaterThan(5);
  });

  it("are all read by the Worker", () => {
    for (const { subscriptionType, objectType } of all) {
      const event = {
        portalId: 7,
        subscriptionType,
        occurredAt: 1_764_000_000_000,
        eventId: 1,
        objectId: 55,
      };
      const ends =
        subscriptionType === "object.associationChange"
          ? { fromObjectId: 55, fromObjectTypeId: "0-47", toObjectId: 8, toObjectTypeId: "0-1" }
          : { objectTypeId: TYPE_IDS[objectType ?? ""] };
      const read = readDelivery(new TextEncoder().encode(JSON.stringify([{ ...event, ...ends }])));
      expect(read.ok && read.value[0]?.hints.length, `${subscriptionType} ${objectType}`).toBe(1);
    }
  });

  it("tell of every kind that is synced, and of what changes a deal's credit", () => {
    const kinds = new Set(objects.map(({ objectType }) => objectType));
    expect([...kinds].toSorted()).toEqual(Object.keys(TYPE_IDS).toSorted());
    const dealProperties = objects
      .filter(({ objectType }) => objectType === "deal")
      .map(({ propertyName }) => propertyName);
    expect(dealProperties).toEqual(
      expect.arrayContaining([
        "dealstage",
        "amount",
        "closedate",
        "hubspot_owner_id",
        "pipeline",
        "deal_currency_code",
      ]),
    );
  });
});

describe("the folders of its extensions", () => {
  const folders = ["cards", "pages", "settings"].map((folder) => `${PROJECT}/src/app/${folder}`);

  it("import nothing from outside themselves but HubSpot's package and React", () => {
    const refused = folders.flatMap((folder) =>
      filesUnder(folder, [".ts", ".tsx"]).flatMap((file) =>
        [...textOf(file).matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)]
          .map((match) => match[1] ?? "")
          .filter((target) =>
            target.startsWith(".")
              ? !path.posix.join(path.posix.dirname(file), target).startsWith(`${folder}/`)
              : !/^(react|@hubspot\/ui-extensions)($|\/)/.test(target),
          )
          .map((target) => `${file} imports ${target}`),
      ),
    );
    expect(refused).toEqual([]);
  });

  it("hold true copies of what they share: `node test/tools/copy-hubspot-parts.ts` writes them", () => {
    for (const [folder, parts] of Object.entries(COPIES)) {
      const held = filesUnder(`${PROJECT}/src/app/${folder}/parts`, [".ts", ".tsx"]);
      expect(held.map((file) => path.basename(file)).toSorted()).toEqual([...parts].toSorted());
      for (const part of parts) {
        expect(readFileSync(partPath(folder, part), "utf8"), `${folder}/${part}`).toBe(
          readFileSync(partPath("cards", part), "utf8"),
        );
      }
    }
  });
});

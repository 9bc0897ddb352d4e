import path from "node:path";
import { runInNewContext } from "node:vm";
import type { SourceComponent } from "@salesforce/source-deploy-retrieve";
import { Window } from "happy-dom";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FRAMED_PLACES } from "../../../shared/contracts/preflight.ts";
import { buildAuthorizeUrl } from "../../../worker/adapters/crm/salesforce/access/oauth.ts";
import { filesUnder, textOf } from "../source-files.ts";
import { ADDRESS, DESCRIBED_ACCESS, OWNING_ORG, TOLD_OBJECTS } from "./described-access.ts";
import { DESCRIBED_PAGES } from "./described-pages.ts";
import { API_VERSION, OWNED, PACKAGED, PROJECT, xmlOf } from "./metadata.ts";

// Salesforce's library would write a log into the home folder.
vi.stubEnv("SF_DISABLE_LOG_FILE", "true");
const { ComponentSet, MetadataConverter, MetadataResolver, RegistryAccess, ZipTreeContainer } = await import(
  "@salesforce/source-deploy-retrieve"
);

const ROOT = path.join(import.meta.dirname, "../../..");
const DESCRIBED = [...DESCRIBED_ACCESS, ...DESCRIBED_PAGES];
/** The regions that each template of Salesforce has. */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  "flexipage:defaultAppHomeTemplate": ["main"],
  "flexipage:recordHomeTemplateDesktop": ["header", "main", "sidebar"],
  "home:desktopTemplate": ["bottomLeft", "bottomRight", "sidebar", "top"],
  "one:utilityBarTemplateDesktop": ["backgroundComponents", "utilityItems"],
};
const TEMPLATES: Readonly<Record<string, string>> = {
  AppPage: "flexipage:defaultAppHomeTemplate",
  RecordPage: "flexipage:recordHomeTemplateDesktop",
  HomePage: "home:desktopTemplate",
  UtilityBar: "one:utilityBarTemplateDesktop",
};

const inProject = (file: string) => path.posix.relative(PROJECT, file);
const files = [PACKAGED, OWNED].flatMap((folder) => filesUnder(`${PROJECT}/${folder}`, [""]));
const resolved: readonly SourceComponent[] = [PACKAGED, OWNED].flatMap((folder) =>
  new MetadataResolver().getComponentsFromPath(path.join(ROOT, PROJECT, folder)),
);
const components = resolved.flatMap((component) => [component, ...component.getChildren()]);
const project = JSON.parse(textOf(`${PROJECT}/sfdx-project.json`));
const packagedText = (file: string) => textOf(`${PROJECT}/${PACKAGED}/${file}`);

const namesOf = (type: string) =>
  components.filter((component) => component.type.name === type).map(({ name }) => name);
/** The values of an element in all the files of a type. */
const valuesIn = (type: string, element: string) =>
  DESCRIBED.filter((described) => described.type === type).flatMap((described) =>
    [...xmlOf(described).matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, "g"))].map(
      (match) => match[1] ?? "",
    ),
  );

afterEach(() => vi.unstubAllEnvs());

describe("the project for Salesforce", () => {
  it("is written for a version in which an External Client App can hold a canvas", () => {
    expect(Number(project.sourceApiVersion)).toBe(API_VERSION);
    expect(API_VERSION).toBeGreaterThanOrEqual(66);
    expect(
      new Set(DESCRIBED.flatMap((described) => xmlOf(described).match(/<apiVersion>.*/g) ?? [])),
    ).toEqual(new Set(["<apiVersion>66.0</apiVersion>"]));
  });

  it("packages everything but the policies, and runs scripts that it has", () => {
    const [standings, owning, ...others] = project.packageDirectories;
    expect(others).toEqual([]);
    expect(standings).toMatchObject({ path: "force-app", default: true, package: "Standings" });
    expect(owning).toEqual({ path: "owning-org" });
    expect(namesOf("ApexClass")).toEqual(
      expect.arrayContaining([standings.postInstallScript, standings.uninstallScript]),
    );
    expect(filesUnder(`${PROJECT}/config`, [".json"])).toEqual([`${PROJECT}/${standings.definitionFile}`]);
  });

  it("keeps each file where Salesforce's registry looks for its type", () => {
    const registry = new RegistryAccess();
    const known = new Set(resolved.flatMap((component) => [component.xml, ...component.walkContent()]));
    const children = components.map(({ xml }) => xml);
    expect(files.filter((file) => ![...known, ...children].includes(path.join(ROOT, file)))).toEqual([]);
    for (const { xml, type, parent } of components) {
      const folder = path.relative(path.join(ROOT, PROJECT), xml ?? "").split(path.sep);
      expect(folder[3], xml).toBe((parent?.type ?? type).directoryName);
      expect(registry.getTypeByName(type.name).suffix, xml).toBe(type.suffix);
      if (type.suffix) expect(xml).toMatch(new RegExp(`\\.${type.suffix}-meta\\.xml$`));
    }
  });

  it("holds of each file what Salesforce's types allow, and no file beside", () => {
    for (const described of DESCRIBED) {
      expect(textOf(`${PROJECT}/${described.file}`), described.file).toBe(xmlOf(described));
    }
    const metadata = files.filter((file) => file.endsWith("-meta.xml")).map(inProject);
    expect(metadata.toSorted()).toEqual(DESCRIBED.map(({ file }) => file).toSorted());
    const typeOf = new Map(components.map(({ xml, type }) => [path.relative(ROOT, xml ?? ""), type.name]));
    for (const { file, type } of DESCRIBED) expect(typeOf.get(`${PROJECT}/${file}`), file).toBe(type);
  });

  it("writes elements in the order in which Salesforce does, so that a retrieved file does not differ", () => {
    const inherited = ["fullName"];
    const added = ["pageOrSobjectType"];
    const rank = (name: string) => (inherited.includes(name) ? 0 : added.includes(name) ? 2 : 1);
    const unordered = (value: unknown): string[] => {
      if (typeof value !== "object" || value === null) return [];
      const names = Array.isArray(value) ? [] : Object.keys(value);
      const sorted = names.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
      const own = names.join() === sorted.join() ? [] : [names.join()];
      return [...own, ...Object.values(value).flatMap(unordered)];
    };
    expect(DESCRIBED.flatMap(({ content }) => unordered(content))).toEqual([]);
  });

  it("is well-formed in every file", () => {
    const parser = new new Window().DOMParser();
    // Salesforce knows these prefixes without their being declared. A parser of XML wants to be told.
    const prefixes = ["aura", "design", "force"].map((name) => ` xmlns:${name}="${name}"`).join("");
    for (const file of filesUnder(PROJECT, [".xml", ".cmp", ".design"])) {
      const text = textOf(file).replace(/<(?:aura|design):component/, `$&${prefixes}`);
      const read = parser.parseFromString(text, "application/xml");
      expect(read.querySelector("parsererror")?.textContent ?? "", file).toBe("");
    }
  });

  it("becomes a package for the address, org and contact that the environment names", async () => {
    vi.stubEnv("STANDINGS_URL", "https://board.example.org");
    vi.stubEnv("STANDINGS_OWNING_ORG", "00D000000000007EAA");
    vi.stubEnv("STANDINGS_CONTACT", "help@example.org");
    const source = ComponentSet.fromSource(path.join(ROOT, PROJECT, "force-app"));
    source.projectDirectory = path.join(ROOT, PROJECT);
    const { zipBuffer } = await new MetadataConverter().convert(source, "metadata", { type: "zip" });
    const tree = await ZipTreeContainer.create(zipBuffer ?? Buffer.alloc(0));
    const read = async (file: string) => (await tree.readFile(file)).toString("utf8");
    const texts = await Promise.all(
      [
        "externalClientApps/Standings_Sync.eca",
        "extlClntAppCanvasSettings/Standings_Canvas_canvasSettings.ecaCanvas",
        "remoteSiteSettings/Standings.remoteSite",
        "cspTrustedSites/Standings.cspTrustedSite",
        "classes/PingSettings.cls",
      ].map(read),
    );
    expect(texts.join("\n")).not.toMatch(/standings\.example\.com|00D000000000000EAA/);
    for (const text of texts.slice(1)) expect(text).toContain("https://board.example.org");
    expect(texts[0]).toContain("00D000000000007EAA:Standings_Sync");
    expect(tree.exists("extlClntAppOauthPolicies")).toBe(false);
  });
});

describe("the list of what the owning org gives back", () => {
  it("asks for the apps and their settings, and never for those with the secrets", () => {
    const list = textOf(`${PROJECT}/manifest/package.xml`);
    const names = [...list.matchAll(/<name>(\w+)<\/name>/g)].map(([, name = ""]) => name);
    const registry = new RegistryAccess();
    expect(names.map((name) => registry.getTypeByName(name).name)).toEqual(names);
    const packagedTypes = DESCRIBED.filter(({ file }) => file.startsWith(PACKAGED)).map(
      ({ type }) => `${type}`,
    );
    expect([...new Set(packagedTypes)].filter((type) => /^Ext/.test(type)).toSorted()).toEqual(names);
    expect(list).toContain(`<version>${project.sourceApiVersion}</version>`);
  });
});

describe("its parts", () => {
  it("name each other as they are called", () => {
    const tabs = namesOf("CustomTab");
    const pages = namesOf("FlexiPage");
    expect(tabs).toEqual(expect.arrayContaining(valuesIn("PermissionSet", "tab")));
    expect(namesOf("CustomApplication")).toEqual(
      expect.arrayContaining(valuesIn("PermissionSet", "application")),
    );
    expect(namesOf("ApexClass")).toEqual(expect.arrayContaining(valuesIn("PermissionSet", "apexClass")));
    expect(pages).toEqual(expect.arrayContaining(valuesIn("CustomTab", "flexiPage")));
    expect(namesOf("LightningComponentBundle")).toEqual(valuesIn("CustomTab", "lwcComponent"));
    expect(pages).toEqual(expect.arrayContaining(valuesIn("CustomApplication", "utilityBar")));
    expect(pages).toEqual(expect.arrayContaining(valuesIn("CustomApplication", "content")));
    const ownTabs = valuesIn("CustomApplication", "tabs").filter((tab) => !tab.startsWith("standard-"));
    expect(ownTabs.toSorted()).toEqual(tabs.toSorted());
    expect(namesOf("PlatformEventChannel")).toEqual([
      ...new Set(valuesIn("PlatformEventChannelMember", "eventChannel")),
    ]);
  });

  it("put the one wrapper on a page of each kind, in regions that its template has", () => {
    const ofPages = DESCRIBED.filter(({ type }) => type === "FlexiPage").map(xmlOf);
    const kinds = ofPages.map((text) => />(\w+)<\/type>\n<\/FlexiPage>/.exec(text)?.[1] ?? "");
    expect(kinds.toSorted()).toEqual(Object.keys(TEMPLATES).toSorted());
    for (const [index, text] of ofPages.entries()) {
      const template = /<template>\s*<name>([^<]+)/.exec(text)?.[1] ?? "";
      expect(template).toBe(TEMPLATES[kinds[index] ?? ""]);
      const regions = [...text.matchAll(/<name>(\w+)<\/name>\s*<type>(?:Region|Background)/g)].map(
        (at) => at[1],
      );
      expect(regions.toSorted()).toEqual(REGIONS[template]);
      const own = [...text.matchAll(/<componentName>([^<]+)/g)].filter(([, name]) => !name?.includes(":"));
      expect(own.map(([, name]) => name)).toEqual(["standings"]);
    }
    expect(namesOf("AuraDefinitionBundle")).toEqual(["standings"]);
  });

  it("load the canvas of the packaged app once the wrapper knows its parameters", () => {
    const wrapper = packagedText("aura/standings/standings.cmp");
    expect(wrapper).toContain(`namespacePrefix="${project.namespace}"`);
    expect(namesOf("ExternalClientApplication")).toContain(/developerName="(\w+)"/.exec(wrapper)?.[1]);
    expect(wrapper).toContain('<aura:if isTrue="{!v.canvasParameters}">');
    expect(wrapper).toContain("flexipage:availableForAllPageTypes,force:appHostable,force:hasRecordId");
    expect(packagedText("aura/standings/standings.design")).not.toContain("recordId");
  });

  it("tell the canvas of each place that the Worker knows, and of the record that is open", () => {
    const design = packagedText("aura/standings/standings.design");
    expect(/datasource="([^"]+)"/.exec(design)?.[1]?.split(",")).toEqual([...FRAMED_PLACES]);
    const told = (place: string | undefined, recordId?: string) => {
      const values = new Map<string, unknown>([
        ["v.place", place],
        ["v.recordId", recordId],
      ]);
      const controller = runInNewContext(packagedText("aura/standings/standingsController.js"));
      controller.init({
        get: (name: string) => values.get(name),
        set: (name: string, value: unknown) => values.set(name, value),
      });
      expect(values.get("v.height")).toMatch(/^\d+px$/);
      return JSON.parse(String(values.get("v.canvasParameters")));
    };
    for (const place of FRAMED_PLACES) expect(told(place)).toEqual({ place });
    expect(told(undefined)).toEqual({ place: "tab" });
    expect(told("tab", "006000000000001AAA")).toEqual({ place: "record", recordId: "006000000000001AAA" });
    expect(told("utility", "006000000000001AAA")).toEqual({ place: "utility" });
  });

  it("listen to every object whose changes the Worker is told of", () => {
    const events = TOLD_OBJECTS.map((name) => `${name}ChangeEvent`);
    expect(valuesIn("PlatformEventChannelMember", "selectedEntity")).toEqual(events);
    for (const name of TOLD_OBJECTS) {
      const trigger = packagedText(`triggers/${name}Change.trigger`);
      expect(trigger).toContain(`trigger ${name}Change on ${name}ChangeEvent (after insert)`);
      expect(trigger).toContain(`ChangeHandler.handle('${name}', headers);`);
    }
  });
});

describe("what it grants", () => {
  it("is a canvas that can read nothing, apart from an app that syncs", () => {
    expect(valuesIn("ExtlClntAppOauthSettings", "commaSeparatedOauthScopes")).toEqual([
      "Basic",
      "Api, Basic, RefreshToken",
    ]);
    expect(valuesIn("ExtlClntAppCanvasSettings", "accessMethod")).toEqual(["Post"]);
    expect(valuesIn("ExtlClntAppCanvasSettings", "canvasUrl")).toEqual([`${ADDRESS}/embed/salesforce`]);
    expect(valuesIn("ExternalClientApplication", "orgScopedExternalApp")).toEqual(
      namesOf("ExternalClientApplication").map((name) => `${OWNING_ORG}:${name}`),
    );
  });

  it("is of the app that syncs what the Worker asks for", () => {
    const asked = new URL(
      buildAuthorizeUrl(
        { loginUrl: "https://login.salesforce.com", clientId: "app", clientSecret: "test", jwtKey: null },
        { state: "state", redirectUri: `${ADDRESS}/oauth/salesforce/callback`, codeChallenge: "challenge" },
      ),
    ).searchParams.get("scope");
    const named: Readonly<Record<string, string>> = {
      api: "Api",
      id: "Basic",
      refresh_token: "RefreshToken",
    };
    const [, sync] = valuesIn("ExtlClntAppOauthSettings", "commaSeparatedOauthScopes");
    expect(
      asked
        ?.split(" ")
        .map((scope) => named[scope])
        .toSorted()
        .join(", "),
    ).toBe(sync);
  });

  it("is no right over standard objects or of users, which a package cannot give", () => {
    const sets = DESCRIBED.filter(({ type }) => type === "PermissionSet");
    expect(sets).toHaveLength(3);
    expect(sets.flatMap(({ content }) => Object.keys(content))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(object|field|user)Permissions$/)]),
    );
  });

  it("gives the tab with the key, and the class behind it, to admins alone", () => {
    const holders = DESCRIBED.filter(({ type }) => type === "PermissionSet").filter((described) =>
      /ConnectionController|Standings_Connection/.test(xmlOf(described)),
    );
    expect(holders.map(({ file }) => path.basename(file))).toEqual([
      "Standings_Admin.permissionset-meta.xml",
    ]);
  });

  it("keeps secrets, and the settings that hold them, out of the project", () => {
    expect(namesOf("ExtlClntAppGlobalOauthSettings")).toEqual([]);
    for (const file of [".forceignore", ".gitignore"]) {
      expect(textOf(`${PROJECT}/${file}`)).toContain("extlClntAppGlobalOauthSets/");
    }
    const secret = /<(consumerKey|consumerSecret|certificate)>|-----BEGIN|\b3MVG9|force:\/\//;
    expect(filesUnder(PROJECT, [""]).filter((file) => secret.test(textOf(file)))).toEqual([]);
    expect(valuesIn("CustomObject", "visibility")).toEqual(["Protected"]);
  });
});

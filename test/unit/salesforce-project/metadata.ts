import type {
  ApexClass,
  ApexTrigger,
  AuraDefinitionBundle,
  CspTrustedSite,
  CustomApplication,
  CustomField,
  CustomObject,
  CustomTab,
  ExternalClientApplication,
  ExtlClntAppCanvasSettings,
  ExtlClntAppConfigurablePolicies,
  ExtlClntAppOauthConfigurablePolicies,
  ExtlClntAppOauthSettings,
  FlexiPage,
  LightningComponentBundle,
  PermissionSet,
  PlatformEventChannel,
  PlatformEventChannelMember,
  RemoteSiteSetting,
} from "@salesforce/types/metadata";

/** Where the project stands, from the repository's root. */
export const PROJECT = "ui-extension/salesforce";
/** Where the package's files stand in the project. */
export const PACKAGED = "force-app/main/default";
/** Where the files stand that only the org owning the apps takes. */
export const OWNED = "owning-org/main/default";
/** The version of the Metadata API that every file is written for. */
export const API_VERSION = 66;

const NAMESPACE = "http://soap.sforce.com/2006/04/metadata";

/** The kinds of metadata in the project, as Salesforce's own package declares them. */
export interface MetadataTypes {
  readonly ApexClass: ApexClass;
  readonly ApexTrigger: ApexTrigger;
  readonly AuraDefinitionBundle: AuraDefinitionBundle;
  readonly CspTrustedSite: CspTrustedSite;
  readonly CustomApplication: CustomApplication;
  readonly CustomField: CustomField;
  readonly CustomObject: CustomObject;
  readonly CustomTab: CustomTab;
  readonly ExternalClientApplication: ExternalClientApplication;
  readonly ExtlClntAppCanvasSettings: ExtlClntAppCanvasSettings;
  readonly ExtlClntAppConfigurablePolicies: ExtlClntAppConfigurablePolicies;
  readonly ExtlClntAppOauthConfigurablePolicies: ExtlClntAppOauthConfigurablePolicies;
  readonly ExtlClntAppOauthSettings: ExtlClntAppOauthSettings;
  readonly FlexiPage: FlexiPage;
  readonly LightningComponentBundle: LightningComponentBundle;
  readonly PermissionSet: PermissionSet;
  readonly PlatformEventChannel: PlatformEventChannel;
  readonly PlatformEventChannelMember: PlatformEventChannelMember;
  readonly RemoteSiteSetting: RemoteSiteSetting;
}

/** What may be written of a declared type: its own elements only, and a list that is empty is left out. */
export type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [K in keyof T as T[K] extends readonly unknown[] ? never : K]: Written<T[K]> } & {
        readonly [K in keyof T as T[K] extends readonly unknown[] ? K : never]?: Written<T[K]>;
      }
    : T;

/** A metadata file as it should be. `file` is its path in the project. */
export interface DescribedFile {
  readonly type: keyof MetadataTypes;
  readonly file: string;
  readonly content: object;
}

/** Describes one file. An element, or a value of one, that Salesforce does not declare does not compile. */
export function describeFile<Type extends keyof MetadataTypes>(
  type: Type,
  file: string,
  content: Written<MetadataTypes[Type]>,
): DescribedFile {
  return { type, file: `${file}-meta.xml`, content };
}

/** The text of a described file, its elements in the order of the description. */
export function xmlOf({ type, content }: DescribedFile): string {
  const elements = Object.entries(content).map(([name, value]) => elementOf(name, value, 1));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="${NAMESPACE}">\n${elements.join("")}</${type}>\n`;
}

function elementOf(name: string, value: unknown, depth: number): string {
  if (Array.isArray(value)) return value.map((item) => elementOf(name, item, depth)).join("");
  const indent = "    ".repeat(depth);
  if (typeof value !== "object" || value === null)
    return `${indent}<${name}>${textOf(name, value)}</${name}>\n`;
  const children = Object.entries(value).map(([child, inner]) => elementOf(child, inner, depth + 1));
  return `${indent}<${name}>\n${children.join("")}${indent}</${name}>\n`;
}

function textOf(name: string, value: unknown): string {
  // The version is the one number that Salesforce writes with its decimal.
  if (name === "apiVersion") return Number(value).toFixed(1);
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

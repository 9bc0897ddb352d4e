/** An element of a document, with names resolved as far as we need them. */
export interface XmlElement {
  /** Without the prefix. */
  readonly name: string;
  /** The namespace that the prefix stands for; '' where it stands for none. */
  readonly namespace: string;
  /** By name as written, prefix included. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands directly in it, children left out. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly written: string;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const ELEMENTS_MAX = 20_000;
const DEPTH_MAX = 20;
/** Names of namespaces are attributes, and each element knows those of all around it. */
const ATTRIBUTES_MAX = 20;
const DECLARATION = /^\ufeff?<\?xml [^<>]{0,200}\?>/;
const NAME = "[A-Za-z_][\\w.-]{0,100}(?::[A-Za-z_][\\w.-]{0,100})?";
const ATTRIBUTE = `\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*')`;
/** Text, then a tag. Anything else that begins with `<`, such as DOCTYPE, CDATA or a comment, is refused. */
const PIECE = new RegExp(`([^<]*)<(/?)(${NAME})((?:${ATTRIBUTE}){0,${ATTRIBUTES_MAX}})\\s*(/?)>`, "y");
const ATTRIBUTES = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, "g");
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * The root of a small XML document; null when it is not well-formed, or has anything a message between
 * machines has no need of: DOCTYPE, entities of its own, instructions, comments.
 */
export function readXml(document: string): XmlElement | null {
  const body = document.replace(DECLARATION, "");
  const open: OpenElement[] = [];
  const pieces = new RegExp(PIECE);
  for (let count = 0; count < ELEMENTS_MAX * 2; count += 1) {
    const match = pieces.exec(body);
    if (match === null) return null;
    const [, text = "", closing = "", written = "", attributes = "", empty = ""] = match;
    const parent = open.at(-1);
    if (!addText(parent, text)) return null;
    if (closing === "/") {
      if (parent?.written !== written || attributes !== "" || empty !== "") return null;
      open.pop();
    } else {
      const element = openElement(written, attributes, parent);
      if (element === null || open.length >= DEPTH_MAX) return null;
      parent?.children.push(element);
      if (empty === "") open.push(element);
      if (empty !== "" && parent === undefined) return isBlank(body.slice(pieces.lastIndex)) ? element : null;
    }
    if (open.length === 0 && closing === "/") {
      return parent && isBlank(body.slice(pieces.lastIndex)) ? parent : null;
    }
  }
  return null;
}

/** Only blanks may stand outside the root. */
function addText(parent: OpenElement | undefined, text: string): boolean {
  if (parent === undefined) return isBlank(text);
  const decoded = decode(text);
  if (decoded === null) return false;
  parent.text += decoded;
  return true;
}

function openElement(
  written: string,
  attributeText: string,
  parent: OpenElement | undefined,
): OpenElement | null {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of attributeText.matchAll(ATTRIBUTES)) {
    const value = decode(double ?? single ?? "");
    if (value === null || attributes.has(name)) return null;
    attributes.set(name, value);
  }
  const namespaces = namespacesIn(attributes, parent?.namespaces);
  const [prefix, name] = written.includes(":") ? written.split(":", 2) : ["", written];
  const namespace = namespaces.get(prefix ?? "");
  if (namespace === undefined && prefix !== "") return null;
  return {
    name: name ?? "",
    namespace: namespace ?? "",
    attributes,
    children: [],
    text: "",
    written,
    namespaces,
  };
}

/** Those of the element around it, and its own: few elements have any. */
function namespacesIn(
  attributes: ReadonlyMap<string, string>,
  around: OpenElement["namespaces"] = new Map(),
): OpenElement["namespaces"] {
  const own = [...attributes].flatMap(([name, value]): [string, string][] => {
    if (name === "xmlns") return [["", value]];
    return name.startsWith("xmlns:") ? [[name.slice("xmlns:".length), value]] : [];
  });
  return own.length === 0 ? around : new Map([...around, ...own]);
}

/** Null when the text names an entity that is not one of the five, or a character that is none. */
function decode(text: string): string | null {
  let known = true;
  const decoded = text.replace(/&([^;&]{0,12};?)/g, (_, name: string) => {
    const character = name.endsWith(";") ? characterOf(name.slice(0, -1)) : null;
    if (character === null) known = false;
    return character ?? "";
  });
  return known ? decoded : null;
}

function characterOf(name: string): string | null {
  const [, hexadecimal, decimal] = /^#(?:x([\dA-Fa-f]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
  if (hexadecimal === undefined && decimal === undefined) return ENTITIES.get(name) ?? null;
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
    ? String.fromCodePoint(code)
    : null;
}

function isBlank(text: string): boolean {
  return /^\s*$/.test(text);
}

import { createHmac } from "node:crypto";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readPing } from "../../../worker/adapters/crm/salesforce/notices/read-notice.ts";
import { filesUnder, textOf } from "../source-files.ts";
import { TOLD_OBJECTS } from "./described-access.ts";
import { PACKAGED, PROJECT } from "./metadata.ts";

const NOW = Date.UTC(2026, 10, 21, 9);
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
/** Words that Apex keeps for itself and that a name could be taken for. */
const RESERVED =
  /^(any|array|as|by|case|collect|commit|currency|date|desc|end|exit|export|group|having|hint|import|in|inner|insert|join|like|limit|list|loop|map|merge|number|object|of|on|order|outer|package|parallel|retrieve|search|select|set|sort|stat|system|then|time|transaction|trigger|update|upsert|using|when|where)$/i;

const sources = filesUnder(`${PROJECT}/${PACKAGED}`, [".cls", ".trigger"]);
const isTest = (file: string) => /@IsTest/.test(textOf(file));
const classes = sources.filter((file) => file.endsWith(".cls"));
const shipped = sources.filter((file) => !isTest(file));
const apexOf = (name: string) => textOf(`${PROJECT}/${PACKAGED}/classes/${name}.cls`);

/** Code without its comments, and with empty strings. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'/g, (part) =>
    part.startsWith("'") ? "''" : " ",
  );
}

/** What is open at the end, or closed out of turn. Empty where every bracket has its other half. */
function unbalanced(code: string): string {
  const open: string[] = [];
  for (const sign of code.match(/[()[\]{}]/g) ?? []) {
    const closing = CLOSING[sign];
    if (closing) open.push(closing);
    else if (open.pop() !== sign) return `${sign} closes nothing`;
  }
  return open.join("");
}

/** Names of variables and parameters with the types they are declared of. */
function declaredIn(code: string): readonly (readonly [type: string, name: string])[] {
  const declarations = code.matchAll(
    /\b([A-Z]\w*(?:\.\w+)?(?:<[\w<>, .]+>)?) (\w+)(?= *(?:=[^=]|;|,|\)|:))/g,
  );
  return [...declarations].map(([, type = "", name = ""]) => [type, name] as const);
}

describe("the Apex of the package", () => {
  it("closes what it opens, and is named as its files are", () => {
    expect(sources.length).toBeGreaterThan(15);
    for (const file of sources) {
      const code = codeOf(textOf(file));
      expect(unbalanced(code), file).toBe("");
      expect(code.replaceAll("''", ""), file).not.toContain("'");
      const name = path.basename(file, path.extname(file));
      expect(code, file).toMatch(new RegExp(`\\b(class|trigger) ${name}\\b`));
    }
  });

  it("ends every statement", () => {
    const loose = sources.flatMap((file) =>
      codeOf(textOf(file))
        .split("\n")
        .map((line) => line.trimEnd())
        .filter((line) => /^\s+(return|throw|insert|update|upsert)\b.*[\w)\]}']$/.test(line))
        .map((line) => `${file}: ${line}`),
    );
    expect(loose).toEqual([]);
  });

  it("gives no variable a name that Apex, which hears no case, takes for something else", () => {
    const taken = sources.flatMap((file) => {
      const code = codeOf(textOf(file));
      const types = new Set(
        [...code.matchAll(/\b[A-Z](?:\w*[a-z]\w*|SON)(?=[.<(])/g)].map(([type]) => type.toLowerCase()),
      );
      return declaredIn(code)
        .filter(([, name]) => RESERVED.test(name) || types.has(name.toLowerCase()))
        .map(([type, name]) => `${file}: ${type} ${name}`);
    });
    expect(taken).toEqual([]);
  });

  it("calls only methods that its classes have", () => {
    const names = classes.map((file) => path.basename(file, ".cls"));
    const missing = sources.flatMap((file) =>
      [...codeOf(textOf(file)).matchAll(/\b([A-Z]\w+)\.(\w+)\b/g)]
        .filter(([, owner = "", member = ""]) => {
          if (!names.includes(owner)) return false;
          return !new RegExp(`[\\w>] ${member}( [={;]|;|\\(|\\b)`).test(codeOf(apexOf(owner)));
        })
        .map(([call]) => `${file}: ${call}`),
    );
    expect(missing).toEqual([]);
  });

  it("says in every class whose rights it runs with", () => {
    for (const file of shipped.filter((name) => name.endsWith(".cls"))) {
      expect(textOf(file), file).toMatch(/^(public|global) with sharing class /m);
    }
  });

  it("reads no record and writes only the package's own setting", () => {
    for (const file of shipped) {
      const code = codeOf(textOf(file));
      expect(code, file).not.toMatch(/\bSELECT\b|\bDatabase\.query|\b(insert|update|delete) \w/i);
      expect(code.match(/\bupsert\b[^;]*/g) ?? [], file).not.toContainEqual(
        expect.stringMatching(/^upsert (?!as system settings$)/),
      );
    }
  });

  it("lets out neither a session nor what a failure says", () => {
    for (const file of shipped) {
      const code = codeOf(textOf(file));
      expect(code, file).not.toMatch(/getSessionId|getMessage\(|getStackTrace|getBody\(/);
    }
    expect(codeOf(apexOf("ConnectionController"))).not.toContain("PingKey__c");
  });

  it("asserts something in each of its tests", () => {
    for (const file of classes.filter((name) => name.endsWith("Test.cls"))) {
      const tests = textOf(file).split("@IsTest").slice(2);
      expect(tests.length, file).toBeGreaterThan(2);
      for (const text of tests) expect(text, file).toMatch(/Assert\.|assert(Told|Overflow)\(/);
    }
  });
});

/** The body as the class writes it: its fields, in its order. A value for a field that it lacks is left out. */
function bodyOf(ping: string, values: Readonly<Record<string, unknown>>): string {
  const names = [...ping.matchAll(/write(?:String|Number)?Field(?:Name)?\('(\w+)'/g)].map(
    ([, name = ""]) => name,
  );
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name]])));
}

const headerOf = (ping: string) => /SIGNATURE_HEADER = '([^']+)'/.exec(ping)?.[1] ?? "";

describe("its ping", () => {
  const ping = apexOf("ChangePing");
  const job = apexOf("PingJob");
  const hints = apexOf("ChangeHints");

  it("goes where the Worker hears it, and counts as heard with the Worker's answer", () => {
    expect(job).toContain("PATH = '/webhooks/salesforce'");
    expect(job).toContain("setMethod('POST')");
    expect(job).toContain("ACCEPTED = 204");
  });

  it("is taken by the Worker, about every object that it is sent for", async () => {
    const key = "a-key-of-a-test-that-is-long-enough-0123456789";
    for (const name of TOLD_OBJECTS) {
      const body = bodyOf(ping, {
        orgId: "00D000000000001EAA",
        object: name,
        ids: ["00600000000000aAAA"],
        changeType: "UPDATE",
        commitTimestamp: NOW,
        sentAt: NOW,
        nonce: "0123456789abcdef",
      });
      const taken = await readPing({
        method: "POST",
        url: "https://standings.example.com/webhooks/salesforce",
        headers: new Headers({ [headerOf(ping)]: createHmac("sha256", key).update(body).digest("base64") }),
        body: new TextEncoder().encode(body),
        now: new Date(NOW).toISOString(),
        secretOf: async () => key,
      });
      const hinted = taken.ok ? taken.value.flatMap(({ hints }) => hints) : [];
      expect(hinted, name).toContainEqual(expect.objectContaining({ recordId: "00600000000000aAAA" }));
    }
  });

  it("is signed with HMAC-SHA256 over its body, in base64", () => {
    const signed = ping.replaceAll(/\s+/g, " ");
    expect(signed).toContain(
      "EncodingUtil.base64Encode( Crypto.generateMac('HmacSHA256', Blob.valueOf(body), Blob.valueOf(key)) )",
    );
    expect(job).toContain("ChangePing.signatureOf(body, settings.PingKey__c)");
    expect(job).toContain("request.setBody(body)");
  });

  it("fits in the time that a job may wait for callouts", () => {
    const numberOf = (text: string, name: string) => Number(new RegExp(`${name} = (\\d+)`).exec(text)?.[1]);
    const seconds = (numberOf(hints, "PINGS_PER_JOB_MAX") * numberOf(job, "TIMEOUT_MILLISECONDS")) / 1000;
    expect(seconds).toBeLessThan(120);
    expect(numberOf(hints, "PINGS_PER_JOB_MAX")).toBeLessThanOrEqual(100);
    expect(numberOf(hints, "IDS_PER_PING_MAX")).toBe(500);
    expect(job).toContain("implements Queueable, Database.AllowsCallouts");
  });
});

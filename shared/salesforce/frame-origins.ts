/** A web address up to its path: protocol, host, and port. */
const WEB_ADDRESS = /^(https?:\/\/)([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(?:[/?#]|$)/;
/** A My Domain address: the org's name, and the part that says which kind of org it is (`sandbox`, `develop` …). */
const MY_DOMAIN = /^([a-z0-9][a-z0-9-]*)((?:\.[a-z]{2,16})?)\.my\.salesforce\.com$/;

/**
 * The origins of an org whose pages may hold ours, from the address at which the org answers: its My Domain, Lightning,
 * setup, and Visualforce pages. Other orgs share the domains but never these hosts. Any other address, such as a
 * simulator's, stands for itself. Empty for what is no web address.
 */
export function salesforceFrameOrigins(instanceUrl: string): readonly string[] {
  const [, protocol, host, port = ""] = WEB_ADDRESS.exec(instanceUrl.toLowerCase()) ?? [];
  if (protocol === undefined || host === undefined) return [];
  const [, name, kind = ""] = MY_DOMAIN.exec(host) ?? [];
  if (name === undefined) return [`${protocol}${host}${port}`];
  return [
    `${name}${kind}.my.salesforce.com`,
    `${name}${kind}.lightning.force.com`,
    `${name}${kind}.my.salesforce-setup.com`,
    // A star may stand for whole names alone, so only pages without a package's prefix can be named.
    `${name}--c${kind}.vf.force.com`,
  ].map((each) => `https://${each}`);
}

/** Where an org signs in by itself: its My Domain, of whatever kind of org. */
const MY_DOMAIN = /^https:\/\/([a-z0-9][a-z0-9-]{0,79}(?:\.[a-z]{2,16})?\.my\.salesforce\.com)\/?$/;

/**
 * Where consent for an org begins. Sandboxes, and orgs that turned the common sign-in page off, are named by their own;
 * `instanceUrl` is where the org answers.
 */
export function salesforceInstallPath(instanceUrl: string | null): string {
  const host = MY_DOMAIN.exec(instanceUrl ?? "")?.[1];
  return host === undefined ? "/install/salesforce" : `/install/salesforce?host=${host}`;
}

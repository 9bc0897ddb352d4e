/**
 * What jsforce takes of undici when it is loaded. workerd cannot run undici's own connections, and nothing
 * is sent with them: every call goes through the runtime's `fetch` (see the Salesforce adapter's transport).
 * CommonJS, because the test runner loads it as it stands.
 */
class Agent {}
class ProxyAgent {}
class SocketError extends Error {}

function fetch() {
  return Promise.reject(new Error("jsforce's own transport is not used"));
}

module.exports = { Agent, ProxyAgent, Response: globalThis.Response, errors: { SocketError }, fetch };

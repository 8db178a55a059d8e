/** Who may read answers, where they may be shown and what they may load. */
const POLICIES = [
  'content-security-policy',
  'document-isolation-policy',
  'document-policy',
  'feature-policy',
  'integrity-policy',
  'permissions-policy',
  'referrer-policy',
  'require-document-policy',
  'x-content-security-policy',
  'x-content-type-options',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-webkit-csp',
  'x-xss-protection',
];

/**
 * What a browser remembers of the origin, or does for all of it: these sign everybody out, move the origin elsewhere, let a worker of
 * the plugin answer for it, have it send more of the caller or fetch more than anybody asked for, report its visits.
 */
const ORIGIN_WIDE = [
  'accept-ch',
  'accept-ch-lifetime',
  'activate-storage-access',
  'alt-svc',
  'attribution-reporting-register-source',
  'attribution-reporting-register-trigger',
  'clear-site-data',
  'critical-ch',
  'expect-ct',
  'nel',
  'observe-browsing-topics',
  'origin-agent-cluster',
  'origin-trial',
  'public-key-pins',
  'report-to',
  'reporting-endpoints',
  'sec-session-challenge',
  'sec-session-registration',
  'secure-session-challenge',
  'secure-session-registration',
  'service-worker-allowed',
  'set-login',
  'shared-storage-write',
  'speculation-rules',
  'strict-transport-security',
  'supports-loading-mode',
  'use-as-dictionary',
  'x-dns-prefetch-control',
];

const NAMES = new Set([...POLICIES, ...ORIGIN_WIDE, 'x-powered-by']);
const FAMILIES = /^(access-control|cross-origin)-/;

/**
 * Whether a header of an answer is for the control plane alone to send: a plugin shares its origin with the whole portal.
 *
 * @param name - in lower case, as Node gives it
 */
export function isControlPlanes(name: string): boolean {
  return FAMILIES.test(name) || NAMES.has(name.replace(/-report-only$/, ''));
}

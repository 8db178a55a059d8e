import type { CodeTable } from './CodeTable';

/** Credentials. */
export const credentialCodes = {
  UNAUTHENTICATED: { status: 401, title: 'No valid credential was sent' },
  API_KEY_INVALID: { status: 401, title: 'The API key is not known' },
  API_KEY_EXPIRED: { status: 401, title: 'The API key has expired' },
  API_KEY_REVOKED: { status: 401, title: 'The API key was revoked' },
  FORBIDDEN: { status: 403, title: 'The caller may not do this' },
  SCOPE_MISSING: { status: 403, title: 'The API key lacks the scope' },
  ORGANIZATION_REQUIRED: {
    status: 400,
    title: 'Several organizations are possible',
  },
  ORGANIZATION_FORBIDDEN: {
    status: 403,
    title: 'The caller is not a member of the organization',
  },
  NO_ORGANIZATION: {
    status: 403,
    title: 'The caller belongs to no organization',
  },
} as const satisfies CodeTable;

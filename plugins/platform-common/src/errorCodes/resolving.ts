import type { CodeTable } from './CodeTable';

/** Resolving. */
export const resolvingCodes = {
  VERSIONS_CONFLICT: {
    status: 422,
    title: 'No versions fit together',
  },
  OPTIONAL_DEPENDENCY_LOST: {
    status: 422,
    title: 'Something works better with what is removed',
  },
  RESOLVE_TIMEOUT: { status: 422, title: 'The search for versions gave up' },
  LOCK_DRIFT: { status: 409, title: 'What a lock names has changed' },
  KNOWN_ADVISORY: {
    status: 422,
    title: 'A version has a known fault that is put up with',
  },
  ACCEPTANCE_NOT_FOUND: {
    status: 404,
    title: 'The acceptance is not known',
  },
  SNAPSHOT_NOT_FOUND: { status: 404, title: 'The facts are not kept here' },
} as const satisfies CodeTable;

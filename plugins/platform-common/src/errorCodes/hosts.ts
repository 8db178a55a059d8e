import type { CodeTable } from './CodeTable';

/** Hosts, as reasons of a failed rollout and codes of the front. */
export const hostCodes = {
  HOST_UNAVAILABLE: {
    status: 503,
    title: 'The plugin is not serving right now',
  },
  HOST_BUSY: {
    status: 503,
    title: 'The plugin has as many requests under way as it may have',
  },
  HOST_TIMEOUT: { status: 504, title: 'The plugin did not answer in time' },
  HOST_CONNECTION_LOST: {
    status: 502,
    title: 'The plugin ended while it answered',
  },
  HOST_ANSWER_INVALID: {
    status: 502,
    title: 'The plugin answered what HTTP does not allow',
  },
  FETCH_FAILED: { status: 502, title: 'The artifact could not be fetched' },
  VERIFY_FAILED: {
    status: 422,
    title: 'The artifact on disk is not the one that was published',
  },
  HOST_EXITED: { status: 422, title: 'The host ended before it served' },
  HOST_START_FAILED: { status: 422, title: 'The plugin failed to start' },
  HOST_START_TIMEOUT: {
    status: 422,
    title: 'The plugin did not start in time',
  },
  HOST_INVENTORY_MISMATCH: {
    status: 422,
    title: 'The host loaded something else',
  },
  HOST_PROBE_FAILED: {
    status: 422,
    title: 'The plugin does not answer its probe',
  },
  HOST_CRASH_LOOP: { status: 422, title: 'The plugin ends again and again' },
  HOST_HANG: { status: 422, title: 'The plugin stopped answering' },
  HOST_OUT_OF_MEMORY: {
    status: 422,
    title: 'The plugin used more memory than it may',
  },
  HOST_UNHANDLED_ERROR: {
    status: 422,
    title: 'The plugin does not handle its errors',
  },
  HOST_LOG_FLOOD: { status: 422, title: 'The plugin floods its log' },
  REMOTE_INVALID: { status: 422, title: 'The frontend remote is malformed' },
  ROLLOUT_TIMEOUT: { status: 504, title: 'The rollout did not finish in time' },
  ROLLOUT_CANCELLED: { status: 409, title: 'The rollout was cancelled' },
} as const satisfies CodeTable;

import { readFileSync } from 'node:fs';

/** How hosts get their user: one of their own per plugin, one for all, or the supervisor's. */
export type HostUserPolicy =
  | { kind: 'per-plugin'; firstUid: number }
  | { kind: 'fixed'; uid: number }
  | { kind: 'same' };

/** Below the range of systemd's dynamic users, above that of people. */
const FIRST_HOST_UID = 60_600;
const HOST_UIDS = 400;

/**
 * Reads `--host-user`. Only root can switch users; everyone else runs hosts as themselves. The default gives each
 * plugin a user of its own, so that hosts cannot signal or trace each other.
 */
export function readHostUserPolicy(
  value: string | undefined,
  isRoot: boolean,
): HostUserPolicy {
  if (!isRoot || value === 'same') return { kind: 'same' };
  if (value === undefined || value === 'per-plugin') {
    return { kind: 'per-plugin', firstUid: FIRST_HOST_UID };
  }
  const uid = /^\d+$/.test(value) ? Number(value) : uidOf(value);
  if (!uid) {
    throw new Error(
      `--host-user ${value}: no such user, or root; use a name, a number, per-plugin or same`,
    );
  }
  return { kind: 'fixed', uid };
}

/** The user of a plugin's hosts; remembers it, so that it stays the same over restarts. */
export function assignHostUser(
  policy: HostUserPolicy,
  users: Record<string, number>,
  pluginId: string,
): number | undefined {
  if (policy.kind === 'same') return undefined;
  if (policy.kind === 'fixed') return policy.uid;
  const taken = new Set(Object.values(users));
  const index = users[pluginId] ?? firstFree(taken);
  users[pluginId] = index;
  return policy.firstUid + index;
}

function firstFree(taken: ReadonlySet<number>): number {
  for (let index = 0; index < HOST_UIDS; index++) {
    if (!taken.has(index)) return index;
  }
  throw new Error(
    `More than ${HOST_UIDS} plugins have had hosts here; start the supervisor with --host-user <name>`,
  );
}

function uidOf(name: string): number | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(entry => entry.startsWith(`${name}:`));
  return line ? Number(line.split(':')[2]) : undefined;
}

import fs from 'node:fs';
import path from 'node:path';
import { FAILPOINTS } from '../../packages/plugin-host/src/supervisor/failpoint.ts';
import { checkout } from '../src/RunningPortal.ts';

/** What has to happen so that a process reaches a failpoint. */
export type Cause = keyof typeof FAILPOINTS | 'oneWay';

export interface Failpoint {
  name: string;
  process: 'supervisor' | 'controlPlane';
  cause: Cause;
  /** How many supervisors there must be. */
  replicas: 1 | 2;
}

const supervisorFailpoints: Failpoint[] = Object.entries(FAILPOINTS).flatMap(
  ([cause, names]) =>
    names.map(name => ({
      name,
      process: 'supervisor' as const,
      cause: cause as Cause,
      replicas: 1 as const,
    })),
);

/** Read from the source, so that none that is added later can be forgotten here. */
function controlPlaneFailpoints(): Failpoint[] {
  const file = path.join(
    checkout,
    'plugins/lifecycle-backend/src/rollout/failpoint.ts',
  );
  const names = fs
    .readFileSync(file, 'utf8')
    .matchAll(/'(controlPlane\.[\w.]+)'/g);
  return [...new Set([...names].map(([, name]) => name!))].map(name => ({
    name,
    process: 'controlPlane' as const,
    cause: name.includes('.snapshot.') ? 'oneWay' : 'upgrade',
    // Only from one supervisor to the next a rollout has steps of its own.
    replicas: /canary|replica/i.test(name) ? 2 : 1,
  }));
}

export const allFailpoints: readonly Failpoint[] = [
  ...supervisorFailpoints,
  ...controlPlaneFailpoints(),
];

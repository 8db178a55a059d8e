import fs from 'node:fs';
import path from 'node:path';
import { FAILPOINTS } from '../../packages/plugin-host/src/supervisor/failpoint.ts';
import { checkout } from '../src/RunningPortal.ts';

/** What has to happen so that a process reaches a failpoint. */
export type Cause = keyof typeof FAILPOINTS;

export interface Failpoint {
  name: string;
  process: 'supervisor' | 'controlPlane';
  cause: Cause;
}

const supervisorFailpoints: Failpoint[] = Object.entries(FAILPOINTS).flatMap(
  ([cause, names]) =>
    names.map(name => ({
      name,
      process: 'supervisor' as const,
      cause: cause as Cause,
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
    cause: 'upgrade' as const,
  }));
}

export const allFailpoints: readonly Failpoint[] = [
  ...supervisorFailpoints,
  ...controlPlaneFailpoints(),
];

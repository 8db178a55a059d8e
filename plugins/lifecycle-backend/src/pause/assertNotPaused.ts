import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';

/** Refuses changes of an environment that somebody has paused. */
export function assertNotPaused({ name, paused }: EnvironmentRecord): void {
  if (!paused) return;
  throw new SceneshiftError(
    'ENVIRONMENT_PAUSED',
    `'${name}' was paused by ${paused.by} at ${paused.at}: ${paused.reason}. No change is accepted until it is resumed: ` +
      `sceneshift resume ${name}.`,
    { details: { paused } },
  );
}

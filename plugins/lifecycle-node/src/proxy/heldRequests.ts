import type { HostedPluginsService } from '../hostedPlugins/types';
import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import { findTarget, type Target } from './Target';

/** A change-over is usually done by then: the caller notices nothing but the wait. */
const HOLD_MS = 5_000;

/**
 * Waits while requests to the plugin are held.
 *
 * @returns the target as it is afterwards; undefined when the plugin is gone
 * @throws SceneshiftError `PLUGIN_IN_MAINTENANCE` when it takes too long, `ENVIRONMENT_PAUSED` at once
 */
export async function whenReleased(
  hostedPlugins: HostedPluginsService,
  target: Target,
  url: string,
  holdMs = HOLD_MS,
): Promise<Target | undefined> {
  const end = Date.now() + holdMs;
  let current: Target | undefined = target;
  while (current?.route.held) {
    const left = end - Date.now();
    if (current.route.held === 'paused' || left <= 0) throw refusal(current);
    await hostedPlugins.whenUpdated(left);
    const snapshot = hostedPlugins.snapshot();
    current = snapshot && findTarget(snapshot, url);
  }
  return current;
}

/** Why a held plugin does not answer. */
export function refusal({ pluginId, environment, route }: Target) {
  return route.held === 'paused'
    ? new SceneshiftError(
        'ENVIRONMENT_PAUSED',
        `The environment '${environment}' is paused and its hosts are stopped: '${pluginId}' answers again when it is resumed.`,
      )
    : new SceneshiftError(
        'PLUGIN_IN_MAINTENANCE',
        `The database of '${pluginId}' is being changed over: try again in a moment.`,
      );
}

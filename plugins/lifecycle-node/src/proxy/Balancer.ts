import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Target } from './Target';

/** Takes a plugin's supervisors in turn. */
export class Balancer {
  private readonly turns = new Map<string, number>();

  /** The supervisors to try, best first; none while none serves. */
  order({ environment, pluginId, route }: Target): string[] {
    const { addresses } = route;
    if (!addresses.length) return [];
    const key = `${environment}/${pluginId}`;
    const turn = (this.turns.get(key) ?? -1) + 1;
    const start = turn % addresses.length;
    this.turns.set(key, start);
    return [...addresses.slice(start), ...addresses.slice(0, start)];
  }
}

/** The answer while no host serves. */
export function unavailable(pluginId: string): SceneshiftError {
  return new SceneshiftError(
    'HOST_UNAVAILABLE',
    `The plugin '${pluginId}' is installed but is not serving right now: try again in a moment.`,
  );
}

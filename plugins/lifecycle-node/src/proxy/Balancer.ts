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

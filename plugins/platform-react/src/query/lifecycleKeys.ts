/**
 * Query keys of the lifecycle room, so that a finished rollout refreshes every page that shows its effect.
 *
 * @public
 */
export const lifecycleKeys = {
  all: ['lifecycle'] as const,
  environments: ['lifecycle', 'environments'] as const,
  environment: (name: string) => ['lifecycle', 'environment', name] as const,
  generations: (name: string) => ['lifecycle', 'generations', name] as const,
  rollouts: (name: string) => ['lifecycle', 'rollouts', name] as const,
  rollout: (id: string) => ['lifecycle', 'rollout', id] as const,
  snapshots: (name: string) => ['lifecycle', 'snapshots', name] as const,
  exports: (name: string) => ['lifecycle', 'exports', name] as const,
  logs: (name: string, pluginId: string) =>
    ['lifecycle', 'logs', name, pluginId] as const,
};

/** Query keys of this room. What an environment has is part of the key: a rollout makes its answers new ones. */
export const resolverKeys = {
  graph: (environment: string | undefined, generation: number | undefined) =>
    ['resolver', 'graph', environment, generation] as const,
  upgrade: (
    environment: string | undefined,
    generation: number | undefined,
    to: string | undefined,
  ) => ['resolver', 'upgrade', environment, generation, to] as const,
  acceptances: (environment: string) =>
    ['resolver', 'acceptances', environment] as const,
  releases: ['resolver', 'releases'] as const,
  plans: ['resolver', 'plans'] as const,
  plan: (id: string) => ['resolver', 'plan', id] as const,
};

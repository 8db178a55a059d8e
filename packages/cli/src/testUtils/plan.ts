/** A plan without problems, as a portal answers it. */
export const plan = {
  id: 'p1',
  environment: 'development',
  hash: 'h1',
  baseGeneration: 3,
  diff: [
    {
      pluginId: 'radar',
      kind: 'upgrade',
      packages: [{ name: '@a/radar', from: '1.0.0', to: '2.0.0' }],
      config: [{ path: 'radar.url', kind: 'added' }],
      migrations: 'compatible',
    },
  ],
  problems: [],
};

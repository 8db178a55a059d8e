import type {
  DatabaseSnapshot,
  DataExport,
  Environment,
  Generation,
  InstalledPlugin,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';

const hello: InstalledPlugin = {
  pluginId: 'hello',
  enabled: true,
  packages: [
    { name: '@demo/plugin-hello', version: '1.0.0', role: 'frontend-plugin' },
    {
      name: '@demo/plugin-hello-backend',
      version: '1.0.0',
      role: 'backend-plugin',
    },
  ],
  health: 'serving',
};

const news: InstalledPlugin = {
  pluginId: 'news',
  enabled: true,
  packages: [
    {
      name: '@demo/plugin-news-backend',
      version: '0.2.0',
      role: 'backend-plugin',
    },
  ],
  health: 'failed',
  reason: {
    code: 'HOST_CRASH_LOOP',
    message: 'The host of news ended 3 times within a minute.',
  },
};

/** Two plugins, one of them in trouble. */
export const development: Environment = {
  name: 'development',
  title: 'Development',
  backstageRelease: '1.55.0',
  current: true,
  servingGeneration: 3,
  plugins: [hello, news],
  replicas: [
    {
      id: 'laptop-1',
      address: 'http://127.0.0.1:7100',
      backstageRelease: '1.55.0',
      generation: 3,
      lastSeenAt: '2026-09-01T12:00:00Z',
      alive: true,
    },
  ],
};

function generation(
  number: number,
  state: Generation['state'],
  summary: string,
): Generation {
  return {
    number,
    environment: 'development',
    createdAt: '2026-09-01T12:00:00Z',
    createdBy: 'user:default/guest',
    state,
    summary,
    plugins: [hello],
  };
}

export const generations: Generation[] = [
  generation(3, 'serving', 'Install news 0.2.0'),
  generation(2, 'failed', 'Upgrade hello to 2.0.0'),
  generation(1, 'superseded', 'Install hello 1.0.0'),
];

export const rollouts: Rollout[] = [
  {
    id: 'r2',
    environment: 'development',
    planId: 'p2',
    fromGeneration: 1,
    toGeneration: 2,
    state: 'rolledBack',
    steps: [
      {
        state: 'fetching',
        at: '2026-09-01T12:00:00Z',
        message: 'Upgrade hello 2.0.0',
      },
      { state: 'fetching', at: '2026-09-01T12:00:00Z', replicaId: 'laptop-1' },
      {
        state: 'starting',
        at: '2026-09-01T12:00:01Z',
        replicaId: 'laptop-1',
        pluginId: 'hello',
      },
    ],
    reason: {
      code: 'HOST_START_FAILED',
      message: 'The host of hello ended before it served.',
      pluginId: 'hello',
    },
    logs: ['Plugin hello failed to start'],
    createdAt: '2026-09-01T12:00:00Z',
    createdBy: 'user:default/guest',
    endedAt: '2026-09-01T12:00:04Z',
  },
];

export const snapshots: DatabaseSnapshot[] = [
  {
    id: 'snapshot-1',
    environment: 'development',
    pluginId: 'hello',
    kind: 'replaced',
    state: 'ready',
    packages: [{ name: '@demo/plugin-hello-backend', version: '0.9.0' }],
    generation: 1,
    takenAt: '2026-09-01T12:00:00Z',
    createdBy: 'user:default/guest',
    sizeBytes: 8_200_000,
  },
];

export const dataExports: DataExport[] = [
  {
    id: 'export-1',
    environment: 'development',
    pluginId: 'radar',
    kind: 'present',
    takenAt: '2026-09-01T12:00:00Z',
    state: 'ready',
    digest: 'sha256-0',
    sizeBytes: 2_048,
    tables: [{ schema: 'public', name: 'entries', rows: 12 }],
    createdAt: '2026-09-01T12:00:00Z',
    createdBy: 'user:default/guest',
  },
];

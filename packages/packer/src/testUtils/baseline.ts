import type { Baseline } from '@sceneshift/backstage-platform-common';

/** A release with two libraries, for tests that need no real one. */
export const testBaseline: Baseline = {
  formatVersion: 1,
  release: '1.55.0',
  node: '24',
  backend: {
    '@backstage/backend-plugin-api': {
      version: '1.10.1',
      exports: {
        '.': ['coreServices', 'createBackendPlugin'],
        './alpha': ['actionsServiceRef'],
      },
    },
    '@backstage/errors': { version: '1.3.1', exports: { '.': ['InputError'] } },
  },
  frontend: {
    '@backstage/frontend-plugin-api': { version: '0.18.1' },
    react: { version: '18.3.1' },
    lodash: { version: '4.18.1' },
  },
  shared: { react: '18.3.1' },
  toolchain: { '@backstage/cli-module-build': '0.1.8' },
};

import { createHash } from 'node:crypto';
import type {
  ArtifactManifest,
  Baseline,
} from '@sceneshift/backstage-platform-common';
import { makeTarball, type TestEntry } from './packages';

const MAIN = 'exports.default = {};\n';

/** The manifest of a backend plugin's artifact. */
export function backendManifest(
  integrity: string,
  overrides: Partial<ArtifactManifest> = {},
): ArtifactManifest {
  return {
    formatVersion: 1,
    name: '@acme/plugin-hello-backend',
    version: '1.0.0',
    role: 'backend-plugin',
    pluginId: 'hello',
    source: { integrity },
    baseline: '1.55.0',
    packer: { version: '0.1.0' },
    platform: 'any',
    imports: { '@backstage/backend-plugin-api': ['createBackendPlugin'] },
    rangeWarnings: [],
    privateLibraries: {},
    packages: [],
    backend: { main: 'dist/index.cjs.js', migrations: 'none' },
    files: [
      {
        path: 'dist/index.cjs.js',
        size: MAIN.length,
        sha256: createHash('sha256').update(MAIN).digest('hex'),
      },
    ],
    ...overrides,
  };
}

export async function makeArtifact(
  manifest: ArtifactManifest,
  files: TestEntry[] = [{ name: 'dist/index.cjs.js', content: MAIN }],
): Promise<{ bytes: Buffer; digest: string }> {
  const bytes = await makeTarball([
    { name: 'artifact.json', content: JSON.stringify(manifest) },
    ...files,
  ]);
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { bytes, digest: `sha256-${digest}` };
}

export const baseline: Baseline = {
  formatVersion: 1,
  release: '1.55.0',
  node: '24',
  backend: {
    '@backstage/backend-plugin-api': {
      version: '1.10.1',
      exports: { '.': ['createBackendPlugin', 'coreServices'] },
    },
  },
  frontend: {},
  shared: {},
  toolchain: {},
};

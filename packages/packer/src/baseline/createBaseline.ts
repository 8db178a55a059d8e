import { createRequire } from 'node:module';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  SceneshiftError,
  splitModuleSpecifier,
  type Baseline,
  type BaselinePackage,
} from '@sceneshift/backstage-platform-common';
import { sortKeys } from '../artifact/writeArtifact';
import { listEntryPoints, readLibrary } from './listEntryPoints';
import { readExports } from './readExports';

/** Build tools whose versions decide what a build makes. */
const TOOLS = [
  '@backstage/cli-module-build',
  '@backstage/cli-node',
  '@backstage/cli-common',
  '@backstage/config-loader',
  '@backstage/module-federation-common',
  '@module-federation/enhanced',
  '@rspack/core',
  '@swc/core',
  'css-loader',
  'esbuild',
  'postcss',
  'rollup',
  'typescript',
];

const LIBRARY_ROLES = new Set(['web-library', 'common-library']);

/** Libraries for tests and development, which no plugin imports at run time. */
const NOT_RUNTIME = /(test|dev)-utils$|^@backstage\/release-manifests$/;

/** A created baseline, and the entry points whose names could not be read. @public */
export interface CreatedBaseline {
  baseline: Baseline;
  skipped: string[];
}

/**
 * Records the release that a portal checkout runs: what plugin hosts supply, with every exported name; what
 * the app and the build tools are, with exact versions.
 *
 * @public
 */
export async function createBaseline(options: {
  /** A portal checkout with `packages/plugin-host` and an installed `node_modules`. */
  portalDir: string;
  release?: string;
}): Promise<CreatedBaseline> {
  const portalDir = resolve(options.portalDir);
  const nodeModules = join(portalDir, 'node_modules');
  const { backend, skipped } = await describeBackend(portalDir, nodeModules);
  const baseline: Baseline = {
    formatVersion: 1,
    release: options.release ?? (await readRelease(portalDir)),
    node: process.versions.node.split('.')[0] ?? '',
    backend,
    frontend: await describeFrontend(nodeModules),
    shared: await describeShared(portalDir, nodeModules),
    toolchain: await readVersions(nodeModules, TOOLS),
  };
  return { baseline: sortKeys(baseline) as Baseline, skipped };
}

async function readRelease(portalDir: string): Promise<string> {
  const text = await readFile(join(portalDir, 'backstage.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function describeBackend(portalDir: string, nodeModules: string) {
  const hostDir = join(portalDir, 'packages', 'plugin-host');
  const host = await readLibrary(join(portalDir, 'packages'), 'plugin-host');
  const names = Object.keys(host?.dependencies ?? {}).filter(name =>
    name.startsWith('@backstage/'),
  );
  const libraries = await readLibraries(nodeModules, names);
  const specifiers = libraries.flatMap(([name, library]) =>
    listEntryPoints(library).map(entry => `${name}${entry.slice(1)}`),
  );
  const { names: exported, skipped } = await readExports(hostDir, specifiers);
  const backend: Record<string, BaselinePackage> = {};
  for (const [name, library] of libraries) {
    const entries = listEntryPoints(library)
      .map(entry => [entry, exported[`${name}${entry.slice(1)}`]] as const)
      .filter((pair): pair is [string, string[]] => pair[1] !== undefined);
    backend[name] = {
      version: library.version,
      exports: Object.fromEntries(entries),
    };
  }
  return { backend, skipped };
}

/** Every Backstage library for browsers that is installed, and what they depend on directly. */
async function describeFrontend(
  nodeModules: string,
): Promise<Record<string, BaselinePackage>> {
  const installed = (await readdir(join(nodeModules, '@backstage'))).map(
    name => `@backstage/${name}`,
  );
  const libraries = (await readLibraries(nodeModules, installed)).filter(
    ([name, library]) =>
      LIBRARY_ROLES.has(library.backstage?.role ?? '') &&
      !NOT_RUNTIME.test(name),
  );
  const used = libraries
    .filter(([, library]) => library.backstage?.role !== 'common-library')
    .flatMap(([, library]) =>
      Object.keys({ ...library.dependencies, ...library.peerDependencies }),
    )
    .filter(name => !/^@(types|backstage|testing-library)\//.test(name));
  const versions = await readVersions(nodeModules, [
    ...libraries.map(([name]) => name),
    ...used,
  ]);
  return Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [name, { version }]),
  );
}

/** The federation's shared list, with the versions that the app brings. */
async function describeShared(portalDir: string, nodeModules: string) {
  const requireFromPortal = createRequire(join(portalDir, 'package.json'));
  const { defaultHostSharedDependencies } = requireFromPortal(
    '@backstage/module-federation-common',
  ) as {
    defaultHostSharedDependencies(): Record<string, unknown>;
  };
  const shared: Record<string, string> = {};
  for (const specifier of Object.keys(defaultHostSharedDependencies())) {
    const { packageName } = splitModuleSpecifier(specifier);
    const library = await readLibrary(nodeModules, packageName);
    if (library) shared[specifier] = library.version;
  }
  return shared;
}

async function readVersions(
  nodeModules: string,
  names: string[],
): Promise<Record<string, string>> {
  const libraries = await readLibraries(nodeModules, names);
  return Object.fromEntries(
    libraries.map(([name, { version }]) => [name, version]),
  );
}

async function readLibraries(nodeModules: string, names: string[]) {
  const unique = [...new Set(names)].sort();
  const read = await Promise.all(
    unique.map(
      async name => [name, await readLibrary(nodeModules, name)] as const,
    ),
  );
  const found = read.flatMap(([name, library]) =>
    library ? [[name, library] as const] : [],
  );
  if (found.length === 0) {
    throw new SceneshiftError(
      'INPUT_INVALID',
      `'${nodeModules}' has none of the expected packages; install the checkout's dependencies first`,
    );
  }
  return found;
}

import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  splitModuleSpecifier,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import canonicalize from 'canonicalize';
import semver from 'semver';
import { RELEASE_PACKAGE, type Facts, type Snapshot } from './Facts';
import type { ReadPackage } from './PackageReader';

/** Bytes that are hashed and copied between two looks at the event loop: some milliseconds. */
const SLICE = 2 * 1024 * 1024;

/** Names facts by their content. Equal facts have equal names, in whatever order they were loaded. */
export async function createSnapshot(
  packages: ReadonlyMap<string, ReadPackage>,
  baselines: Baseline[],
  defaultRelease?: string,
): Promise<Snapshot> {
  const sorted = [...packages].sort(
    ([a], [b]) => Number(a > b) - Number(a < b),
  );
  const rest = {
    hosts: hostsOf(baselines),
    libraries: librariesOf(baselines),
    excluded: sorted
      .flatMap(([, { excluded }]) => excluded)
      .sort(byNameAndVersion),
    kinds: Object.fromEntries(sorted.map(([name, { kind }]) => [name, kind])),
    defaultRelease: defaultRelease ?? baselines[0]?.release,
  };
  const member = <K extends 'versions' | 'declared'>(key: K) =>
    Object.fromEntries(
      sorted.map(([name, item]) => [name, item[key]]),
    ) as Record<string, ReadPackage[K]>;
  const facts: Facts = {
    packages: member('versions'),
    declared: member('declared'),
    ...rest,
  };
  return {
    facts,
    ...(await join(partsOf(sorted, rest))),
    faultOf: (name, version, release) =>
      packages.get(name)?.faults[version]?.[release],
  };
}

function* partsOf(
  sorted: Array<[string, ReadPackage]>,
  rest: object,
): Generator<Buffer> {
  for (const member of ['versions', 'declared'] as const) {
    const title = member === 'versions' ? '{"packages":{' : '},"declared":{';
    yield Buffer.from(title);
    for (const [index, [name, { text }]] of sorted.entries()) {
      yield Buffer.from(`${index ? ',' : ''}${JSON.stringify(name)}:`);
      yield text[member];
    }
  }
  yield Buffer.from(`},${(canonicalize(rest) as string).slice(1)}`);
}

/** Thousands of packages take longer to write than others may be kept waiting. */
async function join(
  parts: Iterable<Buffer>,
): Promise<Pick<Snapshot, 'id' | 'bytes'>> {
  const all = [...parts];
  const length = all.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  const hash = createHash('sha256');
  let end = 0;
  let written = 0;
  for (const part of all) {
    hash.update(part);
    bytes.set(part, end);
    end += part.length;
    written += part.length;
    if (written < SLICE) continue;
    written = 0;
    await setImmediate();
  }
  return { id: `sha256-${hash.digest('hex')}`, bytes };
}

function hostsOf(baselines: Baseline[]): Facts['hosts'] {
  return Object.fromEntries(
    baselines.map(({ release, shared }) => [
      release,
      { ...withoutEntries(shared), [RELEASE_PACKAGE]: release },
    ]),
  );
}

function librariesOf(baselines: Baseline[]): Facts['libraries'] {
  return Object.fromEntries(
    baselines.map(({ release, backend, frontend }) => [
      release,
      Object.fromEntries(
        Object.entries({ ...frontend, ...backend }).map(
          ([name, { version }]) => [name, version],
        ),
      ),
    ]),
  );
}

/** The app shares `@mui/material/styles`; peers name `@mui/material`. */
function withoutEntries(
  shared: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(shared).map(([specifier, version]) => [
      splitModuleSpecifier(specifier).packageName,
      version,
    ]),
  );
}

function byNameAndVersion(
  a: { name: string; version: string },
  b: { name: string; version: string },
): number {
  return (
    Number(a.name > b.name) - Number(a.name < b.name) ||
    semver.compareBuild(a.version, b.version)
  );
}

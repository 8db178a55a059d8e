import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import {
  SceneshiftError,
  type Baseline,
} from '@sceneshift/backstage-platform-common';
import semver from 'semver';
import { z } from 'zod/v4';

const RELEASE = /^[0-9A-Za-z.+-]{1,64}$/;
const librariesSchema = z.record(
  z.string(),
  z.looseObject({ version: z.string() }),
);
const baselineSchema = z.looseObject({
  formatVersion: z.literal(1),
  release: z.string(),
  backend: librariesSchema,
  frontend: librariesSchema,
});

/** The baselines in a folder, one `<release>.json` each. Files may be added while the registry runs. */
export class Baselines {
  private readonly cache = new Map<
    string,
    { modified: number; digest: string; baseline: Baseline }
  >();

  constructor(
    private readonly options: { directory?: string; current?: string },
  ) {}

  /** Releases, newest first. */
  async list(): Promise<string[]> {
    const { directory } = this.options;
    if (!directory) return [];
    const names = await fs.readdir(directory).catch(missingIsEmpty);
    return names
      .filter(name => name.endsWith('.json'))
      .map(name => name.slice(0, -'.json'.length))
      .filter(release => RELEASE.test(release))
      .sort((a, b) => semver.compareLoose(b, a));
  }

  /** The release that new versions are packed for: the portal's own, else the newest. */
  async current(): Promise<string | undefined> {
    return this.options.current ?? (await this.list())[0];
  }

  /** @throws SceneshiftError `BASELINE_NOT_FOUND` */
  async get(release: string): Promise<Baseline> {
    const baseline = await this.find(release);
    if (baseline) return baseline;
    throw new SceneshiftError(
      'BASELINE_NOT_FOUND',
      `There is no baseline of Backstage ${release}: make one with sceneshift baseline create`,
    );
  }

  async find(release: string): Promise<Baseline | undefined> {
    return (await this.read(release))?.baseline;
  }

  /** All of them, newest first, with a name that changes with any. */
  async all(): Promise<{ id: string; baselines: Baseline[] }> {
    const read = await Promise.all(
      (await this.list()).map(release => this.read(release)),
    );
    const present = read.filter(item => item !== undefined);
    const hash = createHash('sha256');
    for (const { digest } of present) hash.update(digest);
    return {
      id: hash.digest('hex').slice(0, 16),
      baselines: present.map(({ baseline }) => baseline),
    };
  }

  private async read(release: string) {
    const { directory } = this.options;
    if (!directory || !RELEASE.test(release)) return undefined;
    const file = path.join(directory, `${release}.json`);
    const modified = await modifiedAt(file);
    if (modified === undefined) return undefined;
    const cached = this.cache.get(release);
    if (cached?.modified === modified) return cached;
    const fresh = { modified, ...(await readBaseline(file)) };
    this.cache.set(release, fresh);
    return fresh;
  }
}

async function readBaseline(
  file: string,
): Promise<{ digest: string; baseline: Baseline }> {
  const text = await fs.readFile(file, 'utf8');
  const value = JSON.parse(text);
  const parsed = baselineSchema.safeParse(value);
  const digest = createHash('sha256').update(text).digest('hex');
  if (parsed.success) return { digest, baseline: value };
  throw new Error(
    `The baseline ${file} is malformed: ${z.prettifyError(parsed.error)}`,
  );
}

async function modifiedAt(file: string): Promise<number | undefined> {
  try {
    return (await fs.stat(file)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

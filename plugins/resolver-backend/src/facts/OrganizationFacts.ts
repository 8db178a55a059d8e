import { setImmediate } from 'node:timers/promises';
import { createSnapshot } from './createSnapshot';
import type { Snapshot } from './Facts';
import { FactsMirror, type FactsChange, type FactsSource } from './FactsMirror';
import { Neighbourhood, outlineOf } from './Neighbourhood';
import { PackageReader, type ReadPackage } from './PackageReader';

/** Versions that are read between two looks at the event loop: some 10 ms. */
const SLICE = 500;
/** Snapshots that are kept written. Plans of one environment come in series over the same packages. */
const KEPT_SNAPSHOTS = 8;

/** What facts are made from. */
export interface FactsOptions {
  registry: FactsSource;
  /** Of requests that name none; else the newest known. */
  defaultRelease?: string;
  now: () => Date;
}

/** One organization's facts: what the registry said, and what was made of it and still holds. */
export class OrganizationFacts {
  private readonly mirror: FactsMirror;
  private readonly outlines = new Map<string, string>();
  private readonly read = new Map<string, ReadPackage>();
  private readonly snapshots = new Map<string, Promise<Snapshot>>();
  private reader?: PackageReader;

  constructor(organizationId: string, private readonly options: FactsOptions) {
    this.mirror = new FactsMirror({
      ...options,
      organizationId,
      onChange: change => this.forget(change),
    });
  }

  async load(names: string[]): Promise<Snapshot> {
    const stale = await this.mirror.refresh();
    const snapshot = await this.snapshotOf(names);
    return stale ? { ...snapshot, stale } : snapshot;
  }

  private snapshotOf(names: string[]): Promise<Snapshot> {
    const key = JSON.stringify([...new Set(names)].sort());
    const known = this.snapshots.get(key);
    if (known) return known;
    const snapshot = this.write(names);
    this.snapshots.set(key, snapshot);
    const [oldest] = this.snapshots.keys();
    if (oldest !== undefined && this.snapshots.size > KEPT_SNAPSHOTS) {
      this.snapshots.delete(oldest);
    }
    // A failure is told to all who wait, and not kept.
    snapshot.catch(() => {
      if (this.snapshots.get(key) === snapshot) this.snapshots.delete(key);
    });
    return snapshot;
  }

  private async write(names: string[]): Promise<Snapshot> {
    // What the registry says meanwhile may be in it or not; the next load has it.
    const { baselines } = this.mirror;
    const packages = new Map<string, ReadPackage>();
    let versions = 0;
    const queue = [...names];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const item = packages.has(name) ? undefined : this.readPackage(name);
      if (!item) continue;
      packages.set(name, item);
      queue.push(...item.leadsTo);
      versions += Object.keys(item.versions).length;
      if (versions < SLICE) continue;
      versions = 0;
      await setImmediate();
    }
    return createSnapshot(packages, baselines, this.options.defaultRelease);
  }

  private readPackage(name: string): ReadPackage | undefined {
    const known = this.read.get(name);
    if (known) return known;
    const item = this.mirror.packages.get(name);
    if (!item) return undefined;
    const { packages, baselines } = this.mirror;
    this.reader ??= new PackageReader(new Neighbourhood(packages, baselines));
    const read = this.reader.read(item);
    this.read.set(name, read);
    return read;
  }

  /** Other packages' relations only depend on the outline of a package, which seldom changes. */
  private forget({ names, baselines }: FactsChange): void {
    let isOther = baselines;
    for (const name of names) {
      const item = this.mirror.packages.get(name);
      const outline = item && outlineOf(item);
      if (outline !== undefined && this.outlines.get(name) !== outline) {
        this.outlines.set(name, outline);
        isOther = true;
      }
      this.read.delete(name);
    }
    this.snapshots.clear();
    if (!isOther) return;
    this.read.clear();
    this.reader = undefined;
  }
}

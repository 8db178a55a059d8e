import { setImmediate } from 'node:timers/promises';
import { FactsMirror, type FactsChange, type FactsSource } from './FactsMirror';
import type { Snapshot } from './Facts';
import { Neighbourhood, outlineOf } from './Neighbourhood';
import { PackageReader, type ReadPackage } from './PackageReader';
import { createSnapshot } from './createSnapshot';

/** Versions that are read between two looks at the event loop: some 10 ms. */
const SLICE = 500;
/** Snapshots that are kept written. Plans of one environment come in series over the same packages. */
const KEPT_SNAPSHOTS = 8;

interface LoaderDeps {
  registry: FactsSource;
  /** Of requests that name none; else the newest known. */
  defaultRelease?: string;
  now: () => Date;
}

/** Loads the facts about packages, and about everything that they lead to. */
export class FactsLoader {
  private readonly organizations = new Map<string, OrganizationFacts>();

  constructor(private readonly deps: LoaderDeps) {}

  async load(organizationId: string, names: string[]): Promise<Snapshot> {
    let facts = this.organizations.get(organizationId);
    if (!facts) {
      facts = new OrganizationFacts(organizationId, this.deps);
      this.organizations.set(organizationId, facts);
    }
    return facts.load(names);
  }
}

/** One organization's facts: what the registry said, and what was made of it and still holds. */
class OrganizationFacts {
  private readonly mirror: FactsMirror;
  private readonly outlines = new Map<string, string>();
  private readonly read = new Map<string, ReadPackage>();
  private readonly snapshots = new Map<string, Promise<Snapshot>>();
  private reader?: PackageReader;

  constructor(organizationId: string, private readonly deps: LoaderDeps) {
    this.mirror = new FactsMirror({
      ...deps,
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
    snapshot.catch(() => this.snapshots.delete(key));
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
    return createSnapshot(packages, baselines, this.deps.defaultRelease);
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

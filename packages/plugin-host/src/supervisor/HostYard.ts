import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DesiredHost } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { HostPackage } from '../protocol/hostSpec';
import type { HostRuntime } from '../runtime/prepareHostRuntime';
import { linkTree } from '../runtime/linkTree';
import { inSlices } from '../runtime/slices';
import type { VerifiedArtifact } from './ArtifactStore';
import type { HostPlace } from './HostLauncher';
import type { HostRecord } from './HostProcess';
import type { ResourceLimits } from './limits/ResourceLimits';

/** The longest path of a Unix socket that every platform takes. */
const MAX_SOCKET_PATH = 103;

/** Makes and removes the places of hosts: a fresh directory for each start, a socket directory of its own. */
export class HostYard {
  constructor(
    private readonly options: {
      runtime: HostRuntime;
      runtimesDirectory: string;
      socketsDirectory: string;
      limits: ResourceLimits;
    },
  ) {
    mkdirSync(options.socketsDirectory, { recursive: true, mode: 0o711 });
    const longest = this.#socketPath(newHostId());
    if (longest.length > MAX_SOCKET_PATH) {
      throw new Error(
        `The data directory's path is too long for Unix sockets (${longest.length} characters, at most ${MAX_SOCKET_PATH}); choose a shorter --data`,
      );
    }
  }

  /** A place for a host; nothing of it exists yet. */
  plan(uid: number | undefined): HostPlace {
    const { runtime, socketsDirectory } = this.options;
    const hostId = newHostId();
    return {
      hostId,
      directory: join(runtime.hostsDirectory, hostId),
      socketDirectory: join(socketsDirectory, hostId),
      runtimeDirectory: runtime.directory,
      bundle: runtime.bundle,
      uid,
    };
  }

  socketPath(place: HostPlace): string {
    return this.#socketPath(place.hostId);
  }

  /**
   * Lays the packages out below the runtime, so that they find the host's packages as their ancestors'. Files are hard
   * links to the artifacts that were verified just before.
   */
  async layOut(
    place: HostPlace,
    host: DesiredHost,
    artifacts: VerifiedArtifact[],
  ): Promise<HostPackage[]> {
    this.#makeDirectory(place.directory, place.uid, false);
    this.#makeDirectory(place.socketDirectory, place.uid, true);
    this.#writeKeys(place, host);
    const laidOut: HostPackage[] = [];
    for (const [index, { directory: from, main }] of artifacts.entries()) {
      const { name, version, role } = host.packages[index] ?? {};
      if (!name || !version || !role) throw new Error('One artifact too many');
      const directory = packageDirectory(place, index);
      await inSlices(linkTree(from, directory));
      laidOut.push({ name, version, role, directory, main });
    }
    return laidOut;
  }

  keyFiles(place: HostPlace): {
    publicKeyFile: string;
    privateKeyFile: string;
  } {
    const keys = join(place.directory, 'keys');
    return {
      publicKeyFile: join(keys, 'public.pem'),
      privateKeyFile: join(keys, 'private.pem'),
    };
  }

  async remove(
    place: Pick<HostPlace, 'hostId' | 'directory' | 'socketDirectory'>,
  ): Promise<void> {
    this.options.limits.release(place.hostId);
    for (const directory of [place.directory, place.socketDirectory]) {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** Hosts that left a record on disk, whether or not the state knows them. */
  records(): HostRecord[] {
    return this.#hostDirectories().flatMap(readRecord);
  }

  /** Removes places, and runtimes of earlier versions, in which no kept host lives. */
  sweep(kept: readonly HostRecord[]): void {
    const keptIds = new Set(kept.map(record => record.hostId));
    this.options.limits.sweep(keptIds);
    for (const directory of this.#hostDirectories()) {
      const hostId = directory.slice(directory.lastIndexOf('/') + 1);
      if (!keptIds.has(hostId)) this.#removeTree(directory);
    }
    for (const hostId of readdirSync(this.options.socketsDirectory)) {
      if (keptIds.has(hostId)) continue;
      this.#removeTree(join(this.options.socketsDirectory, hostId));
    }
    for (const runtime of this.#runtimes()) {
      const used =
        runtime === this.options.runtime.directory ||
        kept.some(record => record.directory.startsWith(`${runtime}/`));
      if (!used) this.#removeTree(runtime);
    }
  }

  #runtimes(): string[] {
    const { runtimesDirectory } = this.options;
    return readdirSync(runtimesDirectory).map(name =>
      join(runtimesDirectory, name),
    );
  }

  #hostDirectories(): string[] {
    return this.#runtimes()
      .map(runtime => join(runtime, 'host', 'hosts'))
      .filter(existsSync)
      .flatMap(hosts => readdirSync(hosts).map(name => join(hosts, name)));
  }

  #removeTree(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  #socketPath(hostId: string): string {
    return join(this.options.socketsDirectory, hostId, 'host');
  }

  /** Another host's user must not look inside; only the socket's directory is the host's to write. */
  #makeDirectory(path: string, uid: number | undefined, own: boolean): void {
    mkdirSync(path, { recursive: true, mode: own ? 0o700 : 0o750 });
    chmodSync(path, own ? 0o700 : 0o750);
    if (uid !== undefined) chownSync(path, own ? uid : 0, uid);
  }

  #writeKeys(place: HostPlace, host: DesiredHost): void {
    const { publicKeyFile, privateKeyFile } = this.keyFiles(place);
    mkdirSync(join(place.directory, 'keys'), { mode: 0o755 });
    writeFileSync(publicKeyFile, host.signingKey.publicKey, { mode: 0o644 });
    writeFileSync(privateKeyFile, host.signingKey.privateKey, { mode: 0o400 });
    if (place.uid !== undefined) {
      chownSync(privateKeyFile, place.uid, place.uid);
    }
  }
}

/** Where a package of a host lies, by its place among the wanted ones. */
export function packageDirectory(
  { directory }: Pick<HostPlace, 'directory'>,
  index: number,
): string {
  return join(directory, 'packages', String(index));
}

/** One that was cut off belongs to a host that never got its specification, and ends by itself. */
function readRecord(directory: string): HostRecord[] {
  const path = join(directory, 'process.json');
  if (!existsSync(path)) return [];
  try {
    return [JSON.parse(readFileSync(path, 'utf8')) as HostRecord];
  } catch {
    return [];
  }
}

function newHostId(): string {
  return randomBytes(4).toString('hex');
}

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { create, extract } from 'tar';

interface Packed {
  file: string;
  source: { name: string; version: string; tarball: string; integrity: string };
}

interface ListedFile {
  path: string;
  size: number;
  sha256: string;
}

const sha256 = (bytes: Buffer) =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * An artifact whose files were changed after packing, and whose list of files was changed with them: every checksum is right,
 * only what they stand for is broken.
 */
export class BrokenArtifact {
  readonly #packed: Packed;
  readonly #folder: string;

  private constructor(packed: Packed, folder: string) {
    this.#packed = packed;
    this.#folder = folder;
  }

  /** @param printed - what `sceneshift pack --json` has printed */
  static async of(printed: string, folder: string): Promise<BrokenArtifact> {
    const packed = JSON.parse(printed) as Packed;
    fs.mkdirSync(folder, { recursive: true });
    await extract({ file: packed.file, cwd: folder });
    return new BrokenArtifact(packed, folder);
  }

  /** Cuts a file in half. */
  cut(name: string): void {
    const file = path.join(this.#folder, name);
    const whole = fs.readFileSync(file);
    const half = whole.subarray(0, whole.length / 2);
    fs.writeFileSync(file, half);
    const list = path.join(this.#folder, 'artifact.json');
    const manifest = JSON.parse(fs.readFileSync(list, 'utf8')) as {
      files: ListedFile[];
    };
    const entry = manifest.files.find(listed => listed.path === name);
    if (!entry) throw new Error(`The artifact has no ${name}`);
    Object.assign(entry, { size: half.length, sha256: sha256(half) });
    fs.writeFileSync(list, JSON.stringify(manifest));
  }

  /** Sends package and artifact as the `sceneshift` command would. */
  async publish(portalUrl: string, key: string): Promise<void> {
    const { name, version, tarball, integrity } = this.#packed.source;
    const url = `${portalUrl}/api/registry/v1/packages/${encodeURIComponent(
      name,
    )}/versions/${version}`;
    const file = `${this.#folder}.tgz`;
    const names = fs.readdirSync(this.#folder);
    await create(
      { cwd: this.#folder, file, gzip: true, portable: true },
      names,
    );
    const bytes = fs.readFileSync(file);
    await put(`${url}?origin=published`, key, fs.readFileSync(tarball), {
      'x-sceneshift-integrity': integrity,
    });
    await put(`${url}/artifacts/sha256-${sha256(bytes)}`, key, bytes);
  }
}

async function put(
  url: string,
  key: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    body: new Uint8Array(body),
    headers: {
      ...headers,
      authorization: `Bearer ${key}`,
      'content-type': 'application/octet-stream',
    },
  });
  if (!response.ok)
    throw new Error(`PUT ${url}: ${response.status} ${await response.text()}`);
}

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFreePort } from '../../script/dev/ports.ts';
import { BrokenArtifact } from './BrokenArtifact.ts';
import { LifecycleClient, type RolloutAnswer } from './LifecycleClient.ts';
import { checkout, RunningPortal } from './RunningPortal.ts';
import { SteadyLoad } from './SteadyLoad.ts';

const example = (name: string) => path.join(checkout, 'examples/plugins', name);

/** A shorter patience with starts; all else as it comes. */
const config = `
sceneshift:
  environments:
    - name: development
      title: Development
      organization: demo
      backstageRelease: 1.55.0
      policy:
        gateTimeoutMs: 15000
`;

/** A portal in which two good plugins serve, and what must stay so while a third party does its worst. */
export class GoodPortal {
  readonly portal: RunningPortal;
  readonly lifecycle: LifecycleClient;
  readonly #data: string;
  readonly #key: string;
  #goodGeneration = 0;

  private constructor(portal: RunningPortal, data: string) {
    this.portal = portal;
    this.#data = data;
    this.#key = fs.readFileSync(path.join(data, 'dev-api-key'), 'utf8').trim();
    this.lifecycle = new LifecycleClient(portal.url, this.#key);
  }

  static async start(): Promise<GoodPortal> {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-bad-'));
    fs.chmodSync(data, 0o711);
    const port = await findFreePort(17_307);
    const good = new GoodPortal(
      await RunningPortal.start({ port, data, config }),
      data,
    );
    await Promise.all(
      ['echo', 'hello/v1/backend', 'hello/v1/frontend'].map(name =>
        good.publish(name),
      ),
    );
    for (const pluginId of ['echo', 'hello']) {
      const { rollout } = await good.lifecycle.change({
        action: 'install',
        pluginId,
      });
      assert.equal(rollout.state, 'serving', JSON.stringify(rollout));
      good.#goodGeneration = rollout.toGeneration;
    }
    return good;
  }

  async stop(): Promise<void> {
    await this.portal.stop();
    fs.rmSync(this.#data, { recursive: true, force: true });
  }

  publish(name: string): Promise<string> {
    return this.portal.sceneshift(
      'publish',
      example(name),
      '--toolchain',
      checkout,
    );
  }

  /** Publishes it with one file of its artifact cut in half. */
  async publishBroken(name: string, file: string): Promise<void> {
    const folder = path.join(this.#data, `broken-${name}`);
    fs.mkdirSync(folder);
    const printed = await this.portal.sceneshift(
      'pack',
      example(name),
      ...['--out', folder, '--toolchain', checkout, '--json'],
    );
    const artifact = await BrokenArtifact.of(
      printed,
      path.join(folder, 'artifact'),
    );
    artifact.cut(file);
    await artifact.publish(this.portal.url, this.#key);
  }

  /** Brings another version in and waits until that has ended in one way or another. */
  async rollOut(packageName: string, version: string): Promise<RolloutAnswer> {
    const { rollout } = await this.lifecycle.change({
      action: 'upgrade',
      pluginId: 'hello',
      packages: { [packageName]: version },
    });
    return rollout;
  }

  /** What serves when nothing is wrong. Nothing to do where it does already. */
  async restore(): Promise<void> {
    const { servingGeneration } = await this.lifecycle.environment();
    if (servingGeneration === this.#goodGeneration) return;
    const { rollout } = await this.lifecycle.change({
      action: 'rollback',
      generation: this.#goodGeneration,
    });
    assert.equal(rollout.state, 'serving', JSON.stringify(rollout));
    this.#goodGeneration = rollout.toGeneration;
  }

  /**
   * Does something, under a constant load on another plugin and constant looks at the portal's readiness. Not one request of
   * either may be lost.
   */
  async withoutLoss(work: () => Promise<void>): Promise<void> {
    const loads = {
      'another plugin': new SteadyLoad(`${this.portal.url}/api/echo/ping`, 25),
      'the readiness of the portal': new SteadyLoad(
        `${this.portal.url}/.backstage/health/v1/readiness`,
        5,
      ),
    };
    try {
      await work();
    } finally {
      for (const [what, load] of Object.entries(loads)) {
        const { sent, lost } = await load.stop();
        assert.deepEqual([...lost], [], `${what}: lost of ${sent}`);
      }
    }
  }

  /** Version 1 answers, with its page's data. */
  async assertGoodVersionServes(): Promise<void> {
    const signIn = await fetch(`${this.portal.url}/api/auth/guest/refresh`, {
      method: 'POST',
    });
    const { backstageIdentity } = (await signIn.json()) as {
      backstageIdentity: { token: string };
    };
    const response = await fetch(`${this.portal.url}/api/hello/greeting`, {
      headers: { authorization: `Bearer ${backstageIdentity.token}` },
    });
    const body = (await response.json()) as { version?: string };
    assert.deepEqual([response.status, body.version], [200, '1.0.0']);
  }
}

import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failpoint } from '../supervisor/failpoint';
import type { SupervisorState } from '../supervisor/SupervisorState';
import type { TestArtifact } from './buildArtifact';
import { eventually } from './eventually';
import { testPlugin } from './testPlugin';
import { TestReplica } from './TestReplica';

/** Short enough to see its end. */
const POLICY = { probationMs: 300 };

/** A replica with two plugins, whose supervisor is killed again and again. */
export class CrashingReplica extends TestReplica {
  /** Never changes: whatever happens to the other plugin, its host stays the same process. */
  readonly bystander = testPlugin({ pluginId: 'bystander', version: '1.0.0' });
  #hello = nextVersion(0);
  #patch = 0;

  override async start(): Promise<void> {
    await super.start(['--audit-interval-s', '0.5']);
    await this.serve([this.#hello, this.bystander], { policy: POLICY });
    await this.calm();
  }

  get version(): string {
    return this.#hello.manifest.version;
  }

  /** The same supervisor again, which will die at the named place. */
  async restart(failpoint?: Failpoint): Promise<void> {
    await this.supervisor.crash();
    await this.supervisor.start(
      failpoint ? { SCENESHIFT_FAILPOINT: failpoint } : {},
    );
  }

  /** Waits until it has died there, and starts another one. */
  async recover(): Promise<void> {
    await this.supervisor.exited();
    await this.supervisor.start();
  }

  /** Asks for a version that was never here before. */
  upgrade(): Promise<string> {
    this.#patch += 1;
    this.#hello = nextVersion(this.#patch);
    return this.rollOut([this.#hello, this.bystander], { policy: POLICY });
  }

  /** Asks for a version that ends once it serves. */
  upgradeToBad(probationMs: number): Promise<string> {
    this.#patch += 1;
    const bad = testPlugin({
      pluginId: 'hello',
      version: `2.0.${this.#patch}`,
      fault: 'exits-after-serving',
    });
    return this.rollOut([bad, this.bystander], { policy: { probationMs } });
  }

  remove(): Promise<string> {
    return this.rollOut([this.bystander], { policy: { probationMs: 0 } });
  }

  async killHost(): Promise<void> {
    process.kill((await this.get('/api/hello/version')).body.pid, 'SIGKILL');
  }

  /** Changes a file of the host that runs. */
  changeLayout(): void {
    const { hosts, slots } = this.state();
    const { directory = '' } = hosts[slots.hello?.hostId ?? ''] ?? {};
    appendFileSync(join(directory, 'packages/0/dist/index.cjs.js'), '//');
  }

  /** Changes a file of the artifact that serves: also that of the host, which is the same file. */
  changeArtifact(): void {
    const artifacts = join(this.supervisor.data, 'artifacts');
    const file = join(artifacts, this.#hello.digest, 'dist/index.cjs.js');
    appendFileSync(file, '//');
  }

  state(): SupervisorState {
    const path = join(this.supervisor.data, 'state.json');
    return JSON.parse(readFileSync(path, 'utf8')) as SupervisorState;
  }

  /** Waits until nothing but what serves is there any more: probation is over, all else has ended. */
  calm(hosts: number = 2): Promise<void> {
    return eventually(() => {
      expect(this.supervisor.runningHostPids()).toHaveLength(hosts);
      expect(Object.keys(this.state().hosts)).toHaveLength(hosts);
    });
  }

  /** What must hold after every crash, once the replica is calm. */
  async assertInvariants(served: TestArtifact[] = []): Promise<void> {
    await this.calm();
    const { data } = this.supervisor;
    const state = this.state();
    const hosts = Object.values(state.hosts);
    const ids = hosts.map(host => host.hostId).sort();
    const [first] = hosts.map(host => join(host.directory, '..'));
    expect(this.supervisor.runningHostPids().sort()).toEqual(
      hosts.map(host => host.process.pid).sort(),
    );
    expect(readdirSync(join(data, 'sockets')).sort()).toEqual(ids);
    expect(readdirSync(first ?? '').sort()).toEqual(ids);
    expect(readdirSync(join(data, 'artifacts')).sort()).toEqual(
      Object.keys(state.artifacts).sort(),
    );
    expect(existsSync(join(data, 'state.json.tmp'))).toBe(false);
    for (const { digest } of served)
      expect(state.artifacts).toHaveProperty(digest);
  }

  /** That the current version answers, and the bystander's process is still the given one. */
  async assertServing(bystanderPid: number): Promise<void> {
    await eventually(async () => {
      const { body } = await this.get('/api/hello/version');
      expect(body.version).toBe(this.version);
    });
    expect(await this.bystanderPid()).toBe(bystanderPid);
  }

  async bystanderPid(): Promise<number> {
    return (await this.get('/api/bystander/version')).body.pid;
  }
}

function nextVersion(patch: number): TestArtifact {
  return testPlugin({ pluginId: 'hello', version: `1.0.${patch}` });
}

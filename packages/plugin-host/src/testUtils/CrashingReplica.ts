import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failpoint } from '../supervisor/failpoint';
import type { SupervisorState } from '../supervisor/SupervisorState';
import type { TestArtifact } from './buildArtifact';
import { eventually } from './eventually';
import { testPlugin } from './testPlugin';
import { TestReplica } from './TestReplica';

/** Short enough to see its end. */
const POLICY = { probationMs: 300 };

function nextVersion(patch: number): TestArtifact {
  return testPlugin({ pluginId: 'hello', version: `1.0.${patch}` });
}

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
      assert.equal(this.supervisor.runningHostPids().length, hosts);
      assert.equal(Object.keys(this.state().hosts).length, hosts);
      assert.equal(this.state().probation, undefined);
    });
  }

  /**
   * What does not hold although it must after every crash, once the replica is calm: the invariants of
   * `docs/design/rollout.md` that can be seen from outside.
   */
  async violations(bystanderPid: number): Promise<string[]> {
    await this.#untilServing();
    await this.calm();
    const { data } = this.supervisor;
    const { hosts, artifacts } = this.state();
    const ids = Object.keys(hosts);
    const [layouts = ''] = Object.values(hosts).map(host =>
      join(host.directory, '..'),
    );
    const pids = Object.values(hosts).map(host => host.process.pid);
    const same = {
      'the bystander was not touched': [
        [await this.bystanderPid()],
        [bystanderPid],
      ],
      'processes are those of the state': [
        this.supervisor.runningHostPids(),
        pids,
      ],
      'sockets are those of its hosts': [
        readdirSync(join(data, 'sockets')),
        ids,
      ],
      'layouts are those of its hosts': [readdirSync(layouts), ids],
      'artifacts are those of the state': [
        readdirSync(join(data, 'artifacts')),
        Object.keys(artifacts),
      ],
      'nothing is half written': [
        readdirSync(data).filter(name => name.endsWith('.tmp')),
        [],
      ],
    };
    return Object.entries(same).flatMap(([invariant, lists]) => {
      const [found, wanted] = lists.map(list => list.toSorted().join(' '));
      return found === wanted ? [] : [`${invariant}: ${found}, not ${wanted}`];
    });
  }

  async bystanderPid(): Promise<number> {
    return (await this.get('/api/bystander/version')).body.pid;
  }

  #untilServing(): Promise<void> {
    return eventually(async () => {
      const { body } = await this.get('/api/hello/version');
      assert.equal(body.version, this.#hello.manifest.version);
    });
  }
}

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findFreePort } from '../../script/dev/ports.ts';
import { LifecycleCommands } from './LifecycleCommands.ts';
import { checkout, RunningPortal } from './RunningPortal.ts';

const example = (name: string) => path.join(checkout, 'examples/plugins', name);
const backend = (version: string) => [
  '--package',
  `@demo/plugin-hello-backend=${version}`,
];

describe('hosted plugins', () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-hosts-'));
  let portal: RunningPortal;
  let lifecycle: LifecycleCommands;
  let token: string;
  let pid: number;

  before(async () => {
    fs.chmodSync(data, 0o711);
    const port = await findFreePort(17_207);
    portal = await RunningPortal.start({ port, data });
    lifecycle = new LifecycleCommands(portal);
    pid = portal.controlPlanePid;
    token = await signInAsGuest();
    for (const name of ['echo', 'hello/v1/backend', 'hello/v2/backend'])
      await publish(name);
    await lifecycle.change('install', 'echo');
    await lifecycle.change('install', 'hello', ...backend('1.0.0'));
  });

  after(async () => {
    await portal?.stop();
    fs.rmSync(data, { recursive: true, force: true });
  });

  const publish = (name: string) =>
    portal.sceneshift('publish', example(name), '--toolchain', checkout);

  async function signInAsGuest(): Promise<string> {
    const response = await fetch(`${portal.url}/api/auth/guest/refresh`, {
      method: 'POST',
    });
    const body = (await response.json()) as {
      backstageIdentity: { token: string };
    };
    return body.backstageIdentity.token;
  }

  async function get(pathname: string) {
    const response = await fetch(`${portal.url}${pathname}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, body };
  }

  it('know the user, and reach catalog and permissions for the user and for themselves', async () => {
    const { status, body } = await get('/api/echo/whoami');
    assert.equal(status, 200);
    assert.equal(body.user, 'user:development/guest');
    assert.equal(body.permission, 'ALLOW');
    assert.equal(body.catalogOnBehalfOfTheUser, 200);
    assert.equal(body.catalogAsThisPlugin, 200);
  });

  it('keep their data over an upgrade with a migration and back', async () => {
    assert.equal((await get('/api/hello/greeting')).body.count, 1);
    await lifecycle.change('upgrade', 'hello', ...backend('2.0.0'));
    assert.equal((await get('/api/hello/greeting')).body.mood, 'cheerful');
    await portal.sceneshift('rollback', 'development', '--wait');
    const { body } = await get('/api/hello/greeting');
    assert.equal(body.version, '1.0.0');
    assert.equal(body.count, 3);
  });

  for (const [name, reason] of [
    ['throws-on-import', /HOST_START_FAILED[^]*cannot be loaded/],
    ['rejects-in-init', /HOST_START_FAILED[^]*not reachable/],
    ['failing-migration', /HOST_START_FAILED[^]*cannot be applied/],
  ] as const) {
    it(`go on serving their last good version when one ${name}`, async () => {
      await publish(`bad-${name}`);
      const before = (await get('/api/echo/ping')).body.pid;
      await assert.rejects(
        lifecycle.change('upgrade', 'hello', ...backend(`3.0.0-${name}`)),
        reason,
      );
      const { status, body } = await get('/api/hello/greeting');
      assert.deepEqual([status, body.version], [200, '1.0.0']);
      assert.equal((await get('/api/echo/ping')).body.pid, before);
    });
  }

  it('serve while the control plane is killed and comes back', async () => {
    const host = (await get('/api/echo/ping')).body.pid;
    process.kill(portal.controlPlanePid, 'SIGKILL');
    const deadline = Date.now() + 60_000;
    for (;;) {
      const answer = await get('/api/echo/ping').catch(() => undefined);
      if (answer?.status === 200) {
        assert.equal(answer.body.pid, host, 'the host is the same process');
        break;
      }
      assert.ok(Date.now() < deadline, 'the portal came back within 60 s');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    assert.notEqual(portal.controlPlanePid, pid);
    assert.match(portal.output, /control-plane ended \(SIGKILL\)/);
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChaosWorld } from '../chaos/ChaosWorld.ts';

const postgres =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;

const MIB = 1_048_576;
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Browser or CI, control plane, supervisor, host: all real, so that what passes has passed through both proxies. */
describe('what streams between a caller and a hosted plugin', () => {
  let world: ChaosWorld;
  let url: string;

  before(async () => {
    assert.ok(postgres, 'the variable names a PostgreSQL; script/test sets it');
    world = await ChaosWorld.start(postgres);
    url = `${world.url}/api/alpha`;
  });

  after(async () => {
    await world?.stop();
    if (world) fs.rmSync(world.directory, { recursive: true, force: true });
  });

  async function until(what: string, check: () => Promise<boolean>) {
    const deadline = Date.now() + 10_000;
    while (!(await check())) {
      assert.ok(Date.now() < deadline, `waited too long for ${what}`);
      await sleep(50);
    }
  }

  /** How many streams the plugin knows to have been left. */
  async function left(): Promise<number> {
    const response = await fetch(`${url}/left`);
    return ((await response.json()) as { left: number }).left;
  }

  function residentMib(pid: number): number {
    const pages = fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return (Number(pages) * 4096) / MIB;
  }

  it('is a body of any size, which nobody holds in memory', async () => {
    const size = 512;
    const chunk = Buffer.alloc(MIB, 'x');
    const pids = [world.controlPlane.pid, world.replicas[0]!.process.pid];
    const before = pids.map(residentMib);
    const response = await fetch(`${url}/echo`, {
      method: 'POST',
      body: Readable.toWeb(Readable.from(Array(size).fill(chunk))),
      duplex: 'half',
    } as RequestInit);
    let received = 0;
    let most = 0;
    for await (const part of Readable.fromWeb(response.body! as WebStream)) {
      received += (part as Buffer).length;
      const grown = pids.map((pid, i) => residentMib(pid) - before[i]!);
      most = Math.max(most, ...grown);
    }
    assert.equal(received, size * MIB);
    assert.ok(most < size / 2, `${most} MiB more were in use`);
  });

  it('is a stream of events, until its caller leaves, which the plugin hears', async () => {
    const before = await left();
    const abort = new AbortController();
    const response = await fetch(`${url}/events`, { signal: abort.signal });
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    assert.match(Buffer.from(value!).toString(), /^data: 1\.0\.0\n\n/);
    assert.equal(await left(), before);
    abort.abort();
    await until(
      'the plugin to notice',
      async () => (await left()) === before + 1,
    );
  });

  it('is a connection that becomes another protocol, both ways, until its caller leaves', async () => {
    const before = await left();
    await fetch(`${url}/listen`);
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.on('data', data => {
      said += data;
    });
    socket.write(
      `GET /api/alpha/socket HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`,
    );
    await until('the other protocol', async () => /^HTTP\/1.1 101 /.test(said));
    socket.write('ping');
    await until('the echo', async () => said.endsWith('\r\n\r\nping'));
    socket.destroy();
    await until(
      'the plugin to notice',
      async () => (await left()) === before + 1,
    );
  });

  it('comes with its request id and trace context, and goes without a word that is not its own to say', async () => {
    const response = await fetch(`${url}/headers`, {
      headers: {
        'x-request-id': 'r-1',
        traceparent: TRACE,
        tracestate: 'vendor=1',
        baggage: 'a=b',
      },
    });
    const seen = (await response.json()) as Record<string, string>;
    assert.equal(seen['x-request-id'], 'r-1');
    assert.equal(seen.traceparent, TRACE);
    assert.equal(seen.tracestate, 'vendor=1');
    assert.equal(seen.baggage, 'a=b');
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.doesNotMatch(
      response.headers.get('content-security-policy') ?? '',
      /default-src \*/,
    );
    const unnamed = await fetch(`${url}/headers`);
    const { 'x-request-id': given } = (await unnamed.json()) as typeof seen;
    assert.match(given ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(unnamed.headers.get('x-request-id'), given);
  });
});

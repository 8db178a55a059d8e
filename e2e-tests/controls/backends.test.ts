import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { backendFaults } from '../src/faults.ts';
import { ControlDatabase } from './ControlDatabase.ts';
import { UnprotectedBackend } from './UnprotectedBackend.ts';

/** Longer than a start takes on a busy machine. */
const START_MS = 45_000;
/** How long a portal that hangs in its start is given. */
const PATIENCE_MS = 15_000;
/** The budgets that hosts have. */
const MAX_RSS = 512 * 1024 * 1024;
const MAX_LOG = 4 * 1024 * 1024;

/** Waits for something bad. */
async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await check())) {
    assert.ok(Date.now() < deadline, `${what} did not happen`);
    await sleep(100);
  }
}

/** What each fault does to everybody else when nothing stands between them. */
const harms: Record<string, (portal: UnprotectedBackend) => Promise<void>> = {
  'throws-on-import': neverServes,
  'rejects-in-init': neverServes,
  'never-finishes-init': neverServes,
  'exits-at-once': neverServes,
  'missing-config': neverServes,
  'failing-migration': neverServes,
  'exits-later': takesThePortalDown,
  'unhandled-rejection': takesThePortalDown,
  'allocates-heap': portal => takesThePortalDown(portal, '/allocate'),
  async 'blocks-event-loop'(portal) {
    assert.ok(await portal.serves(START_MS));
    portal.ask('/block');
    await sleep(500);
    assert.equal(await portal.answers(5_000), false, 'the portal is frozen');
  },
  async 'allocates-buffers'(portal) {
    assert.ok(await portal.serves(START_MS));
    portal.ask('/allocate');
    await eventually('memory over its budget', () => portal.rss > MAX_RSS);
  },
  async 'floods-log'(portal) {
    await eventually(
      'a log four times its budget',
      () => portal.logBytes > 4 * MAX_LOG,
    );
  },
};

async function neverServes(portal: UnprotectedBackend): Promise<void> {
  assert.equal(await portal.serves(PATIENCE_MS), false, 'no portal at all');
}

async function takesThePortalDown(
  portal: UnprotectedBackend,
  trigger?: string,
): Promise<void> {
  assert.ok(await portal.serves(START_MS));
  if (trigger) portal.ask(trigger);
  await eventually('the end of the portal', () => portal.ended);
  assert.equal(await portal.answers(), false);
}

describe('without plugin hosts, a backend plugin', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sceneshift-control-'));
  let database: ControlDatabase;
  let portal: UnprotectedBackend | undefined;

  const start = async (example: string) => {
    portal = await UnprotectedBackend.start(example, {
      folder,
      databaseUrl: database.url,
      plainNode: example.endsWith('unhandled-rejection'),
    });
    return portal;
  };

  before(async () => {
    database = await ControlDatabase.create();
  });

  afterEach(async () => {
    await portal?.stop();
  });

  after(async () => {
    await database.drop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('that is good leaves the others alone', async () => {
    const started = await start('hello/v1/backend');
    assert.ok(
      await started.serves(START_MS),
      fs.readFileSync(started.logFile, 'utf8'),
    );
  });

  for (const { name } of backendFaults) {
    it(`that ${name} harms the others`, async () => {
      await harms[name]!(await start(`bad-${name}`));
    });
  }
});

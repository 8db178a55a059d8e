import assert from 'node:assert/strict';
import type {
  DatabaseSnapshot,
  DataExport,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { Client, type QueryResultRow } from 'pg';
import type { TestLifecycle } from './TestLifecycle';

const ENVIRONMENT = '/environments/development';

/** The data of the plugin `hello`, as its host and its operators see it. */
export class HelloData {
  constructor(private readonly lifecycle: TestLifecycle) {}

  /** As a host of the desired generation does. */
  async query<T extends QueryResultRow = { name: string }>(
    ...statements: string[]
  ): Promise<T[]> {
    const { body } = await this.lifecycle.desired();
    const client = new Client(body.hosts[0].database);
    await client.connect();
    try {
      let rows: T[] = [];
      for (const sql of statements) ({ rows } = await client.query<T>(sql));
      return rows;
    } finally {
      await client.end();
    }
  }

  /** Why requests wait, if they do. */
  held() {
    return this.lifecycle.hostedPlugins.snapshot()?.environments.development
      ?.plugins.hello?.held;
  }

  async whenSettled(): Promise<void> {
    const { db } = this.lifecycle;
    await this.lifecycle.eventually(async () =>
      assert.deepEqual(
        await db('plugin_databases').whereIn('state', [
          'waiting',
          'holding',
          'copied',
          'deleting',
        ]),
        [],
      ),
    );
  }

  async snapshots() {
    const { body } = await this.lifecycle.get(`${ENVIRONMENT}/snapshots`);
    return body.items;
  }

  async exports(): Promise<DataExport[]> {
    const { body } = await this.lifecycle.get(`${ENVIRONMENT}/exports`);
    return body.items;
  }

  /** @returns the id of a snapshot that is made */
  async takeSnapshot(): Promise<string> {
    const { status, body } = await this.lifecycle.post(
      `${ENVIRONMENT}/snapshots`,
      { pluginId: 'hello' },
    );
    assert.deepEqual([status, body.state], [202, 'creating']);
    await this.lifecycle.eventually(async () => {
      const all: DatabaseSnapshot[] = await this.snapshots();
      assert.equal(all.find(({ id }) => id === body.id)?.state, 'ready');
    });
    return body.id;
  }

  /** Ends a rollout as a supervisor does whose host did not start. */
  async fail(rolloutId: string, generation: number): Promise<void> {
    await this.lifecycle.report('a', {
      generation: generation - 1,
      rollout: {
        rolloutId,
        generation,
        state: 'failed',
        reason: { code: 'HOST_EXITED', message: 'Ended', pluginId: 'hello' },
      },
    });
    await this.lifecycle.until(rolloutId, 'failed');
  }

  /** Names of its databases and roles that PostgreSQL has. */
  async leftovers(names: string[]): Promise<string[]> {
    const { rows } = await this.lifecycle.db.raw(
      `SELECT datname AS name FROM pg_database WHERE datname = ANY(?)
       UNION ALL SELECT rolname FROM pg_roles WHERE rolname = ANY(?)`,
      [names, names],
    );
    return rows.map(({ name }: { name: string }) => name);
  }
}

import type { Digest } from '@sceneshift/backstage-platform-common';
import type { Knex } from 'knex';

const LOCK = 'sceneshift.registry.blobs';

/**
 * Remembers which blobs the registry has put into the artifact store, which other rooms use too. What is registered but
 * named by no version and no artifact was left by a crash between blob and row.
 */
export class BlobRegister {
  constructor(private readonly database: Knex) {}

  /** Call before the blob is put: a crash in between leaves a note, not an unknown file. */
  async note(digest: Digest, at: Date): Promise<void> {
    await this.database('stored_blobs')
      .insert({ digest, stored_at: at })
      .onConflict('digest')
      .merge(['stored_at']);
  }

  /** Keeps the sweep away until the transaction that names the blob has ended. */
  async holdOffSweep(trx: Knex): Promise<void> {
    await trx.raw(
      'select pg_advisory_xact_lock_shared(hashtextextended(?, 0))',
      [LOCK],
    );
  }

  /** Gives orphans noted before a time to `remove`, while no version can be published. */
  async sweep(
    before: Date,
    remove: (digest: Digest) => Promise<void>,
  ): Promise<Digest[]> {
    return this.database.transaction(async trx => {
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        LOCK,
      ]);
      const rows = await trx('stored_blobs as blob')
        .where('stored_at', '<', before)
        .whereNotExists(
          trx('versions').whereRaw('versions.digest = blob.digest'),
        )
        .whereNotExists(
          trx('artifacts').whereRaw('artifacts.digest = blob.digest'),
        )
        .limit(100)
        .select<Array<{ digest: Digest }>>('blob.digest');
      const digests = rows.map(row => row.digest);
      for (const digest of digests) await remove(digest);
      await trx('stored_blobs').whereIn('digest', digests).delete();
      return digests;
    });
  }
}

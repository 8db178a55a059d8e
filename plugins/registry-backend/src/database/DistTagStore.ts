import type { Knex } from 'knex';

/** Rows of `dist_tags`. */
export class DistTagStore {
  constructor(private readonly database: Knex) {}

  async set(
    trx: Knex,
    tag: { organizationId: string; name: string; tag: string; version: string },
  ): Promise<void> {
    await trx('dist_tags')
      .insert({
        organization_id: tag.organizationId,
        name: tag.name,
        tag: tag.tag,
        version: tag.version,
      })
      .onConflict(['organization_id', 'name', 'tag'])
      .merge(['version']);
  }

  /** False when there is no such tag. */
  async remove(
    trx: Knex,
    tag: { organizationId: string; name: string; tag: string },
  ): Promise<boolean> {
    const removed = await trx('dist_tags')
      .where({
        organization_id: tag.organizationId,
        name: tag.name,
        tag: tag.tag,
      })
      .delete();
    return removed > 0;
  }

  /** Tags by package name. */
  async ofPackages(
    organizationId: string,
    names: string[],
    database: Knex = this.database,
  ): Promise<Map<string, Record<string, string>>> {
    const rows = await database('dist_tags')
      .where({ organization_id: organizationId })
      .whereIn('name', names)
      .orderBy('tag');
    const tags = new Map<string, Record<string, string>>();
    for (const { name, tag, version } of rows) {
      tags.set(name, { ...tags.get(name), [tag]: version });
    }
    return tags;
  }
}

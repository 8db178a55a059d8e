import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Actor, Mutation } from '@sceneshift/backstage-platform-node';
import type { Knex } from 'knex';
import type { DistTagStore } from '../database/DistTagStore';
import type { FactsStore } from '../database/FactsStore';
import type { PackageStore } from '../database/PackageStore';
import type { VersionStore } from '../database/VersionStore';
import type { VersionKey, VersionRow } from '../database/rows';
import { newestOf, succeeds } from './latest';

/**
 * Takes versions back. A yanked version is not removed: what has it, or locks it, keeps getting it; nothing else is given it.
 */
export class YankService {
  constructor(
    private readonly deps: {
      packages: PackageStore;
      versions: VersionStore;
      tags: DistTagStore;
      facts: FactsStore;
      mutation: Mutation;
      now: () => Date;
    },
  ) {}

  /** Yanking again changes the reason. @throws SceneshiftError `VERSION_NOT_FOUND` */
  async yank(
    actor: Actor,
    version: { name: string; version: string },
    text: string,
  ): Promise<void> {
    const reason = text.trim();
    const { versions, mutation, now } = this.deps;
    const key = { ...version, organizationId: actor.organizationId };
    await mutation.run(actor, async trx => {
      const row = await this.find(trx, key);
      if (row.yank_reason === reason) return { result: undefined };
      const yank = { reason, by: actor.ref, at: now() };
      await versions.setYanked(trx, key, yank);
      const tags = await this.moveTagsOff(trx, key);
      await this.deps.facts.touch(trx, key.organizationId, key.name);
      return {
        result: undefined,
        deed: {
          type: 'registry.version.yanked',
          subject: `${key.name}@${key.version}`,
          details: { ...version, reason, tags },
        },
      };
    });
  }

  /** Lets a version be chosen again. @throws SceneshiftError `VERSION_NOT_FOUND` */
  async unyank(
    actor: Actor,
    version: { name: string; version: string },
  ): Promise<void> {
    const key = { ...version, organizationId: actor.organizationId };
    await this.deps.mutation.run(actor, async trx => {
      const row = await this.find(trx, key);
      if (row.yank_reason === null) return { result: undefined };
      await this.deps.versions.setYanked(trx, key, undefined);
      await this.takeLatest(trx, key);
      await this.deps.facts.touch(trx, key.organizationId, key.name);
      return {
        result: undefined,
        deed: {
          type: 'registry.version.unyanked',
          subject: `${key.name}@${key.version}`,
          details: { ...version, reason: row.yank_reason },
        },
      };
    });
  }

  /** Its package stays locked until commit: publishes move the same tags. */
  private async find(trx: Knex, key: VersionKey): Promise<VersionRow> {
    const { packages, versions, now } = this.deps;
    const { organizationId, name, version } = key;
    await packages.touch(trx, organizationId, name, now());
    const row = await versions.find(key, trx);
    if (row) return row;
    throw new SceneshiftError(
      'VERSION_NOT_FOUND',
      `There is no ${name}@${version}`,
    );
  }

  /** `latest` goes to the newest version that is left; other tags would only hand the bad version out. */
  private async moveTagsOff(
    trx: Knex,
    key: VersionKey,
  ): Promise<Record<string, string | null>> {
    const { versions, tags } = this.deps;
    const { organizationId, name } = key;
    const own = await tags.ofPackages(organizationId, [name], trx);
    const newest = newestOf(
      await versions.ofPackages(organizationId, [name], trx),
    );
    const moved: Record<string, string | null> = {};
    for (const [tag, tagged] of Object.entries(own.get(name) ?? {})) {
      if (tagged !== key.version) continue;
      if (tag !== 'latest') {
        await tags.remove(trx, { organizationId, name, tag });
        moved[tag] = null;
      } else if (newest !== undefined) {
        await tags.set(trx, { organizationId, name, tag, version: newest });
        moved[tag] = newest;
      }
    }
    return moved;
  }

  /** As if it were published now. */
  private async takeLatest(trx: Knex, key: VersionKey): Promise<void> {
    const { versions, tags } = this.deps;
    const { organizationId, name, version } = key;
    const own = await tags.ofPackages(organizationId, [name], trx);
    const latest = own.get(name)?.latest;
    const row =
      latest && (await versions.find({ ...key, version: latest }, trx));
    const isFree = !row || row.yank_reason !== null;
    if (isFree || succeeds(version, row.version)) {
      await tags.set(trx, { organizationId, name, tag: 'latest', version });
    }
  }
}

import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import type { Actor, Mutation } from '@sceneshift/backstage-platform-node';
import type { DistTagStore } from '../database/DistTagStore';
import type { FactsStore } from '../database/FactsStore';
import type { PackageStore } from '../database/PackageStore';
import type { VersionStore } from '../database/VersionStore';
import type { VersionKey, VersionRow } from '../database/rows';
import { deprecationOf } from './deprecationOf';
import { assertTag } from './identifiers';

/** Distribution tags and deprecations: what may change about published versions. */
export class TagService {
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

  /** @throws SceneshiftError `TAG_INVALID`, `VERSION_NOT_FOUND`, `VERSION_YANKED` */
  async set(
    actor: Actor,
    { name, tag, version }: { name: string; tag: string; version: string },
  ): Promise<void> {
    assertTag(tag);
    const { organizationId } = actor;
    await this.deps.mutation.run(actor, async trx => {
      const key = { organizationId, name, version };
      assertTaggable(key, await this.deps.versions.find(key, trx));
      await this.deps.tags.set(trx, { ...key, tag });
      await this.touch(trx, organizationId, name);
      return {
        result: undefined,
        deed: {
          type: 'registry.tag.moved',
          subject: `${name}@${version}`,
          details: { name, tag, version },
        },
      };
    });
  }

  /** @throws SceneshiftError `TAG_NOT_FOUND`, `TAG_INVALID` for `latest`, which every package has */
  async remove(
    actor: Actor,
    { name, tag }: { name: string; tag: string },
  ): Promise<void> {
    if (tag === 'latest') {
      throw new SceneshiftError(
        'TAG_INVALID',
        'The tag latest cannot be removed: move it to another version',
      );
    }
    const { organizationId } = actor;
    await this.deps.mutation.run(actor, async trx => {
      if (!(await this.deps.tags.remove(trx, { organizationId, name, tag }))) {
        throw new SceneshiftError(
          'TAG_NOT_FOUND',
          `${name} has no tag '${tag}'`,
        );
      }
      await this.touch(trx, organizationId, name);
      return {
        result: undefined,
        deed: {
          type: 'registry.tag.removed',
          subject: name,
          details: { name, tag },
        },
      };
    });
  }

  /** Sets or, with an empty message, lifts the deprecation of versions. Unknown versions are left out. */
  async deprecate(
    actor: Actor,
    name: string,
    messages: Record<string, string>,
  ): Promise<void> {
    const { organizationId } = actor;
    await this.deps.mutation.run(actor, async trx => {
      const present = await this.deps.versions.ofPackages(
        organizationId,
        [name],
        trx,
      );
      const changed = present.filter(
        row =>
          messages[row.version] !== undefined &&
          messages[row.version] !== (row.deprecated ?? '') &&
          // npm sends back what it was shown of all versions.
          messages[row.version] !== deprecationOf(row),
      );
      for (const { version } of changed) {
        const key = { organizationId, name, version };
        const message = messages[version] || undefined;
        await this.deps.versions.setDeprecated(trx, key, message);
      }
      if (changed.length === 0) return { result: undefined };
      await this.touch(trx, organizationId, name);
      await this.deps.facts.touch(trx, organizationId, name);
      const versions = changed.map(({ version }) => version);
      return {
        result: undefined,
        deed: {
          type: 'registry.version.deprecated',
          subject: name,
          details: { name, versions, message: messages[versions[0] as string] },
        },
      };
    });
  }

  private async touch(
    trx: Parameters<PackageStore['touch']>[0],
    organizationId: string,
    name: string,
  ): Promise<void> {
    await this.deps.packages.touch(trx, organizationId, name, this.deps.now());
  }
}

function assertTaggable(
  { name, version }: VersionKey,
  row: VersionRow | undefined,
): void {
  if (!row) {
    throw new SceneshiftError(
      'VERSION_NOT_FOUND',
      `There is no ${name}@${version} to tag`,
    );
  }
  if (row.yank_reason === null) return;
  throw new SceneshiftError(
    'VERSION_YANKED',
    `${name}@${version} was yanked (${row.yank_reason}): tag another version, or lift the yank with sceneshift yank --undo`,
  );
}

import type { ArtifactManifest } from '@sceneshift/backstage-platform-common';
import { z } from 'zod/v4';

const names = z.record(z.string(), z.string());
const strings = z.array(z.string().max(1_000)).max(10_000);

/** The shape of `artifact.json`. Unknown members are kept: newer packers may add some. */
export const artifactManifestSchema = z.looseObject({
  formatVersion: z.literal(1),
  name: z.string().max(214),
  version: z.string().max(128),
  role: z.enum([
    'frontend-plugin',
    'frontend-plugin-module',
    'backend-plugin',
    'backend-plugin-module',
  ]),
  pluginId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,127}$/),
  extendsPluginId: z.string().max(128).optional(),
  source: z.looseObject({ integrity: z.string().max(128) }),
  baseline: z.string().regex(/^[0-9A-Za-z.+-]{1,64}$/),
  packer: z.looseObject({ version: z.string().max(64) }),
  platform: z.string().regex(/^[a-z0-9-]{1,64}$/),
  imports: z.record(z.string().max(512), strings),
  rangeWarnings: z.array(z.looseObject({ name: z.string() })),
  privateLibraries: names,
  configSchema: z.record(z.string(), z.unknown()).optional(),
  packages: z.array(z.looseObject({ name: z.string(), version: z.string() })),
  backend: z
    .looseObject({
      main: z.string().max(512),
      migrations: z.enum(['none', 'compatible', 'one-way']),
    })
    .optional(),
  frontend: z
    .looseObject({
      federationName: z.string().max(256),
      entry: z.string().max(512),
      manifest: z.string().max(512),
      exposes: strings,
      routes: strings,
    })
    .optional(),
  files: z.array(
    z.object({
      path: z.string().max(512),
      size: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/** The checked value; the type of the schema is looser than the contract's in optional members only. */
export function toArtifactManifest(
  value: z.infer<typeof artifactManifestSchema>,
): ArtifactManifest {
  return value as unknown as ArtifactManifest;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  SceneshiftError,
  type ArtifactManifest,
} from '@sceneshift/backstage-platform-common';
import { z } from 'zod';

const MANIFEST_FILE = 'mf-manifest.json';

const schema = z.looseObject({
  name: z.string(),
  metaData: z.looseObject({
    remoteEntry: z.looseObject({
      name: z.string(),
      path: z.string().optional(),
    }),
    publicPath: z.string().optional(),
  }),
  exposes: z.array(z.looseObject({ name: z.string() })),
  shared: z
    .array(
      z.looseObject({
        name: z.string(),
        version: z.string().optional(),
        requiredVersion: z.string().optional(),
      }),
    )
    .default([]),
});

type Frontend = NonNullable<ArtifactManifest['frontend']>;

/** Reads what a build says of its remote, in the form that the loader and the plan checks use. */
export async function readRemoteManifest(
  dist: string,
): Promise<Omit<Frontend, 'routes'>> {
  const text = await readFile(join(dist, MANIFEST_FILE), 'utf8');
  const remote = schema.parse(JSON.parse(text));
  const exposes = remote.exposes.map(exposed => toEntry(exposed.name));
  if (!exposes.includes('.')) {
    throw new SceneshiftError(
      'REMOTE_INVALID',
      'The built remote does not expose its main module',
    );
  }
  return {
    federationName: remote.name,
    entry: remote.metaData.remoteEntry.name,
    manifest: MANIFEST_FILE,
    exposes,
    shared: remote.shared.map(({ name, version, requiredVersion }) => ({
      name,
      version,
      requiredVersion,
    })),
  };
}

function toEntry(name: string): string {
  return name === '.' || name.startsWith('./') ? name : `./${name}`;
}

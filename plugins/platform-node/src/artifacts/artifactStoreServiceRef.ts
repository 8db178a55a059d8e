import path from 'node:path';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { ArtifactStore } from './ArtifactStore';
import { FileSystemArtifactStore } from './FileSystemArtifactStore';

/** Where tarballs and artifacts are kept. Default: the file system, under `sceneshift.artifacts.directory`. @public */
export const artifactStoreServiceRef = createServiceRef<ArtifactStore>({
  id: 'platform.artifactStore',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      initialization: 'lazy',
      deps: { config: coreServices.rootConfig },
      async factory({ config }) {
        const directory = path.resolve(
          config.getString('sceneshift.artifacts.directory'),
        );
        return FileSystemArtifactStore.create({ directory });
      },
    }),
});

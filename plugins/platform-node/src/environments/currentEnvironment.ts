import type { RootConfigService } from '@backstage/backend-plugin-api';

/** The name of the environment that this portal serves. @public */
export function currentEnvironment(root: RootConfigService): string {
  return root.getOptionalString('sceneshift.environment') ?? 'development';
}

/** The Backstage release of that environment, where the configuration says it. @public */
export function currentRelease(root: RootConfigService): string | undefined {
  const name = currentEnvironment(root);
  return root
    .getOptionalConfigArray('sceneshift.environments')
    ?.find(environment => environment.getString('name') === name)
    ?.getOptionalString('backstageRelease');
}

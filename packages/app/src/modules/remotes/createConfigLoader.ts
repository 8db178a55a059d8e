import { ConfigReader, defaultConfigLoader } from '@backstage/core-app-api';
import type { AppConfig } from '@backstage/config';
import type { ConfigApi } from '@backstage/frontend-plugin-api';
import { mergeRemoteConfig } from './mergeRemoteConfig';
import { overrideBaseUrls } from './overrideBaseUrls';
import type { RemotesSource } from './RemotesSource';

export interface ConfigLoaderOptions {
  source: RemotesSource;
  /** Where the portal's own configuration comes from. Default: the build and the page. */
  loadBase?: () => Promise<AppConfig[]>;
  /** Default: where the page came from. */
  origin?: string;
}

/**
 * The app's configuration: the portal's own, and that of the hosted plugins when their list can be read.
 */
export function createConfigLoader(
  options: ConfigLoaderOptions,
): () => Promise<{ config: ConfigApi }> {
  const { source, loadBase = defaultConfigLoader } = options;
  return async () => {
    const origin = options.origin ?? document.location.origin;
    const base = overrideBaseUrls(await loadBase(), origin);
    const config = ConfigReader.fromConfigs(base);
    const { list } = await source.load(config.getString('backend.baseUrl'));
    return {
      config: list
        ? ConfigReader.fromConfigs(mergeRemoteConfig(base, list))
        : config,
    };
  };
}

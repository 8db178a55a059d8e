import { ConfigReader } from '@backstage/core-app-api';
import type { AppConfig } from '@backstage/config';

/**
 * Lets one build be served under any address: the app's base URL becomes the page's origin, and so does the
 * backend's when both were configured on one origin. A custom config loader replaces the framework's own,
 * which does the same.
 */
export function overrideBaseUrls(
  configs: AppConfig[],
  origin: string,
): AppConfig[] {
  const config = ConfigReader.fromConfigs(configs);
  const app = config.getOptionalString('app.baseUrl');
  const backend = config.getOptionalString('backend.baseUrl');
  if (!app) return configs;
  const data: AppConfig['data'] = {
    app: { baseUrl: withOrigin(app, origin) },
  };
  if (backend && new URL(app).origin === new URL(backend).origin) {
    data.backend = { baseUrl: withOrigin(backend, origin) };
  }
  return [...configs, { context: 'relative-resolver', data }];
}

function withOrigin(url: string, origin: string): string {
  const { pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/$/, '');
}

import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { LockedPlugin } from '../domain/GenerationContent';

/** A change of one plugin. */
export type PluginChange = Exclude<PlannedChange, { action: 'rollback' }>;

/**
 * What a change does not speak of stays. The settings of extensions (`app`) are in no plugin's schema, so a form that
 * is made from the schema sends a configuration without them: only a change that names `app` replaces it.
 */
export function nextConfig(
  present: LockedPlugin,
  { config }: PluginChange,
): LockedPlugin['config'] {
  if (!config) return present.config;
  if ('app' in config || !('app' in present.config)) return config;
  return { ...config, app: present.config.app };
}

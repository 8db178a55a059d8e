import type {
  Environment,
  InstalledPlugin,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { CliError, EXIT } from '../runtime/CliError';
import type { ApiClient } from './ApiClient';
import { environmentPath } from './paths';

/** A plugin of an environment, by its id. */
export async function getInstalled(
  api: ApiClient,
  environment: string,
  pluginId: string,
): Promise<InstalledPlugin> {
  const { plugins } = await api.get<Environment>(environmentPath(environment));
  const plugin = plugins.find(item => item.pluginId === pluginId);
  if (plugin) return plugin;
  throw new CliError(
    `The plugin '${pluginId}' is not installed in '${environment}': ${listed(
      plugins.map(item => item.pluginId),
    )}`,
    EXIT.failed,
    'PLUGIN_NOT_INSTALLED',
  );
}

/** Every environment, or the one of a name. */
export async function listEnvironments(
  api: ApiClient,
  name?: string,
): Promise<Environment[]> {
  const all = await api.list<Environment>('/api/lifecycle/v1/environments');
  if (name === undefined) return all;
  const found = all.filter(item => item.name === name);
  if (found.length > 0) return found;
  throw new CliError(
    `There is no environment '${name}': ${listed(all.map(item => item.name))}`,
    EXIT.failed,
    'ENVIRONMENT_NOT_FOUND',
  );
}

/** What there is instead; long lists are cut. */
function listed(names: string[]): string {
  if (names.length === 0) return 'there is none at all';
  const more = names.length > 20 ? ` and ${names.length - 20} more` : '';
  return `there is ${names.slice(0, 20).join(', ')}${more}`;
}

import type { PluginSummary } from '@sceneshift/backstage-plugin-registry-common';
import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';
import { printPlugins } from './plugins';

/** `sceneshift search`. */
export function registerSearch(program: Command, runtime: Runtime) {
  const command = program
    .command('search')
    .description('Find plugins by words')
    .argument('<words...>')
    .action(async (words: string[]) => {
      const { api, output } = runtime.context(command);
      const found = await api.list<PluginSummary>('/api/registry/v1/search', {
        q: words.join(' '),
      });
      printPlugins(found, output);
    });
}

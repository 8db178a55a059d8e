import type { Command } from 'commander';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift whoami`. */
export function registerWhoami(program: Command, runtime: Runtime) {
  const command = program
    .command('whoami')
    .description('Show whom the portal takes you for')
    .action(async () => {
      const { api, output, url } = runtime.context(command);
      const { username } = await api.get<{ username: string }>(
        '/api/registry/npm/-/whoami',
      );
      output.result({ username, url }, () => `${username} at ${url}`);
    });
}

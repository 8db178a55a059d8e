import type { SecretSummary } from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { environmentPath, segment } from '../client/paths';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift secrets`: values that configuration refers to as `{"$secret": "name"}`. */
export function registerSecrets(program: Command, runtime: Runtime) {
  const secrets = program
    .command('secrets')
    .description('Secrets of an environment');
  registerList(secrets, runtime);
  registerSet(secrets, runtime);
  registerRemove(secrets, runtime);
}

function secretPath(environment: string, name: string): string {
  return `${environmentPath(environment)}/secrets/${segment(
    'name of a secret',
    name,
  )}`;
}

function registerList(secrets: Command, runtime: Runtime) {
  const command = secrets
    .command('list')
    .description('List names, never values')
    .argument('<environment>')
    .action(async (environment: string) => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<SecretSummary>(
          `${environmentPath(environment)}/secrets`,
        ),
        ['name', 'updated', 'by'],
        secret => [secret.name, secret.updatedAt, secret.updatedBy],
        'No secrets.',
      );
    });
}

function registerSet(secrets: Command, runtime: Runtime) {
  const command = secrets
    .command('set')
    .description('Store a value, read from standard input')
    .argument('<environment>')
    .argument('<name>')
    .action(async (environment: string, name: string) => {
      const { api, output } = runtime.context(command);
      const value = await runtime.readInput();
      if (!value) {
        throw new CliError(
          'Pass the value on standard input, so that it stays out of the shell history',
          EXIT.usage,
        );
      }
      await api.request(secretPath(environment, name), {
        method: 'PUT',
        body: { value },
      });
      output.result({ name }, () => `stored ${name}`);
    });
}

function registerRemove(secrets: Command, runtime: Runtime) {
  const command = secrets
    .command('remove')
    .description('Forget a secret')
    .argument('<environment>')
    .argument('<name>')
    .action(async (environment: string, name: string) => {
      const { api, output } = runtime.context(command);
      await api.request(secretPath(environment, name), { method: 'DELETE' });
      output.result({ name, removed: true }, () => `removed ${name}`);
    });
}

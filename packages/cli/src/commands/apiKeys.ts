import type {
  ApiKeySummary,
  CreatedApiKey,
} from '@sceneshift/backstage-plugin-registry-common';
import { InvalidArgumentError, type Command } from 'commander';
import { segment } from '../client/paths';
import type { Runtime } from '../runtime/Runtime';
import { toCount } from './packOptions';

const PATH = '/api/registry/v1/api-keys';
const MAX_DAYS = 36_500;
const DAY_MS = 24 * 60 * 60 * 1000;

/** `sceneshift api-keys`. */
export function registerApiKeys(program: Command, runtime: Runtime) {
  const apiKeys = program
    .command('api-keys')
    .description('API keys of the organization');
  registerList(apiKeys, runtime);
  registerCreate(apiKeys, runtime);
  registerRevoke(apiKeys, runtime);
}

function registerList(apiKeys: Command, runtime: Runtime) {
  const command = apiKeys
    .command('list')
    .description('List keys, without the keys themselves')
    .action(async () => {
      const { api, output } = runtime.context(command);
      output.table(
        await api.list<ApiKeySummary>(PATH),
        ['id', 'name', 'key', 'scopes', 'created by', 'expires', 'state'],
        key => [
          key.id,
          key.name,
          `${key.prefix}…`,
          key.scopes.join(' '),
          key.createdBy,
          key.expiresAt ?? 'never',
          key.revokedAt ? 'revoked' : 'active',
        ],
        'No keys.',
      );
    });
}

function registerCreate(apiKeys: Command, runtime: Runtime) {
  const command = apiKeys
    .command('create')
    .description('Create a key; it is shown once')
    .argument('<name>')
    .requiredOption(
      '--scope <scope>',
      'read, publish, deploy, admin or environment:<name>:host (repeatable)',
      collectScope,
    )
    .option('--expires-in <days>', 'default: never', toDays)
    .action(
      async (name: string, flags: { scope: string[]; expiresIn?: number }) => {
        const { api, output } = runtime.context(command);
        const { expiresIn } = flags;
        const created = await api.post<CreatedApiKey>(PATH, {
          name,
          scopes: flags.scope,
          expiresAt:
            expiresIn &&
            new Date(Date.now() + expiresIn * DAY_MS).toISOString(),
        });
        output.progress('Keep this key: it is not shown again.');
        output.result(created, () => created.key);
      },
    );
}

function registerRevoke(apiKeys: Command, runtime: Runtime) {
  const command = apiKeys
    .command('revoke')
    .description('Revoke a key')
    .argument('<id>')
    .action(async (id: string) => {
      const { api, output } = runtime.context(command);
      await api.request(`${PATH}/${segment('id of an API key', id)}`, {
        method: 'DELETE',
      });
      output.result({ id, revoked: true }, () => `revoked ${id}`);
    });
}

/** Dates end before numbers do. */
function toDays(value: string): number {
  const days = toCount(value);
  if (days <= MAX_DAYS) return days;
  throw new InvalidArgumentError(`It must be ${MAX_DAYS} at most.`);
}

function collectScope(value: string, previous: string[] = []): string[] {
  if (!/^(read|publish|deploy|admin|environment:[\w-]+:host)$/.test(value)) {
    throw new InvalidArgumentError(
      'It must be read, publish, deploy, admin or environment:<name>:host.',
    );
  }
  return [...previous, value];
}

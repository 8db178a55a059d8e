import type { VersionDetails } from '@sceneshift/backstage-plugin-registry-common';
import { InvalidArgumentError, type Command } from 'commander';
import { versionPath } from '../client/paths';
import { CliError, EXIT } from '../runtime/CliError';
import type { Runtime } from '../runtime/Runtime';

interface Spec {
  name: string;
  version: string;
}

/** `sceneshift yank`. */
export function registerYank(program: Command, runtime: Runtime) {
  const command = program
    .command('yank')
    .description(
      'Take a version back: what has it keeps it, nothing else is given it',
    )
    .argument('<spec>', 'such as @scope/name@1.2.3', toSpec)
    .option('--reason <text>', 'shown to who has the version')
    .option('--undo', 'let it be chosen again')
    .action(async (spec: Spec, flags: { reason?: string; undo?: boolean }) => {
      if (Boolean(flags.undo) === Boolean(flags.reason)) {
        throw new CliError('Give either --reason <text> or --undo', EXIT.usage);
      }
      const { api, output } = runtime.context(command);
      const path = `${versionPath(spec.name, spec.version)}/yank`;
      const shown = `${spec.name}@${spec.version}`;
      if (flags.undo) {
        await api.request(path, { method: 'DELETE' });
        output.result(
          { ...spec, yanked: false },
          () => `${shown} may be chosen again`,
        );
        return;
      }
      const { reason } = flags;
      const details = await api.request<VersionDetails>(path, {
        method: 'PUT',
        body: { reason },
      });
      output.result(details, () => `yanked ${shown}: ${reason}`);
    });
}

function toSpec(text: string): Spec {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(at, 0));
  const version = text.slice(at + 1);
  if (name && version) return { name, version };
  throw new InvalidArgumentError(
    'It must name one version, such as @scope/name@1.2.3.',
  );
}

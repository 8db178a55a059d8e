import type {
  Environment,
  PauseRequest,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { Command } from 'commander';
import { environmentPath } from '../client/paths';
import type { Runtime } from '../runtime/Runtime';

/** `sceneshift pause`: no change of an environment until it is resumed. */
export function registerPause(program: Command, runtime: Runtime) {
  const command = program
    .command('pause')
    .description('Accept no change of an environment until it is resumed')
    .argument('<environment>')
    .requiredOption('--reason <text>', 'shown to everybody who is refused')
    .option('--stop-hosts', 'stop all hosts, to free the machine')
    .option(
      '--cancel-rollout',
      'cancel a rollout in progress; without it, it goes on to its end',
    )
    .action(async (environment: string, flags: PauseRequest) => {
      const { api, output } = runtime.context(command);
      const { reason, stopHosts, cancelRollout } = flags;
      const request: PauseRequest = { reason, stopHosts, cancelRollout };
      const paused = await api.post<Environment>(
        `${environmentPath(environment)}/pause`,
        request,
      );
      output.result(paused, () => describe(paused));
    });
}

/** `sceneshift resume`. */
export function registerResume(program: Command, runtime: Runtime) {
  const command = program
    .command('resume')
    .description('Accept changes again, and start stopped hosts')
    .argument('<environment>')
    .action(async (environment: string) => {
      const { api, output } = runtime.context(command);
      const resumed = await api.post<Environment>(
        `${environmentPath(environment)}/resume`,
        undefined,
      );
      output.result(resumed, () => `resumed ${environment}`);
    });
}

function describe({ name, paused, activeRolloutId }: Environment): string {
  const hosts = paused?.stopHosts ? ', its hosts are stopped' : '';
  const rollout = activeRolloutId
    ? `; rollout ${activeRolloutId} goes on to its end first`
    : '';
  return `paused ${name}${hosts}${rollout}`;
}

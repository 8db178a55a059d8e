import {
  FINAL_ROLLOUT_STATES,
  type Rollout,
  type RolloutStep,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { CliError, EXIT } from '../runtime/CliError';
import { pauseFor } from '../runtime/interrupted';
import type { CommandContext } from '../runtime/Runtime';
import { getRollout } from './lifecycle';

const POLL_MS = 250;
const PATIENCE_MS = 15 * 60 * 1000;

/** Follows a rollout to its end, one line per step. */
export async function waitForRollout(
  { api, output, signal }: Omit<CommandContext, 'url'>,
  id: string,
): Promise<Rollout> {
  const remedy = `. The rollout goes on; look again with: sceneshift status ${id}`;
  const deadline = Date.now() + PATIENCE_MS;
  for (let shown = 0; ; ) {
    const rollout = await getRollout(api, id);
    rollout.steps.slice(shown).forEach(step => output.progress(describe(step)));
    shown = rollout.steps.length;
    if (FINAL_ROLLOUT_STATES.includes(rollout.state)) return rollout;
    if (Date.now() > deadline) throw tooLong(rollout);
    await pauseFor(POLL_MS, signal, remedy);
  }
}

/** Ends the command with the rollout's own reason unless it serves. */
export function assertServing(rollout: Rollout) {
  if (rollout.state === 'serving') return;
  throw new CliError(
    rollout.reason?.message ??
      `The rollout ${rollout.id} ended as ${rollout.state}`,
    EXIT.failed,
    rollout.reason?.code,
    { rollout: { id: rollout.id, state: rollout.state, logs: rollout.logs } },
  );
}

function describe({ state, pluginId, replicaId, message }: RolloutStep) {
  const where = [pluginId, replicaId].filter(Boolean).join(' on ');
  return ['  ', state, where && ` ${where}`, message && `: ${message}`]
    .filter(Boolean)
    .join('');
}

function tooLong(rollout: Rollout): CliError {
  return new CliError(
    `The rollout ${rollout.id} is still ${rollout.state}; look again with: sceneshift status ${rollout.id}`,
    EXIT.failed,
    'ROLLOUT_TIMEOUT',
  );
}

import type { RunningPortal } from './RunningPortal.ts';

/** Plans and rollouts through the `sceneshift` command, as a script would make them. */
export class LifecycleCommands {
  readonly #portal: RunningPortal;

  constructor(portal: RunningPortal) {
    this.#portal = portal;
  }

  /** Plans and rolls out; answers what the command printed, whether the rollout serves or failed. */
  async change(
    action: string,
    pluginId: string,
    ...options: string[]
  ): Promise<string> {
    const printed = await this.#portal.sceneshift(
      'plan',
      'development',
      action,
      pluginId,
      ...options,
      '--json',
    );
    const { id } = JSON.parse(printed) as { id: string };
    return this.#portal.sceneshift('apply', id, '--wait');
  }
}

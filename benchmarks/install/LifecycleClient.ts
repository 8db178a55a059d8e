/** The few calls of the lifecycle API that a benchmark makes. */
export class LifecycleClient {
  readonly #base: string;
  readonly #key: string;

  constructor(portalUrl: string, key: string) {
    this.#base = `${portalUrl}/api/lifecycle/v1`;
    this.#key = key;
  }

  /** Plans and rolls out one change; answers the milliseconds from the acceptance to the end. */
  async change(
    environment: string,
    change: Record<string, unknown>,
  ): Promise<{ ms: number; state: string; reason?: unknown }> {
    const plan = await this.#post(`environments/${environment}/plans`, {
      changes: [change],
    });
    const accepted = performance.now();
    const { id } = await this.#post(`environments/${environment}/rollouts`, {
      planId: plan.id,
      planHash: plan.hash,
    });
    for (;;) {
      const rollout = await this.#call('GET', `rollouts/${id}`);
      if (
        ['serving', 'failed', 'rolledBack', 'cancelled'].includes(rollout.state)
      )
        return {
          ms: performance.now() - accepted,
          state: rollout.state,
          reason: rollout.reason,
        };
      if (performance.now() - accepted > 120_000)
        throw new Error(`Rollout ${id} did not end within 120 s`);
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }

  environment(name: string) {
    return this.#call('GET', `environments/${name}`);
  }

  #post(path: string, body: unknown) {
    return this.#call('POST', path, body);
  }

  async #call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${this.#base}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (!response.ok)
      throw new Error(
        `${method} ${path}: ${response.status} ${await response.text()}`,
      );
    return response.json();
  }
}

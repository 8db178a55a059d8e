/** An error answer of the API, with its code. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(call: string, status: number, body: string) {
    super(`${call}: ${status} ${body}`);
    this.status = status;
    this.code = /"code":"([A-Z_]+)"/.exec(body)?.[1] ?? '';
  }
}

export interface Reason {
  code: string;
  message: string;
  pluginId?: string;
  replicaId?: string;
}

export interface PlanAnswer {
  id: string;
  hash: string;
  /** `confirm` is what has to be sent along to go on in spite of it. */
  problems: Array<Reason & { severity?: string; confirm?: string }>;
}

export interface RolloutAnswer {
  id: string;
  state: string;
  steps: Array<{ state: string; replicaId?: string }>;
  reason?: Reason;
  toGeneration: number;
  createdAt: string;
  endedAt?: string;
}

export interface EnvironmentAnswer {
  servingGeneration: number;
  activeRolloutId?: string;
  plugins: Array<{
    pluginId: string;
    enabled: boolean;
    health: string;
    reason?: Reason;
    packages: Array<{ name: string; version: string }>;
  }>;
  replicas: Array<{
    id: string;
    address: string;
    generation: number;
    alive: boolean;
  }>;
}

const ended = ['serving', 'failed', 'rolledBack', 'cancelled'];

/** The few calls of the lifecycle API that tests and benchmarks make, of one environment. */
export class LifecycleClient {
  readonly #base: string;
  readonly #key: string;
  readonly #environment: string;

  constructor(portalUrl: string, key: string, environment = 'development') {
    this.#base = `${portalUrl}/api/lifecycle/v1`;
    this.#key = key;
    this.#environment = environment;
  }

  /** Plans and rolls out one change; answers the milliseconds from the acceptance to the end. */
  async change(
    change: Record<string, unknown>,
    timeoutMs = 120_000,
  ): Promise<{ ms: number; rollout: RolloutAnswer }> {
    const plan = await this.plan(change);
    const accepted = performance.now();
    const { id } = await this.start(plan);
    const rollout = await this.until(
      id,
      ({ state }) => ended.includes(state),
      timeoutMs,
    );
    return { ms: performance.now() - accepted, rollout };
  }

  plan(...changes: Record<string, unknown>[]): Promise<PlanAnswer> {
    return this.#post(`environments/${this.#environment}/plans`, { changes });
  }

  /** Starts a plan, with all that it asks to have confirmed. */
  start({
    id,
    hash,
    problems,
  }: Pick<PlanAnswer, 'id' | 'hash' | 'problems'>): Promise<RolloutAnswer> {
    const confirm = problems.flatMap(problem => problem.confirm ?? []);
    return this.#post(`environments/${this.#environment}/rollouts`, {
      planId: id,
      planHash: hash,
      ...(confirm.length ? { confirm } : {}),
    });
  }

  rollout(id: string): Promise<RolloutAnswer> {
    return this.#call('GET', `rollouts/${id}`);
  }

  environment(): Promise<EnvironmentAnswer> {
    return this.#call('GET', `environments/${this.#environment}`);
  }

  /** Waits until a rollout is as it is expected to become. */
  async until(
    id: string,
    fits: (rollout: RolloutAnswer) => boolean,
    timeoutMs = 120_000,
  ): Promise<RolloutAnswer> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const rollout = await this.rollout(id);
      if (fits(rollout)) return rollout;
      if (performance.now() > deadline)
        throw new Error(
          `Rollout ${id} did not become as expected within ${
            timeoutMs / 1000
          } s: ${JSON.stringify(rollout)}`,
        );
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }

  #post<T>(path: string, body: unknown): Promise<T> {
    return this.#call('POST', path, body);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#base}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok)
      throw new ApiError(
        `${method} ${path}`,
        response.status,
        await response.text(),
      );
    return (await response.json()) as T;
  }
}

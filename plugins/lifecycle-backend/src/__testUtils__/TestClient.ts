import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  Plan,
  PlannedChange,
  Rollout,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import request from 'supertest';

export const ADMIN = mockCredentials.user.header();
export const VIEWER = mockCredentials.user.header('user:default/viewer');

/** Somebody who calls the API. */
export class TestClient {
  readonly api: ReturnType<typeof request>;

  protected constructor(server: Parameters<typeof request>[0]) {
    this.api = request(server);
  }

  delete(path: string, auth: string = ADMIN) {
    return this.api
      .delete(`/api/lifecycle/v1${path}`)
      .set('Authorization', auth);
  }

  get(path: string, auth: string | undefined = ADMIN) {
    const call = this.api.get(`/api/lifecycle/v1${path}`);
    return auth ? call.set('Authorization', auth) : call;
  }

  post(path: string, body: object, auth: string | undefined = ADMIN) {
    const call = this.api.post(`/api/lifecycle/v1${path}`).send(body);
    return auth ? call.set('Authorization', auth) : call;
  }

  async plan(...changes: PlannedChange[]): Promise<Plan> {
    const answer = await this.post('/environments/development/plans', {
      changes,
    });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  /** Confirms everything that has to be. */
  async apply(plan: Plan): Promise<Rollout> {
    const answer = await this.post('/environments/development/rollouts', {
      planId: plan.id,
      planHash: plan.hash,
      confirm: plan.problems.flatMap(({ confirm }) => confirm ?? []),
    });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  async rollout(id: string): Promise<Rollout> {
    return (await this.get(`/rollouts/${id}`)).body;
  }

  /** Waits for a rollout to come to a state that it is expected to come to. */
  async until(id: string, state: Rollout['state']): Promise<Rollout> {
    const end = Date.now() + 10_000;
    for (;;) {
      const rollout = await this.rollout(id);
      if (rollout.state === state) return rollout;
      if (Date.now() > end) throw new Error(JSON.stringify(rollout));
      await sleep(20);
    }
  }

  /** Waits for something to become true. */
  async eventually(check: () => unknown): Promise<void> {
    const end = Date.now() + 10_000;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await sleep(20);
      }
    }
  }

  async untilReleased(id: string): Promise<void> {
    const end = Date.now() + 10_000;
    for (;;) {
      const { state } = await this.rollout(id);
      if (state !== 'fetching') return;
      if (Date.now() > end) throw new Error(`Rollout ${id} is not prepared`);
      await sleep(20);
    }
  }
}

import type {
  DesiredState,
  ReplicaStatus,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import { RELEASE } from './FakeRegistryService';
import { TestClient } from './TestClient';

export const HOST = 'Bearer ssk_test_environment:development:host';

/** Somebody who calls the API, and the supervisors of the environment besides. */
export class TestSupervisors extends TestClient {
  desired(query = '') {
    return this.get(`/environments/development/desired${query}`, HOST);
  }

  /** Asks what to run first: what does not is no supervisor. */
  async report(replicaId: string, status: Partial<ReplicaStatus>) {
    await this.desired(`?replica=${replicaId}`);
    return this.reportAlone(replicaId, status);
  }

  reportAlone(replicaId: string, status: Partial<ReplicaStatus>) {
    return this.post(
      `/environments/development/replicas/${replicaId}/status`,
      {
        address: 'http://127.0.0.1:7100',
        backstageRelease: RELEASE,
        revision: '1',
        generation: 0,
        hosts: [],
        ...status,
      },
      HOST,
    );
  }

  /** A supervisor that does at once what it is told, until it is told nothing new. */
  async converge(
    replicaId = 'a',
    status: Partial<ReplicaStatus> = {},
  ): Promise<void> {
    for (let known: string | undefined; ; ) {
      const { body: desired } = await this.desired(`?replica=${replicaId}`);
      if (desired.revision === known) return;
      await this.obey(replicaId, desired, status);
      known = desired.revision;
    }
  }

  /** Reports that all of a desired state serves. */
  async obey(
    replicaId: string,
    desired: DesiredState,
    status: Partial<ReplicaStatus> = {},
  ): Promise<void> {
    const { revision, generation, rolloutId, hosts } = desired;
    await this.report(replicaId, {
      revision,
      generation,
      rollout: { rolloutId, generation, state: 'serving' },
      hosts: hosts.map(({ pluginId, specDigest }) => ({
        pluginId,
        specDigest,
        state: 'serving',
        restarts: 0,
      })),
      ...status,
    });
  }
}

import {
  ProblemError,
  type LifecycleApi,
} from '@sceneshift/backstage-platform-react';
import type {
  Environment,
  PauseRequest,
  Plan,
  PlannedChange,
  PluginLogs,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  dataExports,
  development,
  generations,
  rollouts,
  snapshots,
} from './environment';

const helloSchema = {
  type: 'object',
  properties: {
    hello: {
      type: 'object',
      properties: {
        salutation: {
          type: 'string',
          description: 'The word that opens each greeting.',
        },
      },
    },
  },
};

function configOf([change]: PlannedChange[]) {
  return change && change.action !== 'rollback' ? change.config : undefined;
}

/** An environment in memory, for `dev/` and tests of the pages. Plans are made; rollouts never end. */
export class MockLifecycleApi implements LifecycleApi {
  async listEnvironments() {
    return { items: [development] };
  }

  async getEnvironment(name: string): Promise<Environment> {
    if (name === development.name) return development;
    throw new ProblemError(404, {
      code: 'ENVIRONMENT_NOT_FOUND',
      title: 'The environment is not known',
      detail: `There is no environment '${name}'.`,
    });
  }

  async listGenerations() {
    return { items: generations };
  }

  async listRollouts() {
    return { items: rollouts };
  }

  async createPlan(
    environment: string,
    changes: PlannedChange[],
  ): Promise<Plan> {
    return {
      id: 'plan',
      environment,
      hash: 'hash',
      baseGeneration: development.servingGeneration,
      createdAt: '2026-09-01T12:00:00Z',
      createdBy: 'user:default/guest',
      changes,
      diff: development.plugins.map(plugin => ({
        pluginId: plugin.pluginId,
        kind: 'keep',
        packages: [],
        config: [],
        restartsHost: false,
        migrations: 'none',
      })),
      problems: [],
      configForms: [
        {
          pluginId: 'hello',
          schema: helloSchema,
          values: configOf(changes) ?? { hello: { salutation: 'Hi' } },
          required: [],
        },
      ],
    };
  }

  async startRollout() {
    return this.getRollout();
  }

  async getRollout(id?: string) {
    return rollouts.find(item => item.id === id) ?? rollouts[0]!;
  }

  async cancelRollout() {
    return this.getRollout();
  }

  async getPluginLogs(
    _environment: string,
    pluginId: string,
  ): Promise<PluginLogs> {
    return {
      pluginId,
      replicas: [
        {
          replicaId: 'laptop-1',
          lines: ['Listening', 'GET /greeting 200'],
          updatedAt: '2026-09-01T12:00:00Z',
        },
      ],
    };
  }

  async putSecret() {
    return undefined;
  }

  async listSnapshots() {
    return { items: snapshots };
  }

  async createSnapshot() {
    return snapshots[0]!;
  }

  async restoreSnapshot() {
    return this.getRollout();
  }

  async deleteSnapshot() {
    return undefined;
  }

  async listExports() {
    return { items: dataExports };
  }

  async downloadExport() {
    return new Blob(['id,name']);
  }

  async deleteExport() {
    return undefined;
  }

  async pauseEnvironment(_name: string, request: PauseRequest) {
    const { reason, stopHosts = false } = request;
    const at = '2026-09-01T12:00:00Z';
    const paused = { at, by: 'user:default/guest', reason, stopHosts };
    return { ...development, paused };
  }

  async resumeEnvironment() {
    return development;
  }
}

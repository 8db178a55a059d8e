import type {
  PlannedChange,
  SecretSummary,
} from '@sceneshift/backstage-plugin-lifecycle-common';
import type { EnvironmentRecord, Proposal } from '../domain/EnvironmentRecord';
import {
  EMPTY_CONTENT,
  type GenerationContent,
} from '../domain/GenerationContent';
import { NewestVersionPlanner } from '../planner/NewestVersionPlanner';
import {
  FakeRegistryService,
  RELEASE,
  type FakeVersion,
} from './FakeRegistryService';

const environment: EnvironmentRecord = {
  id: 'e1',
  organizationId: 'demo',
  name: 'development',
  title: 'Development',
  backstageRelease: RELEASE,
  policy: {} as EnvironmentRecord['policy'],
  sharedConfigHash: '',
  servingGeneration: 0,
  desiredGeneration: 0,
  remotesGeneration: 0,
  revision: '1',
};

/** Of the plugin `radar`. */
export const backend: FakeVersion = {
  pluginId: 'radar',
  name: 'radar-backend',
  version: '1.0.0',
  role: 'backend-plugin',
};

/** Of the plugin `radar`. */
export const frontend: FakeVersion = {
  pluginId: 'radar',
  name: 'radar',
  version: '1.0.0',
  role: 'frontend-plugin',
};

/** Plans changes of a content in memory. */
export class TestPlanner {
  readonly registry = new FakeRegistryService();
  readonly secrets: Array<Pick<SecretSummary, 'name'>> = [];
  base: GenerationContent = EMPTY_CONTENT;

  plan(...changes: PlannedChange[]): Promise<Proposal> {
    return new NewestVersionPlanner({
      registry: this.registry,
      reserved: { pluginIds: ['catalog'], routes: ['/catalog'] },
    }).plan({
      environment,
      base: this.base,
      changes,
      contentOf: async () => this.base,
      secrets: this.secrets,
    });
  }

  /** What speaks against changes. */
  async codes(...changes: PlannedChange[]): Promise<string[]> {
    const { problems } = await this.plan(...changes);
    return problems.map(({ code, severity }) => `${severity} ${code}`);
  }

  /** What changes lead to. */
  async versions(...changes: PlannedChange[]): Promise<string[]> {
    const { content } = await this.plan(...changes);
    return content.plugins.flatMap(({ packages }) =>
      packages.map(({ name, version }) => `${name}@${version}`),
    );
  }
}

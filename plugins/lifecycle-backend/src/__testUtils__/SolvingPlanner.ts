import type { PlannedChange } from '@sceneshift/backstage-plugin-lifecycle-common';
import {
  type PackageFacts,
  resolve,
  type ResolveRequest,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { ResolverService } from '@sceneshift/backstage-plugin-resolver-node';
import type { EnvironmentRecord } from '../domain/EnvironmentRecord';
import { EMPTY_CONTENT } from '../domain/GenerationContent';
import { NewestVersionPlanner } from '../planner/NewestVersionPlanner';
import { ResolvingPlanner } from '../planner/ResolvingPlanner';
import { FakeRegistryService } from './FakeRegistryService';

const environment = {
  organizationId: 'demo',
  name: 'development',
  backstageRelease: '1.55.0',
} as EnvironmentRecord;

/** The shop of version 2 needs the hello of version 1. */
const FACTS: PackageFacts = {
  hello: { '1.0.0': {}, '2.0.0': {}, '3.0.0-rc.1': {} },
  leaky: { '1.0.0': { advisories: [{ id: 'ACME-1', severity: 'high' }] } },
  lone: { '1.0.0': {} },
  shop: {
    '1.0.0': { dependencies: { hello: '^2.0.0' } },
    '2.0.0': { dependencies: { hello: '^1.0.0' } },
  },
};

/** A planner for one test, with the real solver behind its resolver and an environment that is empty at first. */
export class SolvingPlanner {
  readonly asked: ResolveRequest[] = [];
  readonly environments: Array<string | undefined> = [];
  /** What the resolver's policy for the environment says. */
  policy: ResolveRequest['options'] = {};
  resolver: ResolverService = {
    resolve: async (_organization, request, { environment: of } = {}) => {
      const { backstageRelease: _, ...rest } = request;
      this.asked.push(rest);
      this.environments.push(of);
      const options = { ...this.policy, ...rest.options };
      return resolve({ ...rest, options, packages: FACTS });
    },
    impact: async (_organization, { remove, installed = {} }) => {
      const isBroken = remove.includes('hello') && 'shop' in installed;
      const reason = 'shop 2.0.0 needs hello';
      const shop = { name: 'shop', version: '2.0.0', path: [], reason };
      return {
        remove,
        breaks: isBroken ? [shop] : [],
        weakens: [],
        summary: 'Without hello, 1 installed package stops working: shop',
      };
    },
  };
  #base = EMPTY_CONTENT;

  private constructor(private readonly registry: FakeRegistryService) {}

  static async create(): Promise<SolvingPlanner> {
    const registry = new FakeRegistryService();
    for (const [name, versions] of Object.entries(FACTS)) {
      for (const version of Object.keys(versions)) {
        await registry.publish({
          name,
          version,
          pluginId: name,
          role: 'backend-plugin',
        });
      }
    }
    return new SolvingPlanner(registry);
  }

  async plan(...changes: PlannedChange[]) {
    const { registry, resolver } = this;
    const base = this.#base;
    const reserved = { pluginIds: ['catalog'], routes: [] };
    const next = new NewestVersionPlanner({ registry, reserved });
    const planner = new ResolvingPlanner({ resolver, registry, next });
    const proposal = await planner.plan({
      environment,
      base,
      changes,
      contentOf: async () => base,
      secrets: [],
    });
    const versions = proposal.content.plugins.flatMap(({ packages }) =>
      packages.map(({ name, version }) => `${name}@${version}`),
    );
    return { ...proposal, versions };
  }

  /** Makes a plan the state that the next one starts from. */
  async install(...changes: PlannedChange[]) {
    this.#base = (await this.plan(...changes)).content;
  }
}

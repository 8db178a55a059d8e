import {
  resolve,
  type AcceptAdvisoryRequest,
  type AdvisoryAcceptance,
  type CreatePlanRequest,
  type ResolverPlan,
} from '@sceneshift/backstage-plugin-resolver-common';
import type { ResolverApi } from '../src/api/ResolverApi';
import { development, graph, installed, packages, upgrade } from './world';

/** The real solver over a world of two plugins, for `dev/`. Plans and acceptances are kept until the page is loaded again. */
export class MockResolverApi implements ResolverApi {
  private readonly plans: ResolverPlan[] = [];
  private acceptances: AdvisoryAcceptance[] = [];

  async getGraph() {
    return graph;
  }

  async planUpgrade() {
    return upgrade;
  }

  async createPlan({ request }: CreatePlanRequest): Promise<ResolverPlan> {
    const plan: ResolverPlan = {
      id: String(this.plans.length + 1),
      hash: 'hash',
      environment: development.name,
      snapshot: 'dev',
      backstageRelease: development.backstageRelease,
      request,
      answer: resolve({
        installed,
        ...request,
        packages,
        host: { backstage: development.backstageRelease },
      }),
      createdAt: new Date().toISOString(),
      createdBy: 'user:default/guest',
    };
    this.plans.unshift(plan);
    return plan;
  }

  async listPlans() {
    return {
      items: this.plans.map(({ answer, ...plan }) => ({
        ...plan,
        ok: answer.ok,
        changes: answer.ok ? answer.changes.length : 0,
      })),
    };
  }

  async getPlan(id: string): Promise<ResolverPlan> {
    const plan = this.plans.find(item => item.id === id);
    if (plan) return plan;
    throw new Error(`There is no plan ${id}`);
  }

  async listAcceptances() {
    return { items: this.acceptances };
  }

  async acceptAdvisory(
    request: AcceptAdvisoryRequest,
  ): Promise<AdvisoryAcceptance> {
    const acceptance: AdvisoryAcceptance = {
      range: '*',
      ...request,
      id: String(this.acceptances.length + 1),
      state: 'active',
      createdAt: new Date().toISOString(),
      createdBy: 'user:default/guest',
    };
    this.acceptances = [acceptance, ...this.acceptances];
    return acceptance;
  }

  async revokeAcceptance(id: string) {
    this.acceptances = this.acceptances.map(item =>
      item.id === id ? { ...item, state: 'revoked' as const } : item,
    );
  }

  async listReleases() {
    return ['1.55.0', '1.54.0'];
  }
}

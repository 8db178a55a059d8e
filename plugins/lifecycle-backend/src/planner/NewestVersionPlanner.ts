import type { Baseline } from '@sceneshift/backstage-platform-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { Proposal } from '../domain/EnvironmentRecord';
import type { GenerationContent } from '../domain/GenerationContent';
import { ChangeApplier } from './ChangeApplier';
import { checkConfig } from './checkConfig';
import { checkConflicts, type Reserved } from './checkConflicts';
import { checkFederationNames } from './checkFederationNames';
import { createConfigForm } from './configForms';
import { diffContents } from './diffContents';
import type { Planner, PlanRequest } from './Planner';
import { PluginConfigSchema } from './PluginConfigSchema';
import { Problems } from './Problems';
import { summarize } from './summarize';
import { VersionSelector } from './VersionSelector';

/**
 * The first planner: each named package gets the wanted or the newest installable version, and the result is checked as a
 * whole. Versions of different packages are not weighed against each other; that is a solver's job, behind the same interface.
 */
export class NewestVersionPlanner implements Planner {
  constructor(
    private readonly deps: { registry: RegistryService; reserved: Reserved },
  ) {}

  async plan(request: PlanRequest): Promise<Proposal> {
    const { organizationId, backstageRelease } = request.environment;
    const baseline = await this.deps.registry.getBaseline(
      organizationId,
      backstageRelease,
    );
    const problems = new Problems();
    const content = await this.apply(request, baseline, problems);
    checkConflicts(content, this.deps.reserved, baseline, problems);
    checkFederationNames(request.base, content, problems);
    const configForms = this.checkConfigs(request, content, problems);
    const diff = diffContents(request.base, content);
    return {
      content,
      diff,
      problems: problems.list(),
      configForms,
      deleteData: deletedData(request, content),
      frontendFirst: request.changes.every(({ action }) =>
        ['rollback', 'remove', 'disable'].includes(action),
      ),
      summary: summarize(request.changes, diff),
    };
  }

  private async apply(
    request: PlanRequest,
    baseline: Baseline,
    problems: Problems,
  ): Promise<GenerationContent> {
    const { registry, reserved } = this.deps;
    const { organizationId } = request.environment;
    const applier = new ChangeApplier({
      registry,
      reserved,
      organizationId,
      problems,
      selector: new VersionSelector(registry, organizationId, baseline),
      contentOf: request.contentOf,
    });
    let content = request.base;
    for (const change of request.changes) {
      content = await applier.apply(content, change);
    }
    return content;
  }

  private checkConfigs(
    request: PlanRequest,
    content: GenerationContent,
    problems: Problems,
  ): Proposal['configForms'] {
    const secretNames = new Set(request.secrets.map(({ name }) => name));
    return content.plugins.flatMap(plugin => {
      const schema = PluginConfigSchema.of(plugin);
      if (plugin.enabled) checkConfig(plugin, schema, secretNames, problems);
      return schema && isTouched(request, plugin.pluginId)
        ? [createConfigForm(plugin, schema)]
        : [];
    });
  }
}

function isTouched(request: PlanRequest, pluginId: string): boolean {
  return request.changes.some(
    change => change.action === 'rollback' || change.pluginId === pluginId,
  );
}

function deletedData(
  request: PlanRequest,
  content: GenerationContent,
): string[] {
  return request.changes.flatMap(change => {
    const isDeletion = change.action === 'remove' && change.deleteData;
    if (!isDeletion) return [];
    const isBack = content.plugins.some(
      ({ pluginId }) => pluginId === change.pluginId,
    );
    return isBack ? [] : [change.pluginId];
  });
}

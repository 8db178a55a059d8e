import type { BackendStartupResult } from '@backstage/backend-app-api';
import type { HostStatus, LoadedPackage } from '../protocol/hostStatus';

/** Collects what a host says of itself while it starts. */
export class HostStatusTracker {
  readonly #status: HostStatus;

  constructor(
    hostId: string,
    pid: number,
    private readonly redact: (text: string) => string,
  ) {
    this.#status = {
      hostId,
      pid,
      phase: 'starting',
      packages: [],
      pluginIds: [],
      failures: [],
    };
  }

  get(): HostStatus {
    return this.#status;
  }

  loaded(packages: LoadedPackage[]): void {
    this.#status.packages = packages.map(({ name, version }) => ({
      name,
      version,
    }));
  }

  /** `backend.start()` resolved: it may still report failures that were let through. */
  started(result: BackendStartupResult): void {
    this.#status.failures = failuresOf(result).map(this.redact);
    this.#status.pluginIds = result.plugins
      .filter(plugin => !plugin.failure)
      .map(plugin => plugin.pluginId);
    this.#status.phase = this.#status.failures.length ? 'failed' : 'started';
  }
}

function failuresOf(result: BackendStartupResult): string[] {
  return result.plugins.flatMap(plugin => [
    ...(plugin.failure
      ? [`plugin ${plugin.pluginId}: ${plugin.failure.error.message}`]
      : []),
    ...plugin.modules.flatMap(module =>
      module.failure
        ? [
            `module ${module.moduleId} of ${plugin.pluginId}: ${module.failure.error.message}`,
          ]
        : [],
    ),
  ]);
}

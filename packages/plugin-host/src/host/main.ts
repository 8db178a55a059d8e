import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { HostSpec } from '../protocol/hostSpec';
import { HOST_EXIT } from '../protocol/hostStatus';
import { monotonicMs } from '../protocol/monotonicMs';
import { outliveOutput } from '../protocol/outliveOutput';
import { Redactor } from '../protocol/Redactor';
import { createHostConfig } from './hostConfig';
import { createHostLogger, rootLoggerFactory } from './hostLogger';
import { HostStatusTracker } from './HostStatusTracker';
import { loadPackages } from './loadPackages';
import { OrphanWatch } from './OrphanWatch';
import { readSpec } from './readSpec';
import { rootHttpRouterFactory } from './rootHttpRouter';
import { UnhandledErrors } from './UnhandledErrors';

async function main(): Promise<void> {
  outliveOutput();
  const spec = await readSpec(process.stdin);
  if (!spec) {
    process.exitCode = HOST_EXIT.noSpec;
    return;
  }
  await run(spec);
}

async function run(spec: HostSpec): Promise<void> {
  const { hostId, secrets } = spec;
  const logger = createHostLogger({ hostId, secrets });
  const redactor = new Redactor(secrets);
  const redact = (text: string) => redactor.redact(text);
  const unhandledErrors = new UnhandledErrors(redact);
  const tracker = new HostStatusTracker(hostId, process.pid, redact);
  const orphanWatch = new OrphanWatch({
    timeoutMs: spec.orphanTimeoutMs,
    // A machine that was suspended, or whose clock was set, has not been without a supervisor for that time.
    now: monotonicMs,
    onOrphaned: () => {
      logger.warn('No supervisor asked for this host any more; it ends');
      process.exit(HOST_EXIT.orphaned);
    },
  });
  orphanWatch.start();
  try {
    await startBackend(spec, { logger, tracker, orphanWatch, unhandledErrors });
  } catch (error) {
    // Backstage's own handler would swallow the rejection and leave a process that never becomes ready.
    const failure = error instanceof Error ? error.message : String(error);
    logger.error('The plugin failed to start', { failure });
    logger.error(String(error instanceof Error ? error.stack : error));
    process.exit(HOST_EXIT.startFailed);
  }
}

async function startBackend(
  spec: HostSpec,
  deps: {
    logger: ReturnType<typeof createHostLogger>;
    tracker: HostStatusTracker;
    orphanWatch: OrphanWatch;
    unhandledErrors: UnhandledErrors;
  },
): Promise<void> {
  const { logger, tracker, orphanWatch, unhandledErrors } = deps;
  const loaded = loadPackages(spec.packages);
  tracker.loaded(loaded);

  const backend = createBackend();
  backend.add(rootLoggerFactory(logger));
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => createHostConfig(spec),
    }),
  );
  backend.add(
    rootHttpRouterFactory({
      socketPath: spec.socketPath,
      onStatusRequest: () => {
        orphanWatch.seen();
        const { summary } = unhandledErrors;
        return { ...tracker.get(), unhandledErrors: summary };
      },
    }),
  );
  for (const { feature } of loaded) backend.add(feature);
  unhandledErrors.listen();
  const { result } = await backend.start();
  tracker.started(result);
}

void main();

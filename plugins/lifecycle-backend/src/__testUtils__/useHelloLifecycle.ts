import { publishHello } from './publishHello';
import { TestLifecycle } from './TestLifecycle';

/** A lifecycle of its own for each test, whose registry has version 1.0.0 of the plugin hello. */
export function useHelloLifecycle() {
  const started = {} as { lifecycle: TestLifecycle };
  beforeEach(async () => {
    started.lifecycle = await TestLifecycle.start();
    await publishHello(started.lifecycle.registry, '1.0.0');
  });
  afterEach(async () => {
    await started.lifecycle.dropHostDatabases();
    await started.lifecycle.stop();
  });
  return started;
}
